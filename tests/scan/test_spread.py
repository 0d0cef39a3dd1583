import json
from itertools import islice, pairwise
from pathlib import Path

import pytest

from captioncheck.config import Settings
from captioncheck.extract.base import Source
from captioncheck.scan import spread as spreading
from captioncheck.scan.spread import in_turn, some_of, spread
from captioncheck.sources import Finder


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """Return a folder of years, months and articles, each of ten."""
    monkeypatch.chdir(tmp_path)
    for year in range(10):
        for month in range(10):
            folder = tmp_path / "archive" / f"{2010 + year}" / f"{month:02}"
            folder.mkdir(parents=True)
            for number in range(10):
                (folder / f"{number}.txt").write_text("x")
    return Path("archive")


def paths(settings=None, *named, files_from=None):
    return [one.path for one in spread(settings or Settings(), named or ("archive",), files_from)]


def test_in_turn():
    assert list(in_turn([iter("abc"), iter(""), iter("x"), iter("12")])) == ["a", "x", "1", "b", "2", "c"]


def test_the_first_inputs_are_from_everywhere(archive):
    found = paths()
    assert {Path(path).parts[1] for path in found[:10]} == {str(year) for year in range(2010, 2020)}
    assert len({Path(path).parent for path in found[:100]}) == 100
    assert len({Path(path).name for path in found[:100]}) == 10  # not the first of every folder


def test_all_of_it_is_what_a_scan_finds_and_always_in_one_order(archive):
    assert sorted(paths()) == sorted(one.path for one in Finder().find(["archive"]))
    assert paths() == paths()


def test_few_inputs_are_had_without_listing_the_rest(archive, monkeypatch):
    listed, whole = [], spreading._listed
    monkeypatch.setattr(spreading, "_listed", lambda folder: listed.append(folder) or whole(folder))
    assert len(list(islice(spread(Settings(), ["archive"], None), 10))) == 10
    assert len(listed) <= 1 + 10 + 10


def test_what_a_scan_leaves_out_is_left_out(archive):
    (archive / "2010" / ".captioncheckignore").write_text("03/\n5.txt\n")
    (archive / ".hidden").mkdir()
    (archive / ".hidden" / "a.txt").write_text("x")
    (archive / "2011" / "picture.jpg").write_text("x")
    (archive / "loop").symlink_to(archive.absolute())
    settings = Settings(exclude=("2012/", "7.txt"))
    found = paths(settings)
    assert sorted(found) == sorted(one.path for one in Finder(settings=settings).find(["archive"]))
    assert len(found) == 9 * 10 * 9 - 9 - 9


def test_lists_globs_and_files_take_turns_with_folders(archive, tmp_path):
    names = [f"archive/2010/00/{number}.txt" for number in range(5)]
    (tmp_path / "list").write_text("\n".join(names))
    found = paths(None, "archive/2011", "archive/2012/0*/1.txt", "archive/2013/00/0.txt", files_from="list")
    assert {Path(path).parts[1] for path in found[:4]} == {"2010", "2011", "2012", "2013"}
    assert len(found) == 100 + 10 + 1 + 5


def test_what_cannot_be_read_is_left_to_the_scan(archive):
    (archive / "gone.txt").symlink_to("nowhere")
    assert len(paths()) == 1001
    assert paths(None, "missing.txt") == []


def test_a_long_file_of_lines_gives_some_from_all_over_it(tmp_path):
    path = tmp_path / "records.JSONL"
    with path.open("w") as stream:
        stream.writelines(json.dumps({"n": number, "text": "x" * 500}) + "\n" for number in range(10_000))
    taken = some_of(Source(str(path), path.open), 32)
    with taken.open() as stream:
        numbers = [json.loads(line)["n"] for line in stream]
    assert len(numbers) == 32
    assert numbers == sorted(set(numbers))
    assert max(b - a for a, b in pairwise(numbers)) < 700
    assert numbers[:2] == [0, 1]


def test_any_other_input_stays_as_it_is(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("{}\n" * 100)
    packed = tmp_path / "packed.jsonl"
    packed.write_bytes(b"\x1f\x8b" + b"\n" * 2**23)
    for one in (
        Source(str(packed), packed.open),
        Source(str(path), path.open),
        Source(str(tmp_path / "b.html"), path.open),
        Source("gone.jsonl", open),
    ):
        assert some_of(one, 10) is one
