"""What is kept between passes, and what is not believed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from captioncheck.scan.across.memory import Memory
from captioncheck.scan.across.ranking import Home

MARK, OTHER = b"\x01" * 16, b"\x02" * 16
HOME = Home(0.97, 0b1011 | 1 << 90, True, False, days=3)


def test_what_was_kept_is_known_to_the_next_pass_and_the_one_after(tmp_path):
    path = tmp_path / "r.judged"
    with Memory(path) as memory:
        assert memory.recall(MARK) is None
        memory.keep(MARK, HOME)
    for _ in range(2):
        with Memory(path) as memory:
            assert memory.recall(MARK) == HOME


def test_a_home_without_a_date_is_known_as_one(tmp_path):
    path = tmp_path / "r.judged"
    undated = replace(HOME, days=None)
    with Memory(path) as memory:
        memory.keep(MARK, undated)
    with Memory(path) as memory:
        assert memory.recall(MARK) == undated


def test_what_a_pass_did_not_ask_for_is_dropped(tmp_path):
    path = tmp_path / "r.judged"
    with Memory(path) as memory:
        memory.keep(MARK, HOME)
        memory.keep(OTHER, HOME)
    with Memory(path) as memory:
        memory.recall(MARK)
    with Memory(path) as memory:
        assert memory.recall(OTHER) is None
        assert memory.recall(MARK) == HOME


def test_a_pass_that_ends_early_keeps_all_that_was_known(tmp_path):
    path = tmp_path / "r.judged"
    with Memory(path) as memory:
        memory.keep(MARK, HOME)
    with pytest.raises(KeyboardInterrupt), Memory(path) as memory:
        memory.keep(OTHER, HOME)
        raise KeyboardInterrupt
    with Memory(path) as memory:
        assert memory.recall(MARK) == memory.recall(OTHER) == HOME


@pytest.mark.parametrize(
    "line",
    [
        json.dumps([MARK.hex(), 0.97, False]),  # as the first version wrote it
        json.dumps([MARK.hex(), 0.97, "b", True, False]),  # as the second did
        "[]",
        "null",
        "no JSON \xff",
        json.dumps([MARK.hex(), "much", "b", True, False, None]),
        json.dumps(["no digest", 0.97, "b", True, False, None]),
    ],
)
def test_another_form_is_judged_anew_and_takes_nothing_else_with_it(tmp_path, line):
    path = tmp_path / "r.judged"
    with Memory(path) as memory:
        memory.keep(OTHER, HOME)
    path.write_bytes(line.encode("latin-1") + b"\n" + path.read_bytes())
    with Memory(path) as memory:
        assert memory.recall(MARK) is None
        assert memory.recall(OTHER) == HOME


def test_without_a_file_that_can_be_written_nothing_is_kept_and_nothing_fails(tmp_path):
    with Memory(tmp_path / "nowhere" / "r.judged") as memory:
        memory.keep(MARK, HOME)
        assert memory.recall(MARK) is None
