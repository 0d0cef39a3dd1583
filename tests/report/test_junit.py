import pytest
from junitparser import Error, Failure, JUnitXml
from junitparser import Skipped as Left

from captioncheck.datatypes import Location, Skipped, Status
from tests.fakes import checked, error, good, note, warning
from tests.report.writing import NASTY, SUBJECT, nasty, run_of, suppressed, written


def suites(items, **more):
    """Return the suites as junitparser reads them, after its own counts were compared with ours."""
    found = list(JUnitXml.fromstring(written("junit", items, **more).encode()))
    for suite in found:
        said = (suite.tests, suite.failures, suite.errors, suite.skipped)
        suite.update_statistics()
        assert (suite.tests, suite.failures, suite.errors, suite.skipped) == said
    return found


def outcomes(items, **more):
    return [[type(one) for one in case.result] for suite in suites(items, **more) for case in suite]


@pytest.mark.parametrize("items", [[], run_of(), *map(nasty, NASTY.values())], ids=["none", "all", *NASTY])
def test_it_is_read(items):
    assert len(suites(items)) == len(items)


def test_a_suite_an_article_and_a_case_a_caption():
    story = checked("a.html", "A", error("A boat.", line=7), good("A pier."), note("Symbol"), record="r")
    (suite,) = suites([story])
    assert suite.name == "a.html [r]"
    assert [case.name for case in suite] == ["7: A boat.", "3: A pier.", "3: Symbol"]
    failed, passed, unsure = suite
    (failure,) = failed.result
    assert failure.type == "CC101"
    assert failure.message.startswith("CC101 subject: about something else")
    assert "a.html:7:1 [r]: error CC101" in failure.text
    assert (failed.classname, failed._elem.get("file"), failed._elem.get("line")) == ("a.html", "a.html", "7")
    assert passed.is_passed
    assert unsure.result[0].message == "unverifiable: says too little to tell: a credit and nothing else"


@pytest.mark.parametrize(
    ("fail_on", "expected"),
    [("error", [[Failure], [Left]]), ("warning", [[Failure], [Failure]]), ("never", [[Failure], [Left]])],
)
def test_a_case_fails_as_the_run_does(fail_on, expected):
    story = checked("a.txt", "A", error("x"), warning("y", rules=(SUBJECT,)))
    assert outcomes([story], fail_on=fail_on) == expected


def test_what_is_suppressed_passes():
    assert outcomes([checked("a.txt", "A", error("x", rules=(suppressed("comment"),)))]) == [[]]


def test_inputs_without_an_article():
    gone = [Skipped(Location("a.txt"), "damaged"), Skipped(Location("b.txt"), "an output", Status.SKIPPED)]
    assert outcomes(gone) == [[Error], [Left]]


def test_an_interrupted_run_says_so():
    assert outcomes([], interrupted=True) == [[Error]]
