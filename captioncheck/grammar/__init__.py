"""Caption text to its parts: credit, date, places, people and markers, by data tables for many languages.

`parse_caption` joins the parts; `language.detect`, `credit.split_credit`, `dates.find_dates`, `places.find_places` and
`people.find_people` are used alone where an article's body is read.
"""

from __future__ import annotations

from captioncheck.grammar.caption import parse_caption

__all__ = ["parse_caption"]
