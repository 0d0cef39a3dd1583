"""Why a verdict is not stronger, what marks change, and what an unverifiable caption would need."""

from dataclasses import replace

import pytest

from captioncheck.datatypes import Level, Verdict
from captioncheck.explanation import Limits
from captioncheck.extract.base import make_caption
from captioncheck.grammar.markers import KINDS
from captioncheck.score.explain.reasons import marks, needed, not_again, verdict
from captioncheck.score.fusion import careful, load
from captioncheck.score.verdict import DOUBT, too_little
from tests.fakes import error, good, note, warning
from tests.score.stories import HERE, STORY, article, caption, hear
from tests.score.test_verdict import TOO_LITTLE

LIMITS = Limits(error=0.02, warning=0.06, doubt=0.2, confidence=0.6)


@pytest.mark.parametrize(
    ("judged", "silent", "log_odds", "said"),
    [
        (good("x", fit=0.28), "", 0, ["consistent, as fit 28 % is not below 20 %"]),
        (good("x", fit=0.2), "", 0, ["consistent, as fit 20 % is not below 20 %"]),
        (
            note("x", fit=0.071),
            "",
            0,
            ["in doubt, as fit 7.1 % lies between mismatch (below 6.0 %) and consistent (from 20 %)"],
        ),
        (error("x", fit=0.003), "", 0, ["an error, as fit 0.3 % is below 2.0 %, where false alarms are rare"]),
        (
            warning("x", fit=0.03),
            "",
            0,
            ["only a warning: fit 3.0 % is below 6.0 %, but an error needs less than 2.0 %"],
        ),
        (
            warning("x", fit=0.001, confidence=0.55),
            "",
            -7,
            ["only a warning: unsure that this is a caption at all (55 %; an error needs 60 %)"],
        ),
        (
            note("x", fit=0.5),
            "only a credit",
            0,
            ["not judged: only a credit; fit 50 % is a best guess that decides nothing"],
        ),
    ],
)
def test_the_way_to_the_verdict(judged, silent, log_odds, said):
    assert list(verdict(judged, silent, log_odds, LIMITS)) == said


def test_a_date_alone_is_said_to_make_no_error():
    from captioncheck.datatypes import Witness

    judged = warning("x", fit=0.01, witnesses=(Witness("date", 3.0, -1.5),))
    assert verdict(judged, "", -4.6, LIMITS) == (
        "only a warning: a date alone makes no error, and without it fit would be 4.3 %, not below 2.0 %",
    )


def test_every_warning_has_a_reason():
    assert verdict(warning("x", fit=0.03, confidence=0.1), "", -3.5, LIMITS)[1:] == (
        "only a warning: unsure that this is a caption at all (10 %; an error needs 60 %)",
    )


@pytest.mark.parametrize(("language", "text"), TOO_LITTLE)
def test_every_reason_says_what_is_needed(language, text):
    told = hear(make_caption(text, HERE, language=language, published=None), article(STORY))
    assert needed(note(text, reason=too_little(told))) != needed(note(text, reason="a reason nobody knows"))


def test_doubt_says_what_is_needed_and_the_judged_need_nothing():
    assert needed(note("x", reason=DOUBT)).startswith("one thing that both say")
    for judged in (good("x"), warning("x"), error("x")):
        assert judged.verdict is not Verdict.UNVERIFIABLE
        assert judged.level is not Level.NOTE
        assert needed(judged) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_every_mark_has_an_effect(kind):
    (mark,) = marks(hear(caption("x", markers=(kind,)), article(STORY)))
    assert mark.kind == kind
    assert mark.effect


def test_a_caption_in_doubt_that_was_not_looked_at_again_says_so():
    model, heard = load(), hear(caption("Fishermen at the quay of Marseille."), article(STORY))
    doubt = sum(model.band) / 2
    assert not_again(good("x", fit=0.999), heard, model, "") == ()
    assert not_again(good("x", fit=doubt), heard, model, "only a credit") == ()
    assert not_again(good("x", fit=doubt), replace(heard, regime=careful(heard.regime)), model, "") == ()
    assert not_again(good("x", fit=doubt), hear(caption("A ferry."), article()), model, "") == ()
    (said,) = not_again(good("x", fit=doubt), heard, model, "")
    assert "not looked at again" in said
