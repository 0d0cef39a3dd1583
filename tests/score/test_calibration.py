import json
from dataclasses import asdict

import pytest

from captioncheck.config import Settings
from captioncheck.errors import ConfigError
from captioncheck.pipeline import Checker
from captioncheck.score.calibration import SCHEMA, Basis, read
from captioncheck.score.fusion import load
from tests.score.stories import HashedEncoder

ROW = {"error": 0.01, "warning": 0.02, "doubt": 0.3}


def model():
    return load().mode(second_look=False)


def written(path, **changes):
    document = {
        "schema": SCHEMA,
        "made": {"by": "captioncheck calibrate", **asdict(Basis.of("hashed/1", load()))},
        "thresholds": {"same_language": {**ROW, "captions": 900}, "other_language": ROW},
        **changes,
    }
    path.write_text(json.dumps(document))
    return str(path)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ours.json"


def test_thresholds_are_replaced_and_nothing_else(path):
    shipped, own = model(), read(written(path)).applied(model(), "hashed/1")
    assert own.regimes == shipped.regimes
    for name, row in own.thresholds.items():
        assert (row.error, row.warning, row.doubt) == (0.01, 0.02, 0.3)
        assert row.confidence == shipped.thresholds[name].confidence
    assert model().thresholds["same_language"].error != 0.01


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("encoder", "use-m3/0.2.1", "made with encoders use-m3/0.2.1, but this run has hashed/1"),
        ("version", "0.0", "made with captioncheck 0.0, but this run has"),
        ("weights", "0123", "made with weights 0123, but this run has"),
        ("encoder", None, "made with encoders None"),
    ],
)
def test_another_basis_is_refused(path, name, value, words):
    made = {**asdict(Basis.of("hashed/1", load())), name: value}
    with pytest.raises(ConfigError) as failure:
        read(written(path, made=made)).applied(model(), "hashed/1")
    assert words in str(failure.value)
    assert "make it anew with 'captioncheck calibrate'" in str(failure.value)
    assert "\n" not in str(failure.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"schema": "captioncheck/1"}, f"is not a {SCHEMA} document"),
        ({"made": None}, "'made' or 'thresholds' is missing"),
        ({"thresholds": []}, "'made' or 'thresholds' is missing"),
        ({"thresholds": {"same_language": None}}, "'thresholds.same_language' must have 0 < error <= warning <= doubt"),
        ({"thresholds": {"same_language": {**ROW, "error": 0.1}}}, "must have 0 < error"),
        ({"thresholds": {"same_language": {**ROW, "error": 0}}}, "must have 0 < error"),
        ({"thresholds": {"same_language": {**ROW, "error": True}}}, "must have 0 < error"),
        ({"thresholds": {"same_language": {**ROW, "doubt": 1}}}, "must have 0 < error"),
        ({"thresholds": {"same_language": {**ROW, "doubt": "0.3"}}}, "must have 0 < error"),
        ({"thresholds": {"same_language": {**ROW, "doubt": float("nan")}}}, "must have 0 < error"),
    ],
)
def test_damaged_files_are_refused(path, changes, words):
    with pytest.raises(ConfigError) as failure:
        read(written(path, **changes))
    assert str(failure.value).startswith(f"calibration {path}: ")
    assert words in str(failure.value)


@pytest.mark.parametrize(
    ("data", "words"), [(b"", "is not JSON"), (b"\xff\xfe", "is not JSON"), (b"[" * 9999, "is not"), (b"3", "is not a")]
)
def test_files_that_are_none(path, data, words):
    path.write_bytes(data)
    with pytest.raises(ConfigError, match=words):
        read(str(path))


@pytest.mark.parametrize("rows", [{"same_language": ROW}, {"same_language": ROW, "third": ROW}, {}])
def test_every_regime_must_be_there(path, rows):
    with pytest.raises(ConfigError, match="must have other_language and same_language"):
        read(written(path, thresholds=rows)).applied(model(), "hashed/1")


def test_a_missing_file_is_found_out_before_any_input_is_read(tmp_path):
    with pytest.raises(ConfigError, match=r"none\.json: cannot be read: No such file"):
        Checker(Settings(calibration=str(tmp_path / "none.json")), HashedEncoder())


def test_the_digest_is_of_the_weights_not_of_the_thresholds(path):
    shipped = model()
    own = read(written(path)).applied(shipped, "hashed/1")
    assert Basis.of("x", own) == Basis.of("x", shipped)
