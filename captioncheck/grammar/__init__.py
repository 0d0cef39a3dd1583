"""Caption text to its parts: credit, date, places, people and markers, by data tables for many languages.

`caption.parse_caption` joins the parts; `language.detect`, `credit.split_credit`, `dates.find_dates`,
`places.find_places` and `people.find_people` are used alone where an article's body is read.

Nothing is imported here: the tables take a while, and a run that knows all its results needs none of them.
"""
