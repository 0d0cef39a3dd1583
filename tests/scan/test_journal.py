"""A journal holds up to the first line that is not whole."""

import pytest

from captioncheck.scan import journal
from captioncheck.scan.errors import ScanError
from captioncheck.scan.journal import Entry, ended, line, read

HEADER = {"journal": journal.FORM, "PATH": ["a"]}
ENTRIES = [
    Entry("a", "1 2", 3, 30, 7, ended=False, whole=True),
    Entry("a", "1 2", 5, 50, 8, ended=True, whole=True),
    Entry("b\udcff\n", "gone", 1, 60, 9, ended=True, whole=False),
]


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "r.jsonl.journal"
    found.write_bytes(b"".join(map(line, [HEADER, *ENTRIES, {"complete": 6}])))
    return found


def test_what_is_written_is_read(path):
    past = read(path)
    assert (past.header, past.last, past.complete, past.damaged) == (HEADER, ENTRIES[2], True, False)
    assert past.size == path.stat().st_size
    assert list(ended(path, past)) == ENTRIES[1:]


def test_cut_anywhere_the_whole_lines_hold(path):
    whole = path.read_bytes()
    ends = [at + 1 for at, byte in enumerate(whole) if byte == 10]
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        if cut < ends[0]:
            with pytest.raises(ScanError, match="--restart"):
                read(path)
            continue
        past = read(path)
        kept = sum(end <= cut for end in ends) - 1
        assert past.last == ([None, *ENTRIES, ENTRIES[2]][kept])
        assert (past.size, past.complete, past.damaged) == (ends[kept], kept == 4, False)


@pytest.mark.parametrize("at", range(1, 5))
def test_a_changed_byte_costs_its_line_and_all_behind(path, at):
    lines = path.read_bytes().splitlines(keepends=True)
    for place in (0, 4, 8, 12):
        broken = bytearray(lines[at])
        broken[place] ^= 1
        path.write_bytes(b"".join([*lines[:at], bytes(broken), *lines[at + 1 :]]))
        past = read(path)
        assert past.size == sum(map(len, lines[:at]))
        assert past.damaged == (at < 4)
        assert not past.complete


def test_another_form_is_none(path):
    path.write_bytes(line({**HEADER, "journal": journal.FORM + 1}))
    with pytest.raises(ScanError, match="is no journal"):
        read(path)
