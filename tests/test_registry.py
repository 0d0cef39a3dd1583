import sys
from importlib.metadata import EntryPoint

import pytest

from captioncheck.errors import ConfigError, MissingExtraError, UnknownNameError
from captioncheck.registry import REPORTERS, Entry, Registry


def registry(**entries):
    return Registry("encoder", "captioncheck.none", entries)


@pytest.mark.parametrize("name", REPORTERS.builtin())
def test_every_reporter_loads(name):
    assert hasattr(REPORTERS.load(name), "add")


def test_an_unknown_name_lists_the_known():
    with pytest.raises(
        UnknownNameError, match=r"unknown output format 'xml'; known: checkstyle, concise, .*, terminal"
    ):
        REPORTERS.load("xml")


def test_nothing_is_imported_before_it_is_asked_for():
    made = registry(late=Entry("json.tool:main"))
    sys.modules.pop("json.tool", None)
    made.require("late")
    assert "json.tool" not in sys.modules
    assert callable(made.load("late"))


def test_a_missing_extra_names_the_command():
    made = registry(clip=Entry("json:loads", "clip", ("no_such_module_here",)))
    with pytest.raises(MissingExtraError, match=r"encoder 'clip' needs .* pip install 'captioncheck\[clip\]'"):
        made.load("clip")


@pytest.mark.parametrize("target", ["no_such_module_here:x", "json:no_such_attribute"])
def test_a_broken_entry_is_a_config_error(target):
    with pytest.raises(ConfigError, match="encoder 'bad'"):
        registry(bad=Entry(target)).load("bad")


def test_entry_points_add_names_and_built_in_ones_win(monkeypatch):
    points = [EntryPoint("mine", "json:dumps", "g"), EntryPoint("ours", "json:dumps", "g")]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda *, group: points)
    made = registry(ours=Entry("json:loads"))
    assert made.names() == ("mine", "ours")
    assert made.load("mine").__name__ == "dumps"
    assert made.load("ours").__name__ == "loads"
