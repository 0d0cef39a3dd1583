import json
import os
import stat
from collections import Counter

import pytest

from captioncheck.errors import ConfigError
from captioncheck.gate import baseline_file
from captioncheck.gate.baseline_file import Entry

ROW = {"path": "a.txt", "record": None, "rule": "CC101", "caption": "A pier.", "picture": None, "count": 1}


def document(*rows: object, **more: object) -> dict[str, object]:
    return {"captioncheck": "baseline", "version": 1, "findings": list(rows), **more}


def text(*rows: object, **more: object) -> str:
    return json.dumps(document(*rows, **more))


def without(name: str) -> dict[str, object]:
    return {key: value for key, value in ROW.items() if key != name}


# file -> what its one line of complaint says, besides the path
REFUSED = {
    "": "is not JSON",
    "{": "is not JSON (Expecting property name enclosed in double quotes at line 1, column 2)",
    '{"a': "is not JSON (Unterminated string starting at line 1, column 2)",
    "<<<<<<< HEAD\n{}": "is not JSON",
    "[" * 100_000: "baseline",
    "[]": "is no captioncheck baseline",
    "null": "is no captioncheck baseline",
    "{}": "is no captioncheck baseline",
    '{"captioncheck": "results", "version": 1}': "is no captioncheck baseline",
    '{"captioncheck": "baseline"}': "has version None",
    text(version=2): "has version 2, and this captioncheck reads version 1",
    text(version=True): "has version True",
    text(version="1"): "has version '1'",
    text(rows=[]): "unknown key 'rows' at the top; known: captioncheck, version, findings",
    text(findings={}): "'findings' must be a list",
    '{"captioncheck": "baseline", "version": 1}': "'findings' must be a list",
    text(3): "findings[0] must be an object",
    text(ROW, {**ROW, "line": 3}): "unknown key 'line' in findings[1]",
    text(without("path")): "'path' is missing in findings[0]",
    text(without("record")): "'record' is missing in findings[0]",
    text(without("count")): "'count' must be a whole number from 1 in findings[0]",
    text({**ROW, "path": None}): "'path' must be a string in findings[0]",
    text({**ROW, "picture": 3}): "'picture' must be a string or null in findings[0]",
    text({**ROW, "count": 0}): "'count' must be a whole number from 1",
    text({**ROW, "count": True}): "'count' must be a whole number from 1",
    text({**ROW, "count": 1.0}): "'count' must be a whole number from 1",
    text(ROW, {**ROW, "caption": "a  PIER!"}): "findings[1] repeats an earlier one; add up their counts",
}


@pytest.mark.parametrize("content", REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_baseline_is_refused_in_one_line(content, tmp_path):
    path = tmp_path / "base.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        baseline_file.read(str(path))
    assert str(refused.value).startswith(f"baseline {path}: ")
    assert REFUSED[content] in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_one_says_how_to_make_one(tmp_path):
    with pytest.raises(ConfigError, match=r"no such file; make one with --write-baseline"):
        baseline_file.read(str(tmp_path / "base.json"))
    with pytest.raises(ConfigError, match="cannot be read"):
        baseline_file.read(str(tmp_path))


def test_other_bytes_are_refused(tmp_path):
    path = tmp_path / "base.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not UTF-8"):
        baseline_file.read(str(path))


ENTRIES = {
    Entry.of("b.txt", None, "CC101", "Une flaque à Casablanca", "img/a b.jpg"): 2,
    Entry.of("a.jsonl", "17", "CC103", "台風が接近", None): 1,
    Entry.of("a.jsonl", "17", "CC101", "台風が接近", None): 1,
    Entry.of(os.fsdecode(b"sub/\xff.txt"), None, "CC101", "A \N{SMILING FACE WITH SMILING EYES} “pier”", None): 1,
}


def test_what_is_written_is_read_again_and_written_the_same(tmp_path):
    path = tmp_path / "base.json"
    baseline_file.write(str(path), ENTRIES)
    first = path.read_bytes()
    found = baseline_file.read(str(path))
    assert found == Counter(ENTRIES)
    baseline_file.write(str(path), dict(reversed(list(found.items()))))
    assert path.read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == ["base.json"]


def test_it_reads_well_in_a_diff(tmp_path):
    path = tmp_path / "base.json"
    baseline_file.write(str(path), ENTRIES)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[:3] == ["{", '  "captioncheck": "baseline",', '  "version": 1,']
    assert '      "caption": "Une flaque à Casablanca",' in lines
    assert [line.strip() for line in lines if '"rule"' in line] == [
        '"rule": "CC101",',
        '"rule": "CC103",',
        '"rule": "CC101",',
        '"rule": "CC101",',
    ]


def test_what_counts_nothing_is_not_written(tmp_path):
    path = tmp_path / "base.json"
    baseline_file.write(str(path), dict.fromkeys(ENTRIES, 0))
    assert json.loads(path.read_text(encoding="utf-8")) == document()


def test_a_link_and_the_permissions_stay(tmp_path):
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("{}", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    baseline_file.write(str(link), ENTRIES)
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert baseline_file.read(str(real)) == Counter(ENTRIES)


def test_where_nothing_can_be_written_the_old_one_stays(tmp_path):
    with pytest.raises(ConfigError, match="cannot be written"):
        baseline_file.write(str(tmp_path / "missing" / "base.json"), ENTRIES)
    with pytest.raises(ConfigError, match="cannot be written"):
        baseline_file.write(str(tmp_path), ENTRIES)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("other", ["a pier", "A  pier…", "“A PIER”", "Ａ pier"])
def test_the_same_letters_are_the_same_caption(other):
    assert Entry.of("a", None, "CC101", "A pier.", None) == Entry.of("a", None, "CC101", other, None)


@pytest.mark.parametrize(
    "other",
    [("b", None, "CC101", "A pier.", None), ("a", "1", "CC101", "A pier.", None), ("a", None, "CC102", "A pier.", None),
     ("a", None, "CC101", "A quay.", None), ("a", None, "CC101", "A pier.", "a.jpg")],
)  # fmt: skip
def test_anything_else_is_another(other):
    assert Entry.of("a", None, "CC101", "A pier.", None) != Entry.of(*other)


def test_a_picture_as_data_is_shortened():
    one, other = (Entry.of("a", None, "CC101", "A", f"data:image/png;base64,{sign * 9_000}") for sign in "AB")
    assert one != other
    assert len(one.picture) < 50
