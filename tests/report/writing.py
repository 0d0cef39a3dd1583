"""Ways to run a reporter by its name, and the runs that every output is tried on."""

from io import StringIO

from captioncheck.config import Settings
from captioncheck.datatypes import Evidence, Finding, Level, Location, Nearest, Result, Skipped, Suppression, Tally
from captioncheck.registry import REPORTERS
from tests.fakes import checked, error, good, note, warning
from tests.samples import results

FINDINGS = ("concise", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjsonl", "csv")
SUBJECT = Evidence("CC101", "subject", "about something else: the closest passage (line 9) is only 8 % alike", 0.08)
UNUSED = Evidence("CC401", "unused-suppression", "ignore[CC102] suppresses nothing", 1.0)


def suppressed(kind: str, reason: str = "", line: int | None = None) -> Evidence:
    return Evidence("CC101", "subject", f"hidden by {kind}", 0.1, suppressed=Suppression(kind, reason, line))


def run_of() -> list[Result]:
    """Return a run with findings of all kinds: suppressed ones, one on an article, and inputs that gave none."""
    return [
        *results(),
        checked(
            "site/a b, c: d.html",
            "A story",
            error("Fans wave flags.", line=12, column=5, rules=(suppressed("comment", "the desk knows", 11),)),
            error("A boat.", line=20, rules=(suppressed("baseline"),)),
            error("A train.", line=30, rules=(SUBJECT,), nearest=(Nearest("A passage.", 9, 0.08),), fit=0.001),
            warning("A train.", line=40, rules=(SUBJECT,)),
            findings=(Finding(Location("site/a b, c: d.html", 11), Level.WARNING, UNUSED),),
        ),
    ]


def written(name: str, items: list[Result], *, interrupted: bool = False, **settings: object) -> str:
    stream, tally = StringIO(newline=""), Tally()
    reporter = REPORTERS.load(name)(stream, Settings(**settings))  # type: ignore[arg-type]
    reporter.begin()
    for item in items:
        tally.add(item)
        reporter.add(item)
    tally.interrupted = interrupted
    reporter.end(tally)
    # As the streams of a run are set up.
    return stream.getvalue().encode("utf-8", "backslashreplace").decode()


NASTY = {
    "control": "a\x00b\x07\x1b[31m\x85c\ufffe\uffff",
    "surrogate": "\ud800 lone \udc80",
    "newlines": "one\r\ntwo\n::error::three\u2028four",
    "long": "caption " * 12_500,
    "rtl": "לוחמים \u202e\u2067 نص عربي",
    "markup": "<b>&amp;]]></b> | `x` [l](u) ##[add-mask]x \"q\" 'r'",
    "formula": "=HYPERLINK(1)",
    "astral": "𐐀" * 300,
    "blank": "",
    "percent": "100 %0A, a: b",
}


def nasty(text: str) -> list[Result]:
    """Return a run in which a text stands wherever one can."""
    rule = Evidence("CC101", "subject", text, 0.1, (text,))
    nearest = (Nearest(text, 0, 0.1),)
    path = text[:200].replace("\x00", "") or "x"
    return [
        checked(path, text, error(text, rules=(rule,), picture=text, line=0, nearest=nearest), record=text or None),
        checked(path, text, error(text, rules=()), good(text), note(text, reason=text)),
        Skipped(Location(path, 0, 0, text), text),
    ]
