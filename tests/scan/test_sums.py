"""What rows come to."""

import pytest

from captioncheck.datatypes import Level, Location, Skipped, Status, Tally
from captioncheck.report.record import article
from captioncheck.scan.sums import Sums
from tests.fakes import checked, error, good, note, warning

ROWS = [
    checked("site/north/a.html", "A", error("x"), good("y"), language="fr", published="2022-01-10"),
    checked("site/north/b.html", "B", warning("x"), note("y"), language="fr", published="3013-01-10"),
    checked("site/south/deep/c.html", "C", good("x")),
    checked("site/d.html", "D"),
    Skipped(Location("site/e.html"), "is empty"),
    Skipped(Location("site/f.html"), "left out", Status.SKIPPED),
]


def summed(*roots):
    sums, tally = Sums(roots), Tally()
    for row in ROWS:
        sums.add(article(row))
        tally.add(row)
    return sums, tally


def told(table):
    return {name: (one.articles, one.captions, one.flagged) for name, one in table.items()}


def test_the_counts_are_those_of_a_check():
    sums, tally = summed("site")
    assert sums.tally == tally
    assert (tally.articles, tally.ok, tally.errors, tally.skipped, tally.worst) == (6, 4, 1, 1, Level.ERROR)
    assert sums.flagged == 2


def test_each_table_has_every_article_once():
    sums, _ = summed("site")
    assert told(sums.folders) == {"north": (2, 4, 2), "south": (1, 1, 0), ".": (1, 0, 0)}
    assert told(sums.years) == {"2022": (1, 2, 1), "3013": (1, 2, 1), "none": (2, 1, 0)}
    assert told(sums.months) == {"2022-01": (1, 2, 1), "3013-01": (1, 2, 1), "none": (2, 1, 0)}
    assert told(sums.languages) == {"fr": (2, 4, 2), "unknown": (2, 1, 0)}
    assert told(sums.rules) == {"CC101 subject": (1, 1, 1)}


@pytest.mark.parametrize(
    ("roots", "folders"),
    [
        (("site/north", "site/south"), {"site/north", "site/south/deep", "site"}),
        (("site/north/a.html", "site"), {"site/north/a.html", "site/north", "site/south", "site"}),
        (("./site/",), {"north", "south", "."}),
        ((), {"site/north", "site/south/deep", "site"}),
    ],
)
def test_folders_count_from_what_was_named(roots, folders):
    assert set(summed(*roots)[0].folders) == folders
