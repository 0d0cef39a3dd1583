"""The ratchet, on judgements made by hand: what counts as a fall, what as a rise, and when pinning is refused."""

import math
import tomllib
from dataclasses import replace

import pin_floors
import pytest
from eval_set import LABELS
from ratchet import Judged, RatchetError, auc, compare, figures, judge, off, read_floors, written


def judgements(**states):
    """Return two captions a kind, as they should be, but for the kinds named: the states of theirs."""
    right = {"belongs": "consistent", "generic": "unverifiable", "elsewhere": "error"}
    fits = {"consistent": 0.9, "unverifiable": 0.5, "warning": 0.1, "error": 0.01}
    return [
        Judged(f"{kind}{number}@story", kind, state, fits[state], f"caption {number}")
        for kind, label in LABELS.items()
        for number, state in enumerate(states.get(kind, [right[label]] * 2))
    ]


def pin(tmp_path, judged, **more):
    path = tmp_path / "floors.toml"
    path.write_text(written([{"id": "a"}], judged, "1.2.3", **more), encoding="utf-8")
    return read_floors(path)


def names(changes):
    return [(change.kind, change.figure) for change in changes]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {}),
        ({"hard": ["consistent", "error"]}, {"hard": ["error", "consistent"]}),
        ({"own_generic": ["unverifiable"] * 2}, {"own_generic": ["consistent"] * 2}),
        ({"own": ["error", "consistent"]}, {"own": ["warning", "consistent"]}),
        ({"own": ["error", "consistent"]}, {"own": ["error", *["consistent"] * 5]}),
    ],
)
def test_no_fall(tmp_path, before, after):
    assert compare(pin(tmp_path, judgements(**before)), judgements(**after))[0] == []


@pytest.mark.parametrize(
    ("kind", "before", "after", "figure"),
    [
        ("own", "consistent", "unverifiable", "unverifiable"),
        ("own", "consistent", "warning", "flagged"),
        ("own_translated", "warning", "error", "error"),
        ("own_generic", "unverifiable", "error", "error"),
        ("hard", "warning", "unverifiable", "flagged"),
        ("same", "error", "warning", "error"),
        ("found", "error", "consistent", "flagged"),
    ],
)
def test_a_fall_names_the_caption(tmp_path, kind, before, after, figure):
    pinned = pin(tmp_path, judgements(**{kind: [before, before]}))
    falls, _ = compare(pinned, judgements(**{kind: [before, after]}))
    assert (kind, figure) in names(falls)
    fall = next(fall for fall in falls if (fall.kind, fall.figure) == (kind, figure))
    assert len(fall.captions) == 1
    assert fall.captions[0].startswith(f"{kind}1@story: was {before}, is {after}, fit")
    assert fall.captions[0].endswith("caption 1")


def test_a_fall_of_the_auc_alone_names_the_captions_nearest_to_the_wrong_side(tmp_path):
    before = judgements(hard=["unverifiable", "unverifiable"])
    after = [replace(row, fit=0.95) if row.pair == "hard1@story" else row for row in before]
    falls, _ = compare(pin(tmp_path, before), after)
    assert names(falls) == [("hard", "auc")]
    assert [line.partition(":")[0] for line in falls[0].captions] == ["hard1@story", "hard0@story"]
    assert str(falls[0]).startswith("hard: auc was 1.000, is 0.500\n  hard1@story")


def test_a_rise_is_told(tmp_path):
    falls, rises = compare(pin(tmp_path, judgements(hard=["consistent", "error"])), judgements())
    assert falls == []
    assert names(rises) == [("hard", "flagged"), ("hard", "error"), ("hard", "auc")]
    assert str(rises[0]) == "hard: flagged was 1, is 2"


def test_a_small_rise_of_the_auc_is_not_told(tmp_path):
    before = judgements(own=["consistent"] * 200, hard=["warning", "error"])
    before = [replace(row, fit=0.05) if row.pair == "own0@story" else row for row in before]
    after = [replace(row, fit=0.9) if row.pair == "own0@story" else row for row in before]
    assert compare(pin(tmp_path, before), after) == ([], [])


def test_the_floors_come_back_as_they_were_written(tmp_path):
    judged = judgements(hard=["consistent", "warning"], own=["consistent", "error"])
    pinned = pin(tmp_path, judged)
    assert pinned.made["version"] == "1.2.3"
    assert {kind: dict(row) for kind, row in pinned.figures.items()} == figures(judged)
    assert {kind: row for kind, row in pinned.off.items() if row} == {
        kind: row for kind, row in off(judged).items() if row
    }


def test_an_auc_is_rounded_down(tmp_path):
    judged = judgements(own=["consistent"] * 7, hard=["error"] * 3)
    judged = [replace(row, fit=0.001) if row.pair == "own0@story" else row for row in judged]
    assert figures(judged)["hard"]["auc"] == pytest.approx(6 / 7)
    assert pin(tmp_path, judged).figures["hard"]["auc"] == 0.857


def test_auc_counts_ties_half():
    assert auc([0.9, 0.5], [0.5, 0.1]) == 0.875
    assert math.isnan(auc([], [0.5]))


@pytest.mark.parametrize("text", ["", "[made]\n", "[made"])
def test_floors_that_cannot_be_read_say_how_to_write_them(tmp_path, text):
    path = tmp_path / "floors.toml"
    path.write_text(text)
    with pytest.raises(RatchetError, match="make pin"):
        read_floors(path)


def test_a_record_that_is_no_article_stops_the_ratchet():
    record = {"id": "a", "title": "Ferry", "body": 5, "captions": [{"text": "x", "id": "a/x", "kind": "own"}]}
    with pytest.raises(RatchetError, match=r"a: other captions came back than went in|exited 2"):
        judge([record])


@pytest.fixture
def pinning(tmp_path, monkeypatch):
    path = tmp_path / "floors.toml"

    def run(judged, *arguments):
        monkeypatch.setattr(pin_floors, "FLOORS", path)
        monkeypatch.setattr(pin_floors, "read_floors", lambda: read_floors(path))
        monkeypatch.setattr(pin_floors, "records", lambda: [{"id": "a"}])
        monkeypatch.setattr(pin_floors, "judge", lambda rows: judged)
        monkeypatch.setattr("sys.argv", ["pin_floors.py", *arguments])
        pin_floors.main()
        return tomllib.loads(path.read_text(encoding="utf-8"))

    return run


def test_pinning_raises_a_floor_and_keeps_no_reason(pinning):
    pinning(judgements(hard=["warning", "warning"]))
    pinned = pinning(judgements(), "--lower", "not needed")
    assert pinned["hard"]["error"] == 2
    assert "lowered" not in pinned["made"]


def test_a_dry_run_writes_nothing(pinning):
    before = pinning(judgements(hard=["warning", "warning"]))
    assert pinning(judgements(), "--dry-run") == before


def test_pinning_refuses_to_lower_a_floor(pinning, capsys):
    pinning(judgements())
    with pytest.raises(SystemExit) as caught:
        pinning(judgements(hard=["error", "consistent"]))
    assert "refused: 3 floors would fall" in str(caught.value)
    assert "FALLS  hard: flagged was 2, is 1\n  hard1@story: was error, is consistent" in capsys.readouterr().out


def test_pinning_lowers_a_floor_with_a_reason(pinning):
    pinning(judgements())
    pinned = pinning(judgements(hard=["error", "consistent"]), "--lower", "two kinds of doubt")
    assert pinned["hard"]["flagged"] == 1
    assert pinned["made"]["lowered"] == "two kinds of doubt"
