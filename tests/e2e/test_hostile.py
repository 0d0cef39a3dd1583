"""A folder of things made to harm: scanned in a process with little memory, each is reported and all else is done."""

import io
import json
import resource
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from tests.e2e.running import environment

MEMORY = 3 * 2**30
PAGE = (
    b"<html lang=en><head><title>Boats</title></head><body><h1>Boats</h1><figure><img src=a.jpg><figcaption>Boats in "
    b"the harbour of Lerwick.</figcaption></figure><p>The harbour of Lerwick was busy on Monday.</p></body></html>"
)
NITF = b"""<?xml version="1.0"?>%s<nitf><head><title>Boats</title></head><body><body.head><hedline><hl1>Boats &x; in
Lerwick</hl1></hedline></body.head><body.content><p>The harbour of Lerwick was busy on Monday &x;.</p></body.content>
</body></nitf>"""
LAUGHS = b'<!DOCTYPE nitf [<!ENTITY a0 "ha">%s<!ENTITY x "&a20;">]>' % b"".join(
    b'<!ENTITY a%d "%s">' % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, 21)
)


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def test_what_is_made_to_harm_is_reported_and_the_rest_is_done(tmp_path):
    site, secret = tmp_path / "site", tmp_path / "secret.txt"
    (site / "loop").mkdir(parents=True)
    secret.write_text("SECRET WORDS of somebody else, which no article may show.\n")
    external = b'<!DOCTYPE nitf [<!ENTITY x SYSTEM "%s">]>' % secret.as_uri().encode()
    nested = ("page.html", PAGE)
    for number in range(6):
        nested = (f"{number}.zip", zipped([nested]))
    files = {
        "bomb.zip": zipped([("ok.html", PAGE), ("bomb.html", b" " * (300 * 2**20))]),
        "bomb.tar.gz": tarred([("ok.html", PAGE), ("bomb.html", b" " * (300 * 2**20))]),
        "nested.zip": nested[1],
        "outside.tar.gz": tarred([("../evil.html", PAGE), ("/tmp/evil.html", PAGE), ("ok.html", PAGE)]),
        "outside.zip": zipped([("../../evil.html", PAGE), ("C:\\evil.html", PAGE), ("ok.html", PAGE)]),
        "xxe.nitf": NITF % external,
        "laughs.nitf": NITF % LAUGHS,
        "deep.html": b"<div>" * 100_000 + PAGE,
        "deep.json": b"[" * 100_000,
        "long.md": b"# Boats\n\n" + b"[" * 100_000,
        "ok.html": PAGE,
    }
    for name, data in files.items():
        (site / name).write_bytes(data)
    (site / "loop" / "again").symlink_to(site, target_is_directory=True)
    (site / "loop" / "self.html").symlink_to("self.html")
    (site / "passwd.html").symlink_to("/dev/zero")
    ended = subprocess.run(
        [sys.executable, "-m", "captioncheck", "scan", "site", "--out", "r.jsonl", "--fast", "--jobs", "2"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        timeout=300,
        check=False,
        preexec_fn=limited,
    )
    text = (tmp_path / "r.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    assert ended.returncode == 2
    assert b"internal error" not in ended.stderr
    assert "internal error" not in text
    assert "SECRET" not in text
    assert not list(Path(tmp_path).rglob("evil*"))
    found = {(row["path"].removeprefix("site/"), row["record"]): row for row in rows}
    fine = [name for name, row in found.items() if row["status"] == "ok"]
    for name in [
        ("bomb.zip", "ok.html"),
        ("bomb.tar.gz", "ok.html"),
        ("outside.tar.gz", "ok.html"),
        ("outside.zip", "ok.html"),
        ("ok.html", None),
    ]:
        assert name in fine
    why = {name: row["reason"] for name, row in found.items() if row["status"] == "error"}
    assert "250 times its size" in why["bomb.zip", "bomb.html"]
    assert any("250 times its size" in reason for (path, _), reason in why.items() if path == "bomb.tar.gz")
    assert "levels deep in archives" in " ".join(reason for (path, _), reason in why.items() if path == "nested.zip")
    outside = [reason for (path, _), reason in why.items() if path.startswith("outside")]
    assert outside == ["its name leads outside the archive"] * 4
    assert "a link that leads in a circle" in why["loop/self.html", None]
    assert "character device" in why["passwd.html", None]
    assert ("deep.json", None) in why
    assert not any(path.startswith("loop/again") for path, _ in found)


def test_ten_thousand_tiny_files_are_each_accounted_for(tmp_path):
    for number in range(10_000):
        folder = tmp_path / "site" / f"{number % 50:02}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.txt").write_bytes(b"" if number % 2 else b"x")
    ended = subprocess.run(
        [sys.executable, "-m", "captioncheck", "scan", "site", "--out", "r.jsonl", "--fast", "--jobs", "2", "-q"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        timeout=300,
        check=False,
    )
    rows = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == len({row["path"] for row in rows}) == 10_000
    assert b"10,000 inputs: " in ended.stdout
    assert ended.returncode == 2
