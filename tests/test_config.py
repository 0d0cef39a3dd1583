import pytest

from captioncheck.config import FAIL_ON, Settings
from captioncheck.datatypes import Level
from captioncheck.errors import ConfigError


def test_defaults_stand():
    settings = Settings.from_mapping({})
    assert settings == Settings()
    assert (settings.encoder, settings.fail_on, settings.fail_level) == ("use-m3", "error", Level.ERROR)


def test_never_fails_on_nothing():
    assert Settings(fail_on="never").fail_level is None
    assert list(FAIL_ON) == ["error", "warning", "never"]


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"encodr": "x"}, ["unknown setting 'encodr'", "did you mean 'encoder'", "fail-on"]),
        ({"zzz": 1}, ["unknown setting 'zzz'", "known: allow-empty-input"]),
        ({"quiet": "yes"}, ["'quiet' must be true or false, not 'yes'"]),
        ({"explain": 1}, ["'explain' must be true or false, not 1"]),
        ({"encoder": 3}, ["'encoder' must be a string, not 3"]),
        ({"image": 3}, ["'image' must be a string or nothing"]),
        ({"calibration": 3}, ["'calibration' must be a string or nothing"]),
        ({"fail_on": "note"}, ["'fail-on' is 'note'; it may be error, warning, never"]),
        ({"color": "blue"}, ["auto, always, never"]),
        ({"encoder": ""}, ["'encoder' is empty"]),
    ],
)
def test_what_cannot_be_used_is_said(mapping, words):
    with pytest.raises(ConfigError) as caught:
        Settings.from_mapping(mapping)
    for word in words:
        assert word in str(caught.value)
