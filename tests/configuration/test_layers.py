import pytest

from captioncheck.config import Settings
from captioncheck.configuration.keys import keys, toml
from captioncheck.configuration.layers import resolve
from captioncheck.errors import ConfigError


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return call


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fail_on = 3", "captioncheck.toml:1: setting 'fail-on' must be a string, not 3"),
        ("\nfail-on = 'note'", "captioncheck.toml:2: setting 'fail-on' is 'note'; it may be error, warning, never"),
        (
            "quiet = true\nfial-on = 'x'",
            "captioncheck.toml:2: unknown setting 'fial-on' (did you mean 'fail-on'?); known: a",
        ),
        ("zzz = 1", "captioncheck.toml:1: unknown setting 'zzz'; known: address, allow-empty-input, "),
        ("root = 'x'", "unknown setting 'root'"),
        ("extends = 'x'", "unknown setting 'extends' (did you mean 'extend'?)"),
        ("zzz = 1", "explain-pictures, extend, fail-on,"),
        ("quiet = 'true'", "captioncheck.toml:1: setting 'quiet' must be true or false, not 'true'"),
        ("select = 'CC1'", "captioncheck.toml:1: setting 'select' must be a list of strings"),
        ("ignore = ['CC999']", "captioncheck.toml:1: setting 'ignore': unknown rule 'CC999'; known: CC101 (subject)"),
        ("[severity]\nCC1 = 'x'", "captioncheck.toml:1: setting 'severity' of CC1 is 'x'"),
        (
            "[[overrides]]\npaths=['a']\n[[overrides]]\nx = 1",
            "captioncheck.toml:3: [[overrides]] number 2: unknown key 'x'",
        ),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_file_and_line(write, text, words):
    write("captioncheck.toml", text)
    with pytest.raises(ConfigError) as caught:
        resolve({}, environment={})
    assert words in str(caught.value)


def test_what_is_wrong_in_a_file_that_is_extended_names_that_file(write):
    write("base.toml", "fail-on = 'x'")
    write("captioncheck.toml", "extend = 'base.toml'\nfail-on = 'error'")
    with pytest.raises(ConfigError, match=r"^base.toml:1: "):
        resolve({}, environment={})


@pytest.mark.parametrize(
    ("flags", "environment", "words"),
    [
        ({}, {"CAPTIONCHECK_FAIL_ON": "x"}, "CAPTIONCHECK_FAIL_ON: setting 'fail-on' is 'x'"),
        ({}, {"CAPTIONCHECK_IGNORE": "CC999"}, "CAPTIONCHECK_IGNORE: setting 'ignore': unknown rule 'CC999'"),
        ({"select": ("x",)}, {}, "--select: setting 'select': unknown rule 'x'"),
        ({"severity": {"CC1": "x"}}, {}, "--severity: setting 'severity' of CC1 is 'x'"),
    ],
)
def test_what_is_wrong_elsewhere_names_the_variable_or_flag(write, flags, environment, words):
    with pytest.raises(ConfigError) as caught:
        resolve(flags, environment=environment)
    assert words in str(caught.value)


def test_a_working_folder_that_is_gone_is_an_error(tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(ConfigError, match="the working folder cannot be used: No such file or directory"):
        resolve({}, environment={})


FLAG, VARIABLE, FILE, BASE = 8, 4, 2, 1


@pytest.mark.parametrize("given", range(16))
@pytest.mark.parametrize("isolated", [False, True])
def test_flags_over_the_environment_over_the_file_over_what_it_extends_over_defaults(write, given, isolated):
    write("base.toml", "calibration = 'base'" if given & BASE else "")
    write("captioncheck.toml", "extend = 'base.toml'\n" + ("calibration = 'file'" if given & FILE else ""))
    environment = {"CAPTIONCHECK_CALIBRATION": "variable"} if given & VARIABLE else {}
    flags = {"calibration": "flag"} if given & FLAG else {}
    ranks = [
        (given & FLAG, "flag", "--calibration"),
        (given & VARIABLE and not isolated, "variable", "CAPTIONCHECK_CALIBRATION"),
        (given & FILE and not isolated, "file", "captioncheck.toml:2"),
        (given & BASE and not isolated, "base", "base.toml:1"),
        (True, None, "default"),
    ]
    _, value, origin = next(row for row in ranks if row[0])
    found = resolve(flags, environment=environment, isolated=isolated)
    assert (found.settings.calibration, found.origins["calibration"]) == (value, origin)
    assert found.files == (() if isolated else ("captioncheck.toml", "base.toml"))


WORDS = {"string": "x", "list of strings": "CC1,date", "table of strings": "CC1=note, date = off"}
MEANT = {"list of strings": ("CC1", "date"), "table of strings": {"CC1": "note", "date": "off"}}


@pytest.mark.parametrize("key", [key for key in keys() if key.variable], ids=lambda key: key.variable)
def test_every_setting_can_come_from_its_variable_and_from_a_file(write, key):
    value = not key.default if key.type == "boolean" else key.choices[-1] if key.choices else MEANT.get(key.type, "x")
    text = str(value).lower() if key.type == "boolean" else value if key.choices else WORDS[key.type]
    other = "" if key.type in MEANT else f"{key.key} = {toml(key.default)}" if key.default is not None else ""
    write("captioncheck.toml", other)
    found = resolve({}, environment={key.variable: text})
    read = getattr(found.settings, key.name)
    assert (tuple(read[-2:]) if key.name == "exclude" else read) == value != key.default
    assert found.origins[key.name] == key.variable
    write("captioncheck.toml", f"{key.key} = {toml(value)}")
    found = resolve({}, environment={})
    assert getattr(found.settings, key.name) == value
    assert found.origins[key.name] == "captioncheck.toml:1"


def test_nothing_given_is_the_defaults(write, tmp_path):
    found = resolve({}, environment={})
    assert found.settings == Settings(root=str(tmp_path))
    assert set(found.origins.values()) == {"default"}


@pytest.mark.parametrize("by", ["flag", "variable"])
def test_a_config_file_that_is_named_is_read_in_place_of_the_closest(write, tmp_path, by):
    write("captioncheck.toml", "fail-on = 'never'\nquiet = true")
    write("elsewhere/other.toml", "fail-on = 'warning'\nexclude = ['wire/']\ncalibration = 'ours.json'")
    name = "elsewhere/other.toml"
    if by == "flag":
        found = resolve({}, config=name, environment={"CAPTIONCHECK_CONFIG": "nope.toml"})
    else:
        found = resolve({}, environment={"CAPTIONCHECK_CONFIG": name})
    settings = found.settings
    assert (settings.fail_on, settings.quiet, settings.calibration) == ("warning", False, "elsewhere/ours.json")
    assert settings.root == str(tmp_path)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"config": "nope.toml"}, "--config nope.toml: no such file"),
        ({"environment": {"CAPTIONCHECK_CONFIG": "nope.toml"}}, "CAPTIONCHECK_CONFIG nope.toml: no such file"),
        ({"config": "a.toml", "isolated": True}, "--isolated reads no config file, --config names one"),
    ],
)
def test_a_config_file_that_cannot_be_is_an_error(write, options, words):
    with pytest.raises(ConfigError, match=words):
        resolve({}, **{"environment": {}, **options})


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("drafts", "/sub/dir/**/drafts"),
        ("drafts/", "/sub/dir/**/drafts/"),
        ("a/b", "/sub/dir/a/b"),
        ("/a", "/sub/dir/a"),
        ("!keep.md", "!/sub/dir/**/keep.md"),
    ],
)
@pytest.mark.parametrize("by", ["flag", "variable"])
def test_patterns_of_flags_and_variables_count_from_the_working_folder(
    write, tmp_path, monkeypatch, pattern, wanted, by
):
    write("captioncheck.toml", "exclude = ['x']")
    (tmp_path / "sub/dir").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "sub/dir")
    if by == "flag":
        settings = resolve({"exclude": (pattern,)}, environment={}).settings
    else:
        settings = resolve({}, environment={"CAPTIONCHECK_EXCLUDE": pattern}).settings
    assert (settings.exclude, settings.root) == ((wanted,), str(tmp_path))
    assert resolve({}, environment={}).settings.exclude == ("x",)
