"""A scan that has its archive as background, with the real pipeline: drawn once, the same in every process and ever."""

import json
import os
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from captioncheck.score.cohort import background_texts
from tests.e2e.running import environment

LINE = ("scan", "archive", "--out", "r.jsonl", "--fast", "--fail-on", "never", "--no-progress", "--background")


def record(number, caption, lead, language):
    body = f"{lead.text}\n\n{lead.text.split()[-1]} {number}."
    return {
        "id": f"a{number}",
        "title": f"{lead.subject} {number}",
        "body": body,
        "lang": language,
        "captions": caption,
    }


@pytest.fixture(scope="module")
def records():
    """Return 70 records in English and 20 in German, which is too few."""
    found = []
    for language, most in (("en", 70), ("de", 20)):
        some = [[one for one in background_texts(kind) if one.language == language] for kind in ("captions", "leads")]
        rows = list(zip(*some, strict=True))[:most]
        found += [record(len(found) + n, [{"text": a.text}], b, language) for n, (a, b) in enumerate(rows)]
    return found


@pytest.fixture
def folder(tmp_path, records):
    """Return a folder with an archive: files of lines, pages, and a zip of pages."""
    archive = tmp_path / "archive"
    archive.mkdir()
    for start in range(0, 50, 25):
        rows = records[start : start + 25] + records[70:80]
        (archive / f"{start}.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows))
    page = "<html lang=en><head><title>{0}</title></head><body><h1>{0}</h1><figure><img src=a.jpg><figcaption>{1}"
    page += "</figcaption></figure><p>{2}</p></body></html>"
    with zipfile.ZipFile(archive / "b.zip", "w") as bundle:
        for one in records[50:70]:
            html = page.format(one["title"], one["captions"][0]["text"], one["body"])
            bundle.writestr(f"{one['id']}.html", html)
            (archive / f"{one['id']}.html").write_text(html)
    return tmp_path


def scan(folder, *more, background="archive", **options):
    line = [sys.executable, "-m", "captioncheck", *LINE, background, *more]
    env = {**environment(), "CAPTIONCHECK_CACHE": str(folder / "cache")}
    return subprocess.run(line, cwd=folder, env=env, capture_output=True, timeout=300, check=False, **options)


def files(folder):
    """Return what a scan has written, but for the journal: that says, too, when something was made to last."""
    return {path.name: path.read_bytes() for path in folder.glob("r.jsonl*") if path.suffix != ".journal"}


def fits(folder):
    rows = map(json.loads, (folder / "r.jsonl").read_text(encoding="utf-8").splitlines())
    return [caption["fit"] for row in rows for caption in row["captions"]]


def test_the_archive_is_compared_with_and_the_rows_hang_neither_on_workers_nor_on_the_engine(folder):
    plain = scan(folder, background="bundled")
    assert plain.returncode == 0, plain.stderr.decode()
    assert b"Background" not in plain.stdout
    before = fits(folder)
    done = scan(folder, "--jobs", "2", "--restart")
    assert done.returncode == 0, done.stderr.decode()
    assert b"leads of the archive (en).\n" in done.stdout
    whole, after = files(folder), fits(folder)
    assert sum(one != other for one, other in zip(before, after, strict=True)) >= 70  # the English ones
    assert scan(folder, "--jobs", "1", "--restart").stdout == done.stdout
    assert files(folder) == whole
    assert scan(folder, "--resume").stdout == done.stdout
    try:
        import ray  # noqa: F401
    except ImportError:
        return
    assert scan(folder, "--engine", "ray", "--jobs", "2", "--restart").stdout == done.stdout
    assert files(folder) == whole


def test_killed_at_random_moments_it_comes_to_the_same_rows(folder):
    done = scan(folder, "--jobs", "2")
    whole = files(folder)
    for path in folder.glob("r.jsonl*"):
        path.unlink()
    dice, env = random.Random(5), {**environment(), "CAPTIONCHECK_CACHE": str(folder / "cache")}
    for _ in range(5):
        line = [sys.executable, "-m", "captioncheck", *LINE, "archive", "--jobs", "2", "--resume"]
        process = subprocess.Popen(line, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0.5, 4))  # some while it draws, some while it writes
        process.kill()
        process.wait()
    ended = scan(folder, "--resume", "--jobs", "2")
    assert (ended.returncode, ended.stdout) == (0, done.stdout), ended.stderr.decode()
    assert files(folder) == whole


def judged(made):
    """Return what is said of every caption but its home, which may be among what is new."""
    rows = map(json.loads, made["r.jsonl"].splitlines())
    return [(row["record"], one["text"], one["fit"], one["verdict"]) for row in rows for one in row["captions"]]


def test_an_update_compares_with_what_the_first_scan_drew(folder, records):
    scan(folder)
    before = files(folder)
    (folder / "archive" / "new.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records[80:90]))
    done = scan(folder, "--update")
    assert done.returncode == 0, done.stderr.decode()
    after = files(folder)
    assert after["r.jsonl.background"] == before["r.jsonl.background"]
    assert set(judged(before)) < set(judged(after))
    scan(folder, "--restart")
    assert files(folder)["r.jsonl.background"] != before["r.jsonl.background"]


def test_another_background_is_refused(folder):
    scan(folder)
    whole = files(folder)
    ended = scan(folder, "--update", background="bundled")
    assert (ended.returncode, files(folder)) == (2, whole)
    assert b"r.jsonl was made in another way: background was archive and is bundled" in ended.stderr
    path = folder / "r.jsonl.background"
    for data, more in ((whole[path.name] + b" ", "--resume"), (None, "--update")):
        path.unlink() if data is None else path.write_bytes(data)
        ended = scan(folder, more)
        assert ended.returncode == 2
        assert b"r.jsonl was made in another way: background's content was " in ended.stderr
        assert b"--restart to judge everything anew" in ended.stderr


def test_a_small_archive_keeps_to_what_is_bundled_and_says_so(folder):
    for path in sorted((folder / "archive").iterdir())[1:]:
        path.unlink()
    scan(folder, background="bundled")
    plain = (folder / "r.jsonl").read_bytes()
    done = scan(folder, "--restart")
    assert b"Background: the bundled one, as no language has 50 captions and leads to draw" in done.stdout
    assert (folder / "r.jsonl").read_bytes() == plain


POISON = """
import os
from captioncheck.extract import html
whole = html.HtmlReader.read
def read(reader, source):
    if source.path.endswith("archive/a57.html"):
        os._exit(7)
    return whole(reader, source)
html.HtmlReader.read = read
"""


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a process that ends another way")
def test_an_article_that_kills_who_reads_it_is_no_part_of_it_and_the_rest_is_done(folder):
    (folder / "patch").mkdir()
    (folder / "patch/sitecustomize.py").write_text(POISON)
    env = {**environment(), "CAPTIONCHECK_CACHE": str(folder / "cache")}
    env["PYTHONPATH"] = f"{folder / 'patch'}{os.pathsep}{env['PYTHONPATH']}"
    line = [sys.executable, "-m", "captioncheck", *LINE, "archive", "--jobs", "2"]
    done = subprocess.run(line, cwd=folder, env=env, capture_output=True, timeout=300, check=False)
    assert b"leads of the archive (en)." in done.stdout
    assert b"1 error, 0 skipped." in done.stdout
    assert b"archive/a57.html" not in (folder / "r.jsonl.background").read_bytes()
