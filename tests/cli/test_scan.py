"""`captioncheck scan` with the fake pipeline: what stands in its files, and that it goes on where it was cut off."""

import json
import os
import random
import re
import sqlite3
import time
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from captioncheck.datatypes import Skipped
from captioncheck.engine.local import LocalEngine
from captioncheck.scan import journal, writer
from captioncheck.scan.files import files_for
from captioncheck.scan.lock import locked
from tests import fakes

FEW = {
    "a.txt": "good A pier.\nwarning A race.\nerror A fire.\n",
    "b.txt": "good A quay.\n",
    "deep/c.txt": "error A race.\nnote File\ngood A harbour.\ngood A boat.\n",
    "deep/d.txt": "note File\n",
}
LINE = ("scan", "site", "--out", "r.jsonl", "--jobs", "1", "--no-progress", "--fail-on", "never")


@pytest.fixture
def judged(monkeypatch):
    """Let the fake give an article a line, and return the list of those that it judged."""
    seen = []
    whole = fakes.Checker.check

    def check(checker, sources):
        for result in whole(checker, sources):
            if isinstance(result, Skipped):
                yield result
                continue
            for number, judgement in enumerate(result.judgements, 1):
                seen.append((result.article.location.path, number))
                place = replace(result.article.location, record=f"é{number}")
                yield replace(result, article=replace(result.article, location=place), judgements=(judgement,))

    monkeypatch.setattr(fakes.Checker, "check", check)
    return seen


@pytest.fixture
def scan(run, inputs, judged, monkeypatch):
    """Scan a small site and return (exit code, stdout, stderr, the output's bytes)."""
    for name, text in FEW.items():
        path = inputs / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(writer, "ROWS", 1)  # a batch a row, so that there is much to cut

    def call(*more, line=LINE):
        code, out, err = run(*line, *more)
        result = Path("r.jsonl")
        return code, out, err, result.read_bytes() if result.exists() else None

    return call


def rows(data):
    return [json.loads(line) for line in data.splitlines()]


def test_rows_are_those_of_check(scan, run):
    code, out, err, data = scan()
    assert (code, err) == (0, "")
    assert data.decode() == run("check", "site", "--format", "jsonl", "--jobs", "1", "--no-cache")[1]
    assert [(row["path"], row["record"]) for row in rows(data)] == [
        *(("site/a.txt", f"é{number}") for number in (1, 2, 3)),
        ("site/b.txt", "é1"),
        *(("site/deep/c.txt", f"é{number}") for number in (1, 2, 3, 4)),
        ("site/deep/d.txt", "é1"),
    ]
    assert "9 inputs: 9 ok, 0 errors, 0 skipped.\n9 captions: 3 flagged (33 %), 2 unverifiable, 4 consistent." in out


@pytest.mark.parametrize(("level", "code"), [("error", 1), ("warning", 1), ("never", 0)])
def test_findings_exit_1_also_when_a_complete_scan_is_resumed(scan, level, code):
    assert scan("--fail-on", level)[0] == code
    assert scan("--fail-on", level, "--resume")[0] == code


def test_cut_anywhere_it_goes_on_as_if_it_had_not_been(scan, judged):
    """The journal is cut at every byte, and what is behind the place of the output that it knows is anything."""
    _, out, _, whole = scan()
    log = Path("r.jsonl.journal")
    lines = log.read_bytes()
    header = lines.index(b"\n") + 1
    dice = random.Random(7)
    for cut in sorted({header, len(lines), *dice.sample(range(header, len(lines)), 80)}):
        log.write_bytes(lines[:cut])
        past = journal.read(log)
        tail = whole[past.offset : dice.randrange(past.offset, len(whole) + 1)] + b"\0{torn"[: dice.randrange(8)]
        Path("r.jsonl").write_bytes(whole[: past.offset] + (b"" if past.complete else tail))
        judged.clear()
        code, again, _, data = scan("--resume")
        assert (code, data, again) == (0, whole, out), cut
        assert log.read_bytes() == lines
        done = whole[: past.offset].count(b"\n")
        assert len({(row["path"], row["record"]) for row in rows(data)}) == 9
        assert len(judged) == 0 if past.complete else len(judged) >= 9 - done


@pytest.mark.parametrize("moment", range(1, 10))
def test_an_exception_at_any_row_loses_nothing(scan, monkeypatch, moment):
    whole = scan()[3]
    counter, add = count(1), writer.Writer.add

    def failing(self, data, trace=b""):
        if next(counter) == moment:
            raise OSError(28, "No space left on device")
        add(self, data, trace)

    with monkeypatch.context() as patch:
        patch.setattr(writer.Writer, "add", failing)
        assert scan("--restart")[0] == 2
    code, _, err, data = scan("--resume")
    assert (code, data) == (0, whole)
    assert f"{moment - 1} input" in err or moment == 1


def test_a_full_disk_is_told_and_mended(scan, monkeypatch):
    whole = scan()[3]
    calls, sync = count(1), os.fsync

    def full(number):
        if next(calls) >= 6:
            raise OSError(28, "No space left on device")
        sync(number)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        code, _, err, _ = scan("--restart")
    assert code == 2
    assert "r.jsonl: No space left on device; once there is room, --resume goes on where it stopped" in err
    assert scan("--resume")[3] == whole


def test_what_is_there_is_never_overwritten_unasked(scan):
    whole = scan()[3]
    code, out, err, data = scan()
    assert (code, out, data) == (2, "", whole)
    assert err == (
        "captioncheck: error: r.jsonl is there already: --resume goes on with it, --update takes up what is new, "
        "--restart begins anew\n"
    )
    assert scan("--restart")[::3] == (0, whole)


@pytest.mark.parametrize("more", ["--resume", "--update"])
@pytest.mark.parametrize(
    ("line", "what"),
    [
        (("--encoder", "clip"), "encoder was use-m3 and is clip"),
        (("--fast",), "careful was true and is false"),
        (("--ignore", "CC103"), "ignore was empty and is CC103"),
        (("deeper",), "PATH was site and is site deeper"),
    ],
)
def test_other_settings_are_refused_and_named(scan, inputs, more, line, what):
    (inputs / "deeper").mkdir()
    whole, log = scan()[3], Path("r.jsonl.journal").read_bytes()
    code, out, err, data = scan(more, *line)
    assert (code, out, data) == (2, "", whole)
    assert f"r.jsonl was made in another way: {what}; give the same, or --restart" in err
    assert Path("r.jsonl.journal").read_bytes() == log


def test_a_program_of_another_version_is_refused(scan, monkeypatch):
    scan()
    monkeypatch.setattr("captioncheck.scan.identity.__version__", "99")
    assert "and is 99" in scan("--resume")[2]


@pytest.mark.parametrize("more", [("--quiet",), ("--fail-on", "error"), ("--color", "never")])
def test_what_changes_no_row_may_differ(scan, more):
    scan()
    assert scan("--resume", *more)[0] in (0, 1)


def cut_after(path):
    """Cut a scan off behind the last row of an input."""
    log, text = Path("r.jsonl.journal"), b""
    for line in log.read_bytes().splitlines(keepends=True):
        text += line
        if f'["{path}"'.encode() in line and b",true,true," in line:
            break
    log.write_bytes(text)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda site: (site / "a.txt").write_text("good A longer pier.\n"), "site/a.txt has changed"),
        (lambda site: (site / "a.txt").unlink(), "site/b.txt stands where site/a.txt did"),
        (lambda site: (site / "a0.txt").write_text("good\n"), "site/a0.txt stands where site/b.txt did"),
    ],
)
def test_inputs_that_are_not_what_they_were_are_refused(scan, inputs, change, what):
    scan()
    cut_after("site/b.txt")
    before = Path("r.jsonl").read_bytes()
    change(inputs / "site")
    code, _, err, data = scan("--resume")
    assert (code, data) == (2, before)
    assert f"the inputs are not what they were: {what}; " in err


def test_a_picture_that_changed_meanwhile_is_refused(scan, inputs):
    (inputs / "site/b.txt").write_text("good A quay in a picture.\n")
    scan()
    cut_after("site/b.txt")
    (inputs / "site/p.jpg").write_bytes(b"one")
    code, _, err, _ = scan("--resume")
    assert code == 2
    assert "the inputs are not what they were: a picture of site/b.txt has changed; " in err


def test_what_comes_behind_the_cut_may_be_new(scan, inputs):
    scan()
    cut_after("site/b.txt")
    (inputs / "site/deep/e.txt").write_text("good A ferry.\n")
    data = scan("--resume")[3]
    assert rows(data)[-1]["path"] == "site/deep/e.txt"
    assert data == scan("--restart")[3]


def test_two_scans_of_one_output_are_refused(scan):
    with locked(files_for("r.jsonl").lock, "r.jsonl"):
        code, _, err, data = scan()
    assert (code, data) == (2, None)
    assert "--out r.jsonl: another scan is writing there" in err
    assert scan()[0] == 0
    assert not Path("r.jsonl.lock").exists()


def test_a_journal_that_is_none_is_refused(scan):
    whole = scan()[3]
    for text in (b"", b"what is this\n", b"00000000 {}\n", Path("r.jsonl.journal").read_bytes()[3:]):
        Path("r.jsonl.journal").write_bytes(text)
        code, _, err, data = scan("--resume")
        assert (code, data) == (2, whole)
        assert "--restart begins anew" in err
    Path("r.jsonl.journal").unlink()
    assert "no journal beside it" in scan("--resume")[2]


def test_a_journal_that_is_damaged_in_the_middle_costs_work_and_no_row(scan):
    whole = scan()[3]
    log = Path("r.jsonl.journal")
    lines = log.read_bytes().splitlines(keepends=True)
    lines[3] = lines[3].replace(b"a.txt", b"x.txt")
    log.write_bytes(b"".join(lines))
    code, _, err, data = scan("--resume")
    assert (code, data) == (0, whole)
    assert "is damaged; what was done since is done again" in err


@pytest.mark.parametrize(
    "change", [lambda data: data[:-9], lambda data: data + b"\n", lambda data: data.replace(b"A pier", b"A peer")]
)
@pytest.mark.parametrize("more", ["--resume", "--update"])
def test_an_output_that_was_changed_is_refused(scan, change, more):
    whole = scan()[3]
    Path("r.jsonl").write_bytes(change(whole))
    code, _, err, _ = scan(more)
    assert code == 2
    assert "is not what its journal says was written; --restart begins anew" in err


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (("scan", "site"), "--out FILE is missing"),
        (("scan", "site", "--out", "r.txt"), "the ending says what is written"),
        (("scan", "site", "--out", "no/r.jsonl"), "no such folder"),
        (("scan", "site", "--out", "site/a.txt/r.jsonl"), "no such folder"),
        (("scan", "--out", "r.jsonl"), "nothing to check"),
        (("scan", "missing", "--out", "r.jsonl"), "missing: no such file or folder"),
        (("scan", "-", "--out", "r.jsonl"), "scan reads no standard input"),
        (("scan", "site", "--files-from", "-", "--out", "r.jsonl"), "scan reads no standard input"),
        (("scan", "site", "--out", "r.jsonl", "--resume", "--update"), "give one of them"),
        (("scan", "r.jsonl", "--out", "r.jsonl"), "that file is an input"),
        (("scan", "site", "--out", "r.jsonl", "--address", "10.0.0.1:6379"), "add --engine ray"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(scan, line, what):
    if "r.jsonl" in line[1:2]:
        Path("r.jsonl").write_text("")
    code, out, err, data = scan(line=line)
    assert (code, out, data or None) == (2, "", None)
    assert what in err
    assert err.count("\n") == 1


def test_an_extra_that_is_missing_is_named_before_anything_is_written(scan, monkeypatch):
    monkeypatch.setattr("captioncheck.engine.cluster.find_spec", lambda name: None)
    code, out, err, data = scan("--engine", "ray")
    assert (code, out, data or None) == (2, "", None)
    assert err == "captioncheck: error: --engine ray needs the extra 'ray': pip install 'captioncheck[ray]'\n"


def test_a_scan_by_one_engine_is_gone_on_with_by_another(scan, monkeypatch):
    engines = []

    class Cluster(LocalEngine):
        def __init__(self, address, jobs, roots, samples):
            engines.append(address)
            super().__init__(1, roots)

        def about(self, settings):
            return "a cluster"

    monkeypatch.setattr("captioncheck.engine.ray.RayEngine", Cluster)
    whole = scan()[3]
    cut_after("site/b.txt")
    code, _, err, data = scan("--resume", "--engine", "ray", "--address", "10.0.0.1:6379")
    assert (code, data, engines) == (0, whole, ["10.0.0.1:6379"])
    assert "captioncheck: a cluster\n" in err


def test_an_empty_folder_is_2_and_may_be_allowed(scan):
    line = ("scan", "empty", "--out", "r.jsonl", "--no-progress")
    code, out, err, data = scan(line=line)
    assert (code, len(rows(data))) == (2, 1)
    assert "1 input: 0 ok, 1 error, 0 skipped." in out
    assert "no articles in this folder" in err
    code, out, _, data = scan("--allow-empty-input", "--restart", line=line)
    assert (code, rows(data)[0]["status"]) == (0, "skipped")
    assert "1 input: 0 ok, 0 errors, 1 skipped." in out


def test_an_output_within_the_archive_is_no_article(scan):
    line = ("scan", "site", "--out", "site/r.jsonl", "--no-progress", "--fail-on", "never")
    assert scan(line=line)[0] == 0
    whole = Path("site/r.jsonl").read_bytes()
    assert len(rows(whole)) == 9
    assert scan("--update", line=line)[0] == 0
    assert Path("site/r.jsonl").read_bytes() == whole


def test_an_input_that_fails_is_a_row_and_counted(scan, inputs):
    (inputs / "site/b.txt").unlink()
    (inputs / "site/b.txt").symlink_to("nowhere")
    code, out, err, data = scan()
    assert (code, len(rows(data))) == (2, 9)
    assert "9 inputs: 8 ok, 1 error, 0 skipped." in out
    assert "site/b.txt: a link that leads nowhere" in err
    assert scan("--resume")[::3] == (2, data)


class TestUpdate:
    def test_only_what_is_new_or_changed_is_judged(self, scan, inputs, judged):
        scan()
        (inputs / "site/a.txt").unlink()
        (inputs / "site/b.txt").write_text("error A fire.\ngood A quay.\n")
        (inputs / "site/deep/cc.txt").write_text("good A ferry.\n")
        judged.clear()
        code, out, err, data = scan("--update")
        assert (code, judged) == (0, [("site/b.txt", 1), ("site/b.txt", 2), ("site/deep/cc.txt", 1)])
        assert "2 unchanged inputs kept, 1 new, 1 changed or tried again, 1 gone" in err
        assert scan("--restart")[1::2] == (out, data)

    def test_nothing_new_judges_nothing_and_changes_nothing(self, scan, judged):
        whole = scan()[3]
        judged.clear()
        assert scan("--update")[3] == whole
        assert judged == []
        assert sorted(path.name for path in Path().glob("r.jsonl*")) == ["r.jsonl", "r.jsonl.journal", "r.jsonl.traces"]

    def test_an_article_whose_picture_changed_is_judged_anew(self, scan, inputs, judged):
        (inputs / "site/b.txt").write_text("good A quay.\ngood A quay in a picture.\n")
        (inputs / "site/deep/d.txt").write_text("good Another picture.\n")
        scan()
        for picture in (b"one", b"another", None):
            path = inputs / "site/p.jpg"
            path.write_bytes(picture) if picture else path.unlink()
            judged.clear()
            assert "1 changed or tried again" in scan("--update")[2]
            assert judged == [("site/b.txt", 1), ("site/b.txt", 2)]
            judged.clear()
            assert "0 changed or tried again" in scan("--update")[2]
            assert judged == []

    def test_what_failed_is_tried_again(self, scan, monkeypatch, judged):
        with monkeypatch.context() as patch:
            patch.setattr("captioncheck.sources.open", broken, raising=False)
            assert scan()[0] == 2
        assert scan("--update")[0] == 0
        assert len(judged) == 9

    def test_one_that_is_cut_off_goes_on_and_the_old_output_stays(self, scan, inputs, monkeypatch, judged):
        whole = scan()[3]
        (inputs / "site/b.txt").write_text("error A fire.\ngood A quay.\n")
        (inputs / "site/deep/d.txt").write_text("error A fire.\ngood A quay.\n")
        counter, add = count(1), writer.Writer.add

        def failing(self, data, trace=b""):
            if next(counter) == 6:
                raise KeyboardInterrupt
            add(self, data, trace)

        judged.clear()
        with monkeypatch.context() as patch:
            patch.setattr(writer.Writer, "add", failing)
            code, _, err, data = scan("--update")
        assert (code, data) == (130, whole)
        assert "--update goes on" in err
        code, out, _, data = scan("--update")
        assert code == 0
        # The row that was being written when the interrupt came is judged twice, and nothing else is.
        changed = [("site/b.txt", 1), ("site/b.txt", 2), ("site/deep/d.txt", 1), ("site/deep/d.txt", 2)]
        assert sorted(judged) == sorted([*changed, ("site/deep/d.txt", 1)])
        assert scan("--restart")[1::2] == (out, data)

    def test_killed_between_its_renames_it_is_settled(self, scan, inputs, monkeypatch):
        scan()
        (inputs / "site/b.txt").write_text("error A fire.\n")
        replace_, calls = Path.replace, count(1)

        def killed(self, target):
            if next(calls) == 2:
                raise KeyboardInterrupt
            return replace_(self, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", killed)
            assert scan("--update")[0] == 130
        assert Path("r.jsonl.update.journal").exists()
        _, out, _, data = scan("--resume")
        assert scan("--restart")[1::2] == (out, data)

    def test_it_takes_up_a_scan_that_was_cut_off_too(self, scan, inputs, judged):
        scan()
        cut_after("site/b.txt")
        (inputs / "site/a.txt").write_text("good A longer pier.\n")
        judged.clear()
        _, out, _, data = scan("--update")
        assert ("site/b.txt", 1) not in judged
        assert scan("--restart")[1::2] == (out, data)


def broken(path, *_args, **_kwargs):
    if Path(path).name == "b.txt":
        raise OSError(5, "I/O error")
    return Path(path).open("rb")


@pytest.mark.parametrize("ending", ["sqlite", "db", "parquet"])
def test_other_formats_hold_the_same_rows(scan, inputs, ending):
    whole = scan()[3].decode()
    (inputs / f"r.{ending}").unlink(missing_ok=True)
    line = ("scan", "site", "--out", f"r.{ending}", "--no-progress", "--fail-on", "never")
    assert scan(line=line)[0] == 0
    assert sorted(path.name for path in Path().glob(f"r.{ending}*")) == [
        f"r.{ending}{more}" for more in ("", ".journal", ".traces")
    ]
    assert "".join(f"{row}\n" for row in whole_rows(ending)) == whole
    (inputs / "site/b.txt").write_text("error A fire.\n")
    assert scan("--update", line=line)[0] == 0
    assert "".join(f"{row}\n" for row in whole_rows(ending)) == scan("--restart")[3].decode()
    before = Path(f"r.{ending}").read_bytes()
    assert scan("--resume", line=line)[0] == 0
    assert Path(f"r.{ending}").read_bytes() == before or ending != "parquet"


def whole_rows(ending):
    if ending == "parquet":
        import pyarrow.parquet as pq

        return pq.read_table("r.parquet").column("row").to_pylist()
    database = sqlite3.connect(f"r.{ending}")
    try:
        return [text for (text,) in database.execute("SELECT row FROM articles ORDER BY id")]
    finally:
        database.close()


def test_sqlite_can_be_asked(scan):
    scan(line=("scan", "site", "--out", "r.sqlite", "--no-progress"))
    database = sqlite3.connect("r.sqlite")
    question = (
        "SELECT path, text, code FROM captions JOIN articles ON captions.article = articles.id "
        "JOIN rules ON caption = captions.id WHERE verdict = 'mismatch' AND level = 'error'"
    )
    try:
        assert database.execute(question).fetchall() == [
            ("site/a.txt", "A fire.", "CC101"),
            ("site/deep/c.txt", "A race.", "CC101"),
        ]
    finally:
        database.close()


def test_without_a_terminal_it_tells_how_far_it_is_once_a_minute(scan, monkeypatch):
    monkeypatch.setattr("captioncheck.cli.scan.MINUTE", 0.05)
    add = writer.Writer.add

    def slow(self, data, trace=b""):
        time.sleep(0.03)
        add(self, data, trace)

    monkeypatch.setattr(writer.Writer, "add", slow)
    line = tuple(word for word in LINE if word != "--no-progress")
    err = scan(line=line)[2].splitlines()
    assert 2 <= len(err) <= 12
    assert all(re.fullmatch(r"captioncheck: \d checked, \d flagged in 0:00:0\d", one) for one in err)
    assert scan("--restart", "--no-progress", line=line)[2] == ""


@pytest.mark.parametrize(
    ("chart", "what"),
    [
        ("c.pdf", "the ending says what is drawn; give .svg or .png"),
        ("no/c.svg", "no such folder"),
    ],
)
def test_a_chart_that_cannot_be_is_refused_before_anything_is_written(scan, chart, what):
    code, out, err, data = scan("--chart", chart)
    assert (code, out, data) == (2, "", None)
    assert f"--chart {chart}: {what}" in err


def test_a_chart_is_drawn_also_of_a_complete_scan(scan):
    assert scan("--chart", "c.svg")[0] == 0
    first = Path("c.svg").read_bytes()
    Path("c.svg").unlink()
    assert scan("--resume", "--chart", "c.svg")[0] == 0
    assert Path("c.svg").read_bytes() == first
    assert scan("--restart", "--chart", "c.png")[0] == 0
    assert Path("c.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("ending", ["jsonl", "sqlite", "parquet"])
def test_review_opens_what_a_scan_has_written(scan, run, ending):
    line = ("scan", "site", "--out", f"r.{ending}", "--no-progress", "--fail-on", "never")
    out = scan(line=line)[1]
    assert f"captioncheck review r.{ending} shows them" in out
    pages = {}
    for name in (f"r.{ending}", "check.json"):
        if name == "check.json":
            Path(name).write_text(run("check", "site", "--format", "json", "--no-cache")[1], encoding="utf-8")
        code, _, err = run("review", name, "--output", "page.html")
        assert (code, err) == (0, "captioncheck: page.html: 3 mismatches in 9 articles\n")
        pages[name] = Path("page.html").read_text(encoding="utf-8")
    one, other = pages.values()
    assert one == other


@pytest.mark.parametrize("name", ["r.sqlite", "r.parquet", "r.db", "r.jsonl"])
def test_review_refuses_what_no_scan_has_written(run, name):
    Path(name).write_text("what is this\n")
    code, out, err = run("review", name)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert name in err
    Path(name).unlink()
    code, _, err = run("review", name)
    assert (code, err) == (2, f"captioncheck: error: {name}: no such file or folder\n")
