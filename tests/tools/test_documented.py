"""Help that cannot rot: the README and the man page are what the program says, and they leave nothing out."""

import re
import shlex
import shutil
import subprocess
import sysconfig

import click
import pytest
import readme

import man
from captioncheck.cli.commands import cli
from captioncheck.codes import CODES
from captioncheck.config import Settings
from captioncheck.configuration.files import read
from captioncheck.configuration.keys import keys
from captioncheck.extract.readers import EXTENSIONS
from captioncheck.registry import REPORTERS
from tests.e2e.running import ROOT

TEXT = readme.README.read_text(encoding="utf-8")
PAGE = man.PAGE.read_text(encoding="utf-8").replace(r"\-", "-")
# What stands in the README but for its lists of commands, rules and settings.
PROSE = re.sub(r"<!-- generated: .*?<!-- end -->", "", TEXT, flags=re.DOTALL)


def commands(group=cli, before=()):
    for name, command in group.commands.items():
        yield " ".join((*before, name)), command
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))


COMMANDS = dict(commands())


def test_the_readme_is_up_to_date():
    assert readme.written(TEXT) == TEXT, "run `make readme`"


def test_the_man_page_is_up_to_date():
    assert man.PAGE.read_text(encoding="utf-8") == man.page(), "run `make man`"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name):
    context = click.Context(COMMANDS[name], info_name=name)
    assert COMMANDS[name].help, "a command says what it does"
    assert f"$ captioncheck {name} --help" in TEXT
    assert f'.SS "{name} ' in PAGE
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            record = parameter.get_help_record(context)
            assert record and record[1], f"{parameter.name} has no help"
            for option in parameter.opts:
                assert option in TEXT
                assert option in PAGE


@pytest.mark.parametrize("code", CODES)
def test_every_rule_has_a_page(code):
    heading = f"### {code} {CODES[code]}\n"
    assert TEXT.count(heading) == 1
    page = TEXT.split(heading)[1].split("\n### ")[0].split("<!-- end -->")[0]
    for part in ("- Article:", "- Caption:", "- captioncheck:", "Does not fire:", "What to do:", "To suppress:"):
        assert part in page, part
    assert f"[{code}](#{code.lower()}-{CODES[code]})" in TEXT
    assert f'.B "{code} {CODES[code]}"' in PAGE


def test_every_setting_is_documented():
    told = {key.name: key for key in keys()}
    assert told.keys() == set(Settings.names())
    options = {option for command in COMMANDS.values() for one in command.params for option in one.opts}
    options |= {option for command in COMMANDS.values() for one in command.params for option in one.secondary_opts}
    for key in told.values():
        assert key.meaning, f"{key.name}: say what it means in configuration/keys.py"
        assert f"| `{key.key}` |" in TEXT
        assert f'.B "{key.key}"' in PAGE
        assert set(filter(None, key.flag.split(", "))) <= options, key.flag


def test_every_format_is_documented():
    for ending in EXTENSIONS:
        assert f"`{ending}`" in TEXT
    for name in REPORTERS.builtin():
        assert re.search(rf"\b{name}\b", PROSE), f"{name}: the README does not say what it is for"


def blocks():
    return re.findall(r"^```\w*\n(.*?)^```$", PROSE, re.DOTALL | re.MULTILINE)


def written_lines():
    """Yield the captioncheck command lines in the README's examples, as words."""
    for block in blocks():
        for line in block.replace("\\\n", " ").splitlines():
            for found in re.findall(r"(?:^\s*(?:\$|-)? *|sh ')(captioncheck .*)", line):
                command = re.split(r"\s#|\s*'\s*$|&&|\|", found)[0]
                yield shlex.split(command)[1:]


LINES = list(written_lines())


def test_the_readme_has_examples():
    assert len(LINES) >= 12


@pytest.mark.parametrize("words", LINES, ids=" ".join)
def test_every_example_is_a_command_line_that_is_taken(words):
    name = words[0] if words[0] in cli.commands else "check"
    command = cli.commands[name]
    if isinstance(command, click.Group) and len(words) > 1:
        command = command.commands[words[1]]
    known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)} | {"--help", "--version"}
    for word in words:
        if word.startswith("--"):
            assert word.split("=")[0] in known, f"captioncheck {name} has no {word}"
        if match := re.fullmatch(r"([a-z]+)=(?!.*\bsvg$)\S+\.\w+", word):
            assert match[1] in REPORTERS.builtin()


@pytest.mark.parametrize("text", re.findall(r"^```toml\n(.*?)^```$", PROSE, re.DOTALL | re.MULTILINE))
def test_every_config_file_is_one(text, tmp_path):
    path = tmp_path / "captioncheck.toml"
    path.write_text(text, encoding="utf-8")
    assert read(path).values
    Settings.from_mapping(read(path).values)


def test_the_gitlab_template_holds_to_its_schema(tmp_path):
    program = shutil.which("check-jsonschema", path=sysconfig.get_path("scripts"))
    if program is None:
        pytest.skip("check-jsonschema is not installed")
    (template,) = (block for block in blocks() if "codequality" in block)
    path = tmp_path / ".gitlab-ci.yml"
    path.write_text(template, encoding="utf-8")
    command = [program, "--builtin-schema", "vendor.gitlab-ci", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_man_reads_the_page():
    program = shutil.which("man")
    if program is None:
        pytest.skip("man is not installed")
    command = [program, "--warnings=w", "--encoding=UTF-8", "--local-file", str(man.PAGE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if "No manual entry" in done.stderr or "minimized" in done.stdout:
        pytest.skip("man is a stub here")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "captioncheck - flag the photo captions" in done.stdout
