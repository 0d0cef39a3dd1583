"""What each rule means, for people: behind `captioncheck rule` and the outputs that describe their rules. Data only."""

from __future__ import annotations

from dataclasses import dataclass

HOME = "https://pypi.org/project/captioncheck/"
"""Where the program is described, for outputs that must link to something."""


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule in words: what fires it, why it matters, an example of each side, and what to do about it."""

    code: str
    name: str
    what: str
    why: str
    wrong: tuple[str, str, str]
    right: str
    act: str

    @property
    def comment(self) -> str:
        """Return the comment that suppresses it."""
        verb = "ignore-file" if self.code == "CC401" else "ignore"
        return f"captioncheck: {verb}[{self.code}] reason"

    @property
    def silence(self) -> str:
        """Return how to suppress it, one way a line."""
        if self.code == "CC401":
            return f"In the whole file: {self.comment}"
        code = self.code
        return (
            f"HTML, Markdown, NITF:  <!-- {self.comment} -->\n"
            f"Plain text:            {self.comment}\n"
            "Each stands on the caption's line (in plain text above it), or above its figure. A finding counts until "
            f"every rule under the caption that is no note is suppressed: ignore[{code}, ...]\n"
            f"From here on:          captioncheck: disable[{code}] reason\n"
            f"To here:               captioncheck: enable[{code}]\n"
            f"The whole file:        captioncheck: ignore-file[{code}] reason\n"
            "In HTML, Markdown and NITF these three stand between <!-- and -->, too.\n"
            f"Front matter:          captioncheck: {{ignore: [{code}], reason: ...}}\n"
            "JSON, other feeds, archives: no comment has an effect there; exclude the file, or write into the config "
            f'file [[overrides]] with paths = ["wire/**"] and ignore = ["{code}"]\n'
            "All that is there now: --baseline FILE --write-baseline"
        )


RULES = (
    RuleText(
        "CC101",
        "subject",
        "The caption is about another subject than the article.",
        "Most wrong captions are right ones from somewhere else: left over in a template, pasted from the last story, "
        "dragged from the wrong row of the picture desk. Such a caption fits no passage of the article it stands in, "
        "not even as well as captions at large would.",
        (
            "Port of Trieste reopens after the storm",
            "Players of Real Betis celebrate the opening goal in Seville.",
            "not about “Port, Trieste, storm”: even the closest passage (line 9) is only 8 % alike",
        ),
        "A picture that illustrates the story by its subject, say a container ship at sea, is near enough and does "
        "not fire.",
        "Look at the picture beside the caption: one of them belongs to another story. If both are right, the link "
        "may be one that only a reader with knowledge sees; say it in the caption.",
    ),
    RuleText(
        "CC102",
        "places",
        "The places in the caption contradict those in the article.",
        "A caption nearly always says where. When none of its countries or cities occurs in an article that is plainly "
        "set elsewhere, the picture was taken at another event.",
        (
            "Floods cut off villages in southern Poland",
            "Rescuers evacuate a family in Valencia, Spain.",
            "set in Spain (Valencia); the article is about Poland",
        ),
        'A city stands for its country and a country for its government, so "Washington" fits an article on the '
        "United States. An article without places says nothing, and the rule stays silent.",
        "Check the location in the agency's caption. For a picture of an earlier or comparable event, write that in "
        "the caption.",
    ),
    RuleText(
        "CC103",
        "names",
        "None of the people or organisations that the caption names occurs in the article.",
        "The wrong face is the costliest slip of all: it makes somebody the subject of a story that they have nothing "
        "to do with.",
        (
            "Central bank raises its key rate to 4 %",
            "Maria Okafor and Jonas Lindqvist at the film festival's opening night.",
            "Maria Okafor and Jonas Lindqvist: the article mentions neither",
        ),
        "One name that the article has is enough, also in another script or inflected. The photographer and the "
        "agency in the credit are not counted.",
        "Check who is in the picture. If they belong to the story, the article should say who they are.",
    ),
    RuleText(
        "CC104",
        "date",
        "The caption's date lies years from the article's, and nothing marks it as an archive picture.",
        "An old picture under today's news shows readers something that did not happen today. Marked as an archive "
        "picture it is honest; unmarked it misleads.",
        (
            "Parliament votes on the budget (12 May 2024)",
            "Members of parliament vote by show of hands on 3 October 2019.",
            "dated 3 October 2019, 4 years and 7 months before the article (12 May 2024)",
        ),
        '"File", "Archiv", "archive", "архив", "資料写真" and the like in the caption keep the rule silent; '
        "so does a date that the article speaks of itself.",
        "Use a current picture, or mark this one as from the archive.",
    ),
    RuleText(
        "CC201",
        "picture",
        "The caption does not describe its picture.",
        "The text may be all right and the picture still another one: the wrong file in the page, the wrong row of the "
        "picture desk. A CLIP model, which has learnt from millions of captioned pictures, says how well caption and "
        "picture go together, beside how well hundreds of other captions would.",
        (
            "Harbour of Trieste reopens after the storm (picture: a football stadium)",
            "Cranes stand still on the north quay of Trieste's harbour.",
            "does not describe its picture: 143 of 400 captions of other pictures fit it better; caption and article "
            "agree, so it looks like the wrong picture",
        ),
        "A right picture with a wrong detail in its caption (another year, another town, another name) looks the same "
        "to the model, and so does a look-alike of the same subject: it cannot tell those.",
        "Open the picture beside the caption. The reason says which of the two looks wrong where the article tells.",
    ),
    RuleText(
        "CC202",
        "picture-subject",
        "The picture does not fit the article's subject.",
        "When caption and picture do not go together, the article says which of them is wrong; when they do, and the "
        "caption does not fit the article, both came from elsewhere.",
        (
            "Harbour of Trieste reopens after the storm (picture: a football stadium)",
            "Cranes stand still on the north quay of Trieste's harbour.",
            "the picture shows something else than the article is about",
        ),
        "It never fires alone: many a right picture illustrates its article from afar.",
        "Replace the picture, or the caption and the picture.",
    ),
    RuleText(
        "CC203",
        "metadata",
        "The picture's own caption, place, date or people contradict the printed caption.",
        "A photo from an agency or a camera says in its metadata what it shows, where, when and whom. The printed "
        "caption may say it in other words or another language, but it cannot be about another event: then either the "
        "caption or the file is the wrong one. The rule needs the picture on disk (or --fetch-images) and no CLIP.",
        (
            "Flood in southern Poland: hundreds brought to safety",
            "Rescuers evacuate a woman from her house in Klodzko, Poland.",
            "the photo's own caption (IPTC caption) is about something else: “Fans wave flags before the final …”; the "
            "photo is from Australia (Melbourne), the caption places it in Poland",
        ),
        "Translations, shortened and rewritten captions, an editor's line under a stock photo, strings that cameras "
        'write ("OLYMPUS DIGITAL CAMERA"), bare credits and photos without metadata keep it silent. A date alone never '
        "fires it, unless the rest of the caption is the same, and never makes an error.",
        "Look at the file itself: captioncheck photo.jpg shows what it says. If the photo is right and its metadata is "
        "not, mend the metadata, or it will mislead the next desk too.",
    ),
    RuleText(
        "CC301",
        "belongs-elsewhere",
        "Another article of the archive fits the caption far better.",
        "Knowing where a stray caption comes from saves the search: the slip is seen at a glance, and what stands on "
        "the other article may be wrong as well. `captioncheck scan` holds every caption that is a mismatch against "
        "the articles of the archive that are nearest in meaning and share its rare words. Where none fits clearly "
        "better, the likeliest is named as the one that it may come from: a hint at the level of a note.",
        (
            "Port of Trieste reopens after the storm",
            "Players of Real Betis celebrate the opening goal in Seville.",
            "belongs to “Betis win the derby” (sport/derby.html): it fits there with 97 %",
        ),
        "It never fires alone: a caption that fits its own article may fit others as well. It changes neither the "
        "verdict nor the level.",
        "Open the article that is named. If the caption is its own, put it there, and look for the one that belongs "
        "here.",
    ),
    RuleText(
        "CC302",
        "reused-picture",
        "The same picture stands in the archive with a contradicting caption.",
        "A picture was taken once, at one place, of certain people. When two articles give it different days, cities "
        "or names, one of them misleads its readers, and an archive is the only witness. Only `captioncheck scan` sees "
        "it. A picture is told again by its file, its address on the web, or by its looks: recompressed, resized, "
        "brightened, and cropped to two thirds of its area.",
        (
            "Heavy rain floods the old town",
            "People wade through a street in Valencia, Spain, on 9 June 2022.",
            "the same picture, in another size or part of it, stands in 2014/flood.html under “A family wades through "
            "a street in Trieste, Italy, on 3 May 2014.”: there it is dated 3 May 2014, here 9 June 2022; there it was "
            "taken in Trieste, Italy, here in Valencia, Spain",
        ),
        "A caption that is shortened, continued, translated, credited otherwise, marked as from the archive or as a "
        "symbol contradicts nothing; nor does a date or a place that it only speaks of. A picture in more than ten "
        "articles is a symbol, and logos, portraits of authors and tiny pictures are not looked at.",
        "Both captions get the finding: look up which is right in the agency's caption. It is a warning; where the two "
        "only speak of different people and places without a fact that both give, it is a note.",
    ),
    RuleText(
        "CC401",
        "unused-suppression",
        "A comment to captioncheck suppresses nothing.",
        "A comment that has outlived its finding would silence the next one, which may be a real slip. So would one "
        "that names no rule, so that each says which it means, and one in a format in which none has an effect. It is "
        "a warning, at the comment's own line where that is known.",
        (
            "Port of Trieste reopens after the storm",
            "<!-- captioncheck: ignore[CC103] stringer's photo --> Cranes stand still on the north quay of Trieste's "
            "harbour.",
            "ignore[CC103] suppresses nothing: CC103 does not fire on the caption at 12:5; take it out",
        ),
        "A comment for a rule that this run could not apply, say for pictures where there is no picture model, is "
        "not called unused.",
        "Take the comment out, or move it: it speaks of the caption on its line, else of the next one, as long as "
        "nothing but blank lines and the opening of the figure stands between.",
    ),
)
