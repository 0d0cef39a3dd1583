import tomllib

import pytest

from captioncheck.cli.commands import cli
from captioncheck.config import Settings
from captioncheck.configuration.keys import FILE_ONLY, PATHS, keys, table, toml


def test_every_setting_is_told_and_has_a_variable():
    for key in keys():
        assert key.meaning.endswith("."), f"{key.name}: say in configuration/keys.py what it means"
        assert bool(key.variable) is (key.name not in FILE_ONLY)


def test_every_flag_is_one_of_check_or_scan_and_every_setting_has_one():
    params = [one for name in ("check", "scan") for one in cli.commands[name].params]
    options = {flag: one.name for one in params for flag in (*one.opts, *one.secondary_opts)}
    for key in keys():
        flags = [flag for flag in key.flag.split(", ") if flag]
        assert bool(flags) is (key.name not in FILE_ONLY)
        for flag in flags:
            assert options[flag] == key.name


def test_paths_are_settings():
    assert set(PATHS) <= set(Settings.names())


def test_the_table_has_a_row_for_each_key():
    rows = table().splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == [key.key for key in keys()]
    assert all(row.count(" | ") == 5 for row in rows)


@pytest.mark.parametrize(
    "value",
    [True, "", 'a "b" \\ \n\t\r\x00 é', (), ("a", "b"), {"CC1": "note", "a b": "c"}, [{"paths": ("a",)}], 3],
)
def test_toml_reads_back(value):
    def plain(one):
        return (
            [plain(each) for each in one]
            if isinstance(one, tuple | list)
            else ({name: plain(each) for name, each in one.items()} if isinstance(one, dict) else one)
        )

    assert tomllib.loads(f"x = {toml(value)}") == {"x": plain(value)}
