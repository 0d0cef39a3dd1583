from __future__ import annotations

import gzip
import io
import json
import struct
import tarfile
import zipfile
from collections.abc import Iterator

import pytest

from captioncheck.datatypes import Article, Skipped, Status
from captioncheck.extract import Source, bundle_limits, load_reader
from tests.extract.archives import page, record, response, tarred, warc, zipped
from tests.extract.reading import read_all, read_reason

RECORD = json.dumps({"id": "a1", "title": "Harbour", "body": "It was busy.", "captions": [{"text": "Boats"}]}).encode()
MEMBERS = [
    ("x/a.jsonl", RECORD + b"\n" + RECORD.replace(b"a1", b"a2")),
    ("x/page.html", page(1).encode()),
    ("x/page.html.gz", gzip.compress(page(2).encode())),
    ("x/.hidden.html", page(3).encode()),
    ("__MACOSX/x/page.html", page(3).encode()),
    ("x/photo.jpg", b"\xff\xd8\xff"),
    ("x/w.warc.gz", warc(record(response(page(4)), 4), packed=True)),
    ("package.json", b'{"name": "theme"}'),
]
RECORDS = ["x/a.jsonl#a1", "x/a.jsonl#a2", "x/page.html", "x/page.html.gz", "x/w.warc.gz#urn:uuid:4", "package.json"]
PACKED = {
    "a.zip": lambda members: zipped(members),
    "b.zip": lambda members: zipped(members, zipfile.ZIP_STORED),
    "a.tar": lambda members: tarred(members),
    "a.tar.gz": lambda members: tarred(members, "w:gz"),
    "a.tgz": lambda members: tarred(members, "w:gz"),
    "a.tar.bz2": lambda members: tarred(members, "w:bz2"),
    "a.tar.xz": lambda members: tarred(members, "w:xz"),
    "unnamed": lambda members: tarred(members),
    "unnamed.gz": lambda members: tarred(members, "w:gz"),
}


def records(items: list[Article | Skipped]) -> list[str | None]:
    return [item.location.record for item in items]


@pytest.mark.parametrize("name", PACKED)
def test_every_member_is_read_as_its_file_would_be(name: str) -> None:
    items = read_all(PACKED[name](MEMBERS), name)
    assert records(items) == RECORDS
    assert {item.location.path for item in items} == {name}
    assert [isinstance(item, Article) for item in items] == [True] * 5 + [False]
    last = items[-1]
    assert isinstance(last, Skipped)
    assert last.status is Status.SKIPPED


def test_captions_know_their_member() -> None:
    items = read_all(zipped(MEMBERS), "a.zip")
    captions = [caption.location for item in items if isinstance(item, Article) for caption in item.captions]
    assert {(where.path, where.record) for where in captions} == {("a.zip", one) for one in RECORDS[:-1]}


def test_members_of_one_name_are_both_read() -> None:
    items = read_all(zipped([("a.html", page(1).encode()), ("a.html", page(2).encode())]), "a.zip")
    assert records(items) == ["a.html", "a.html (2)"]
    assert [item.headline[:11] for item in items if isinstance(item, Article)] == ["Busy week 1", "Busy week 2"]


OUTSIDE = ["../evil.html", "/etc/evil.html", "x/../../evil.html", "C:\\evil.html", "\\\\host\\evil.html"]


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz"])
def test_names_that_lead_outside_are_refused(name: str) -> None:
    items = read_all(PACKED[name]([(one, page(1).encode()) for one in OUTSIDE] + [("ok.html", page(2).encode())]), name)
    assert [item.reason for item in items[:-1] if isinstance(item, Skipped)] == [
        "its name leads outside the archive"
    ] * 5
    assert isinstance(items[-1], Article)


def test_links_and_devices_are_skipped() -> None:
    link, hard, device = tarfile.TarInfo("a.html"), tarfile.TarInfo("b.html"), tarfile.TarInfo("c.html")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    hard.type, hard.linkname = tarfile.LNKTYPE, "a.html"
    device.type = tarfile.CHRTYPE
    loop = tarfile.TarInfo("loop.html")
    loop.type, loop.linkname = tarfile.SYMTYPE, "loop.html"
    items = read_all(tarred([("ok.html", page(1).encode())], more=(link, hard, device, loop)), "a.tar")
    skipped = [item for item in items if isinstance(item, Skipped)]
    assert [item.reason for item in skipped] == ["is a link, not a file"] * 2 + [
        "is no regular file",
        "is a link, not a file",
    ]
    assert {item.status for item in skipped} == {Status.SKIPPED}


def test_links_in_zips_are_skipped() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("a.html")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert read_reason(out.getvalue(), "a.zip") == "is a link, not a file"


def test_encrypted_members_say_so() -> None:
    data = bytearray(zipped([("a.html", page(1).encode()), ("b.html", page(2).encode())]))
    central = data.index(b"PK\x01\x02")
    flags = struct.unpack_from("<H", data, central + 8)[0]
    struct.pack_into("<H", data, central + 8, flags | 1)
    items = read_all(bytes(data), "a.zip")
    assert isinstance(items[0], Skipped)
    assert "is encrypted" in items[0].reason
    assert isinstance(items[1], Article)


def test_a_member_with_a_wrong_checksum_is_an_error_and_the_rest_goes_on() -> None:
    data = zipped([("a.html", page(1).encode()), ("b.html", page(2).encode())], zipfile.ZIP_STORED)
    items = read_all(data.replace(b"Busy week 1", b"Busy week X"), "a.zip")
    assert isinstance(items[0], Skipped)
    assert "is broken in the archive: Bad CRC-32" in items[0].reason
    assert isinstance(items[1], Article)


@pytest.mark.parametrize(
    ("name", "words"),
    [("a.zip", "unpacks to more than 250 times its size"), ("a.tar.gz", "grows to more than 250 times its size")],
)
def test_a_bomb_is_left_alone(name: str, words: str) -> None:
    items = read_all(PACKED[name]([("ok.html", page(1).encode()), ("bomb.txt", b" " * (40 * 2**20))]), name)
    assert isinstance(items[0], Article)
    assert isinstance(items[1], Skipped)
    assert words in items[1].reason


def test_a_bomb_in_a_header_is_left_alone() -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 20 * 2**20
    data = info.tobuf(tarfile.USTAR_FORMAT) + b"\0" * (20 * 2**20)
    assert "a header of more than 1 MB" in read_reason(data, "a.tar")


def test_archives_in_archives_are_read_three_deep() -> None:
    data, name = page(1).encode(), "page.html"
    for number in range(5):
        data, name = (
            PACKED["a.zip" if number % 2 else "a.tar.gz"]([(name, data)]),
            f"{number}.zip" if number % 2 else f"{number}.tar.gz",
        )
    assert "3 levels deep" in read_reason(data, name)
    data, name = page(1).encode(), "page.html"
    for _ in range(3):
        data, name = zipped([(name, data)]), "n.zip"
    assert records(read_all(data, "n.zip")) == ["n.zip!/n.zip!/page.html"]


def test_too_many_members_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_limits, "MAX_MEMBERS", 3)
    monkeypatch.setattr(bundle_limits.Budget.__init__, "__defaults__", (3, 10**9, None))
    items = read_all(tarred([(f"{n}.html", page(n).encode()) for n in range(5)]), "a.tar")
    assert [isinstance(item, Article) for item in items] == [True, True, True, False]
    assert "holds more than" in str(items[-1])


def test_ten_thousand_small_members_are_passed_over() -> None:
    data = zipped([(f"{n}.css", b"x") for n in range(10_000)] + [("a.html", page(1).encode())], zipfile.ZIP_STORED)
    assert records(read_all(data, "a.zip")) == ["a.html"]


@pytest.mark.parametrize("named", [True, False])
def test_an_archive_without_articles(named: bool) -> None:
    data = zipped([("a.css", b"x")])
    (item,) = load_reader("bundle").read(Source("a.zip", lambda: io.BytesIO(data), named=named))
    assert isinstance(item, Skipped)
    assert "without articles" in item.reason
    assert item.status is (Status.ERROR if named else Status.SKIPPED)


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tar.bz2", "a.tar.xz"])
def test_an_archive_that_breaks_off_says_so(name: str) -> None:
    data = PACKED[name](MEMBERS)
    end = len(data) if name != "a.tar" else data.rindex(b"theme")
    for cut in range(0, end - 1, max(end // 30, 1)):
        items = read_all(data[:cut], name)
        assert any(isinstance(item, Skipped) and item.status is Status.ERROR for item in items), cut
    assert all(isinstance(item, Article) for item in read_all(data, name)[:5])


def test_a_broken_header_in_the_middle_is_no_silent_end() -> None:
    data = bytearray(tarred([(f"{n}.html", page(n).encode()) for n in range(4)]))
    data[2 * 1024 + 150] ^= 0xFF
    items = read_all(bytes(data), "a.tar")
    assert "broken here" in str(items[-1])
    assert len(items) == 3


class Slow(io.RawIOBase):
    """A stream that can be read once, and not be moved in."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest, self.held = chunks, b"", 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        self._rest = self._rest or next(self._chunks, b"")
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


def test_a_pipe_is_read_too() -> None:
    data = tarred(MEMBERS, "w:gz")
    items = list(load_reader("bundle").read(Source("-", lambda: io.BufferedReader(Slow(iter([data]))))))
    assert records(items) == RECORDS


def test_an_error_of_our_own_costs_one_member(monkeypatch: pytest.MonkeyPatch) -> None:
    from captioncheck.extract.markdown import MarkdownReader

    def broken(self: MarkdownReader, source: Source) -> Iterator[Article]:
        raise RecursionError("too deep")

    monkeypatch.setattr(MarkdownReader, "read", broken)
    members = [("a.html", page(1).encode()), ("b.md", b"# B\n\nText."), ("c.html", page(2).encode())]
    first, lost, last = read_all(zipped(members), "a.zip")
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(lost, Skipped)
    assert lost.location.record == "b.md"
    assert lost.reason.startswith("internal error: RecursionError: too deep (extract/bundle.py:")
