import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from captioncheck.config import Settings
from captioncheck.configuration.keys import keys
from captioncheck.configuration.layers import resolve
from captioncheck.configuration.schema import schema
from captioncheck.errors import ConfigError
from captioncheck.gate.selection import Selection

WRONG = [
    "fial-on = 'error'",
    "fail-on = 'note'",
    "fail-on = 3",
    "quiet = 'yes'",
    "select = 'CC1'",
    "select = ['CC9']",
    "severity = { CC104 = 'loud' }",
    "severity = { CC999 = 'note' }",
    "overrides = [{ ignore = ['CC1'] }]",
    "overrides = [{ paths = [] }]",
    "overrides = [{ paths = ['a'], fail-on = 'never' }]",
    "root = 'x'",
    "extend = 3",
]
RIGHT = [
    "",
    "fail-on = 'warning'",
    "fail_on = 'warning'",
    "extend = 'base.toml'",
    "select = ['CC1', 'picture', 'cc203', 'Names']\nignore = ['CC104']",
    "exclude = ['wire/**']\nforce-exclude = true\nrespect-gitignore = false",
    "[severity]\nCC104 = 'note'\nCC2 = 'off'\n[[overrides]]\npaths = ['a']\nseverity = { names = 'error' }",
    "[[overrides]]\npaths = ['a', 'b/**']\nselect = ['CC1']\nignore = ['date']",
]


def valid(text):
    return Draft202012Validator(schema()).is_valid(tomllib.loads(text))


def accepted(text, folder):
    (folder / "base.toml").write_text("")
    (folder / "captioncheck.toml").write_text(text)
    try:
        resolve({}, environment={}, folder=folder)
    except ConfigError:
        return False
    return True


def test_the_schema_is_one():
    Draft202012Validator.check_schema(schema())
    assert set(schema()["properties"]) >= {"extend", *(key.key for key in keys()), *Settings.names()}


@pytest.mark.parametrize("text", WRONG)
def test_what_the_program_refuses_the_schema_refuses(text, tmp_path):
    assert (valid(text), accepted(text, tmp_path)) == (False, False)


@pytest.mark.parametrize("text", RIGHT)
def test_what_the_program_takes_the_schema_takes(text, tmp_path):
    assert (valid(text), accepted(text, tmp_path)) == (True, True)


def test_the_example_of_the_readme_is_right_and_does_what_it_says(tmp_path):
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    example = text.partition("```toml\nfail-on")[2].partition("```")[0]
    (tmp_path / "captioncheck.toml").write_text(f"fail-on{example}", encoding="utf-8")
    assert valid(f"fail-on{example}")
    rules = Selection(resolve({}, environment={}, folder=tmp_path).settings)
    assert "CC104" not in rules.rules(str(tmp_path / "a.md")).on
    assert "CC103" in rules.rules(str(tmp_path / "a.md")).on
    assert "CC103" not in rules.rules(str(tmp_path / "wire/a.md")).on
