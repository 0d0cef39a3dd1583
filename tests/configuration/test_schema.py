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


VALIDATOR = Draft202012Validator(schema())


def valid(text):
    return VALIDATOR.is_valid(tomllib.loads(text))


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


RULES = [
    "[]", "['CC1']", "['CC101', 'date']", "['cc1', 'Subject', 'CC', 'CC10']", "['names ']", "'CC1'", "[1]", "[['CC1']]",
    "['']", "['CC9']", "['C']", "['CC1011']", "['*']", "['all']", "['picture_subject']", "[true]", "{}",
]  # fmt: skip
LEVELS = [
    "{}", "{ CC1 = 'note' }", "{ CC101 = 'off', date = 'error' }", "{ cc1 = 'note' }", "{ CC1 = 'loud' }", "'CC1=note'",
    "{ CC9 = 'note' }", "{ CC1 = 3 }", "[]", "{ CC1 = 'Note' }", "{ '' = 'note' }",
]  # fmt: skip
VALUES = {
    "string": ["'x'", "''", "3", "true", "[]", "{}", "1.5", "['a']", "1979-05-27"],
    "boolean": ["true", "false", "'true'", "0", "1", "[]", "1.0"],
    "list of strings": RULES,
    "table of strings": LEVELS,
    "list of tables": [
        "[]", "[{ paths = ['a'] }]", "[{ paths = ['a'], select = [] }]", "[{ paths = [''] }]", "[{ paths = [] }]",
        "[{}]",
        "[{ paths = 'a' }]", "[{ paths = [1] }]", "[{ paths = ['a'], fail-on = 'never' }]", "[3]", "{}",
        "[{ paths = ['a'] }, {}]", "{ paths = ['a'] }",
        *(f"[{{ paths = ['a'], {name} = {value} }}]" for name in ("select", "ignore") for value in RULES),
        *(f"[{{ paths = ['a'], severity = {value} }}]" for value in LEVELS),
    ],
}  # fmt: skip
OTHERS = [
    "extend = ''", "extend = 3", "extend = ['base.toml']", "root = 'x'", "picture-encoder = 'x'",
    "careful_encoder = 'x'",
    "paths = ['a']", "jobs = 2", "format = 'json'", "diff-base = 'main'", "FAIL-ON = 'error'", "'fail on' = 'never'",
    "fail-on = 'error'\nfail_on = 'error'", "fail-on.x = 1", "[captioncheck]\nfail-on = 'error'",
]  # fmt: skip


def configs():
    yield from OTHERS
    for key in keys():
        for value in (*VALUES[key.type], *map(repr, key.choices), *(repr(one.upper()) for one in key.choices)):
            yield from {f"{key.key} = {value}", f"{key.name} = {value}"}


def test_schema_and_program_take_the_same_values_of_every_setting(tmp_path):
    texts = list(configs())
    assert len(texts) > 400
    answers = {text: (valid(text), accepted(text, tmp_path)) for text in texts}
    assert {text: answer for text, answer in answers.items() if answer[0] != answer[1]} == {}
    assert sum(taken for taken, _ in answers.values()) > 100


def test_whatever_is_wrong_is_said_with_its_line(tmp_path):
    for text in configs():
        (tmp_path / "captioncheck.toml").write_text(f"\n{text}")
        try:
            resolve({}, environment={}, folder=tmp_path)
        except ConfigError as error:
            assert "captioncheck.toml:2: " in str(error), text


def test_the_example_of_the_readme_is_right_and_does_what_it_says(tmp_path):
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    example = text.partition("```toml\nfail-on")[2].partition("```")[0]
    (tmp_path / "captioncheck.toml").write_text(f"fail-on{example}", encoding="utf-8")
    assert valid(f"fail-on{example}")
    rules = Selection(resolve({}, environment={}, folder=tmp_path).settings)
    assert "CC104" not in rules.rules(str(tmp_path / "a.md")).on
    assert "CC103" in rules.rules(str(tmp_path / "a.md")).on
    assert "CC103" not in rules.rules(str(tmp_path / "wire/a.md")).on
