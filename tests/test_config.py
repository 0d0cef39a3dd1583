import pytest

from captioncheck.config import FAIL_ON, Override, Settings
from captioncheck.datatypes import Level
from captioncheck.errors import ConfigError, SettingError


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
        ({"zzz": 1}, ["unknown setting 'zzz'", "known: address, allow-empty-input"]),
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


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"select": "CC1"}, ["'select' must be a list of strings, not 'CC1'"]),
        ({"select": [1]}, ["'select' must be a list of strings, not [1]"]),
        ({"ignore": ["CC9"]}, ["'ignore': unknown rule 'CC9'", "CC101 (subject)", "prefixes such as CC1"]),
        ({"severity": ["CC104"]}, ["'severity' must be a table of strings"]),
        ({"severity": {"CC104": 1}}, ["'severity' must be a table such as"]),
        ({"severity": {"CC999": "note"}}, ["unknown rule 'CC999'"]),
        ({"severity": {"CC104": "loud"}}, ["'severity' of CC104 is 'loud'; it may be error, warning, note, off"]),
        ({"exclude": "wire"}, ["'exclude' must be a list of strings"]),
        ({"force_exclude": 1}, ["'force-exclude' must be true or false"]),
        ({"overrides": {"paths": ["a"]}}, ["'overrides' must be a list of tables"]),
        ({"overrides": ["wire"]}, ["[[overrides]] number 1: must be a table, not 'wire'"]),
        ({"overrides": [{"ignore": ["CC1"]}]}, ["number 1: 'paths' is missing"]),
        ({"overrides": [{"paths": []}]}, ["'paths' is missing"]),
        ({"overrides": [{"paths": "wire"}]}, ["'paths' must be a list of strings, not 'wire'"]),
        (
            {"overrides": [{"paths": ["a"]}, {"paths": ["b"], "ignor": []}]},
            ["number 2: unknown key 'ignor'", "'ignore'"],
        ),
        (
            {"overrides": [{"paths": ["a"], "fail_on": "never"}]},
            ["unknown key 'fail-on'; known: ignore, paths, select"],
        ),
        ({"overrides": [{"paths": ["a"], "select": ["x"]}]}, ["'select': unknown rule 'x'"]),
        ({"overrides": [{"paths": ["a"], "severity": {"CC1": "x"}}]}, ["'severity' of CC1 is 'x'"]),
        ({"picture_encoder": "x"}, ["unknown setting 'picture-encoder'"]),
        ({"root": "x"}, ["unknown setting 'root'"]),
    ],
)
def test_what_cannot_be_said_of_rules_and_files(mapping, words):
    with pytest.raises(SettingError) as caught:
        Settings.from_mapping(mapping)
    for word in words:
        assert word in str(caught.value)
    assert caught.value.key == next(iter(mapping))


def test_lists_and_tables_become_values_that_cannot_change():
    settings = Settings.from_mapping({"select": ["CC1"], "overrides": [{"paths": ["wire/**"], "ignore": ["names"]}]})
    assert settings.select == ("CC1",)
    assert settings.overrides == (Override(paths=("wire/**",), ignore=("names",)),)
    assert {settings: 1}[Settings(select=("CC1",), overrides=settings.overrides)] == 1
