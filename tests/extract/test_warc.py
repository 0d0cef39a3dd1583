from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zlib

import pytest

from captioncheck.datatypes import Article, Skipped, Status
from captioncheck.errors import MissingExtraError
from captioncheck.extract import Source, load_reader, packed, warc_records
from tests.extract.archives import page, record, response, warc
from tests.extract.reading import read_all, read_article, read_reason

GOOD = [record(response(page(n)), n) for n in range(1, 5)]
OTHERS = [
    record(b"software: test\r\n", 90, "warcinfo"),
    record(b"GET / HTTP/1.1\r\n\r\n", 91, "request"),
    record(response(b"\xff\xd8\xff" * 9, headers="Content-Type: image/jpeg\r\n"), 92),
    record(response(page(9), "404 Not Found"), 93),
]


def chunked(data: bytes) -> bytes:
    pieces = (data[at : at + 70] for at in range(0, len(data), 70))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def ids(items: list[Article | Skipped]) -> list[str]:
    return [(item.location.record or "").removeprefix("urn:uuid:") for item in items if isinstance(item, Article)]


def reasons(items: list[Article | Skipped]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Skipped)]


@pytest.mark.parametrize("is_packed", [False, True])
def test_every_page_is_an_article_and_the_rest_is_counted(is_packed: bool) -> None:
    items = read_all(warc(*OTHERS, *GOOD, packed=is_packed), "a.warc.gz" if is_packed else "a.warc")
    assert ids(items) == ["1", "2", "3", "4"]
    assert reasons(items) == ["other records, no pages: 1 warcinfo, 1 request, 1 image/jpeg, 1 text/html 404"]
    assert items[-1].status is Status.SKIPPED  # type: ignore[union-attr]


def test_a_file_packed_as_a_whole() -> None:
    assert ids(read_all(gzip.compress(warc(*GOOD)), "a.warc.gz")) == ["1", "2", "3", "4"]


def test_zstandard_with_and_without_a_dictionary() -> None:
    zstandard = pytest.importorskip("zstandard")
    assert ids(read_all(zstandard.compress(warc(*GOOD)), "a.warc.zst")) == ["1", "2", "3", "4"]
    words = zstandard.train_dictionary(2000, [record(response(page(n)), n) for n in range(200)])
    pack = zstandard.ZstdCompressor(dict_data=words)
    front = b"\x5d\x2a\x4d\x18" + len(words.as_bytes()).to_bytes(4, "little") + words.as_bytes()
    data = front + b"".join(pack.compress(one) for one in GOOD)
    assert ids(read_all(data, "a.warc.zst")) == ["1", "2", "3", "4"]
    assert (
        "is a Zstandard file"
        in reasons(read_all(data[:8] + b"\0" * len(words.as_bytes()) + data[-200:], "a.warc.zst"))[0]
    )


def test_a_page_knows_its_record_and_its_pictures_their_page() -> None:
    article = read_article(GOOD[0], "a.warc")
    (caption,) = article.captions
    assert article.location.record == caption.location.record == "urn:uuid:1"
    assert caption.picture is not None
    assert (caption.picture.reference, caption.picture.base) == ("boats-1.jpg", "https://news.example/1.html")
    assert article.published is None  # the day of the crawl is not that of the article


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Content-Encoding: gzip\r\n", gzip.compress(page(7).encode())),
        ("Content-Encoding: deflate\r\n", zlib.compress(page(7).encode())),
        ("Content-Encoding: gzip\r\n", page(7).encode()),
        ("Transfer-Encoding: chunked\r\n", chunked(page(7).encode())),
        ("Transfer-Encoding: chunked\r\n", page(7).encode()),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunked(gzip.compress(page(7).encode()))),
    ],
)
def test_codings(headers: str, body: bytes) -> None:
    data = record(response(body, headers=f"Content-Type: text/html\r\n{headers}"), 7)
    assert read_article(data, "a.warc").headline == "Busy week 7 in the harbour"


def test_brotli() -> None:
    brotli = pytest.importorskip("brotli")
    headers = "Content-Type: text/html\r\nContent-Encoding: br\r\n"
    assert ids(read_all(record(response(brotli.compress(page(7).encode()), headers=headers), 7), "a.warc")) == ["7"]
    assert "cannot be unpacked" in read_reason(record(response(b"\xff" * 50, headers=headers), 7), "a.warc")


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_digest_that_does_not_agree_is_an_error_and_the_rest_goes_on(is_packed: bool) -> None:
    bad = GOOD[1].replace(b"Busy week 2", b"Busy week X")
    items = read_all(warc(GOOD[0], bad, *GOOD[2:], packed=is_packed), "a.warc")
    assert ids(items) == ["1", "3", "4"]
    assert "the record is damaged: its block is not what sha1:" in reasons(items)[0]


@pytest.mark.parametrize("make", [hashlib.sha1, hashlib.sha256, hashlib.md5])
def test_digests_in_all_spellings_agree(make) -> None:  # type: ignore[no-untyped-def]
    block = response(page(1))
    name, own = make().name, make(block)
    for spelt in (own.hexdigest(), own.hexdigest().upper(), base64.b32encode(own.digest()).decode()):
        assert ids(read_all(record(block, 1, digest=f"{name}:{spelt}"), "a.warc")) == ["1"]
    for strange in ("crc32:abc", "sha1", "nonsense"):
        assert ids(read_all(record(block, 1, digest=strange), "a.warc")) == ["1"]


def test_payload_digests_before_and_after_chunking() -> None:
    body = page(1).encode()
    for data in (chunked(body), body):
        block = response(chunked(body), headers="Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n")
        good = base64.b32encode(hashlib.sha1(data).digest()).decode()
        assert ids(read_all(record(block, 1, more=f"WARC-Payload-Digest: sha1:{good}\r\n"), "a.warc")) == ["1"]
    wrong = base64.b32encode(b"x" * 20).decode()
    reason = read_reason(record(response(body), 1, more=f"WARC-Payload-Digest: sha1:{wrong}\r\n"), "a.warc")
    assert "its page is not what sha1:" in reason


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("lost", [20, 150, 300, 600])
def test_after_a_record_that_breaks_off_the_next_is_read(is_packed: bool, lost: int) -> None:
    items = read_all(warc(GOOD[0], GOOD[1][:-lost], *GOOD[2:], packed=is_packed), "a.warc")
    assert ids(items) == ["1", "3", "4"]
    assert reasons(items)


def test_a_packed_record_that_is_damaged_is_told() -> None:
    data = bytearray(warc(*GOOD, packed=True))
    data[len(gzip.compress(GOOD[0])) + 60] ^= 0xFF
    items = read_all(bytes(data), "a.warc.gz")
    assert ids(items) == ["1", "3", "4"]
    assert any("are broken" in reason or "damaged" in reason for reason in reasons(items))


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_file_that_ends_too_early_says_so(is_packed: bool) -> None:
    data = warc(*GOOD, packed=is_packed)
    for cut in range(0, len(data) - 5, 61):
        items = read_all(data[:cut], "a.warc.gz" if is_packed else "a.warc")
        whole = len(ids(items))
        boundaries = [len(warc(*GOOD[:n], packed=is_packed)) for n in range(5)]
        ends = [boundary for boundary in boundaries if boundary <= cut]
        assert whole >= len(ends) - 1
        missing = min(abs(cut - boundary) for boundary in boundaries)
        assert reasons(items) or missing < 5, cut


def test_what_the_crawler_cut_is_read_with_a_note() -> None:
    article = read_article(record(response(page(1)), 1, more="WARC-Truncated: length\r\n"), "a.warc")
    assert article.notes == ("the crawler cut the page short (length)",)


@pytest.mark.parametrize("data", [b"", b"hello\n" * 50, b"WARC/1.0\r\n\r\n"])
def test_what_is_no_warc_says_so(data: bytes) -> None:
    assert reasons(read_all(data, "a.warc")) or data.startswith(b"WARC")
    assert not ids(read_all(data, "a.warc"))


def test_a_long_record_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_records, "MAX_BLOCK", 500)
    items = read_all(
        warc(record(response(b"x" * 5000), 8), record(response("<html><h1>Short page</h1></html>"), 2)), "a.warc"
    )
    assert ids(items) == ["2"]
    assert "too long for an article" in reasons(items)[0]


def test_a_bomb_in_a_member_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from captioncheck.extract import warc_members

    monkeypatch.setattr(warc_members, "ALLOWED", 10_000)
    items = read_all(gzip.compress(record(b"\0" * 5_000_000, 1)), "a.warc.gz")
    assert "grows to more than" in reasons(items)[0]


def test_zstandard_needs_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(MissingExtraError, match=r"captioncheck\[archive\]"):
        packed.zstandard_unpacker()
    (item,) = load_reader("warc").read(Source("a.warc.zst", lambda: io.BytesIO(b"(\xb5/\xfd1234")))
    assert isinstance(item, Skipped)
    assert "captioncheck[archive]" in item.reason


def test_an_error_of_our_own_costs_one_page(monkeypatch):
    from captioncheck.extract import warc as module

    def broken(text, path):
        if "Busy week 2" in str(text):
            raise RecursionError("too deep")
        return whole(text, path)

    whole = module.article_of
    monkeypatch.setattr(module, "article_of", broken)
    items = read_all(warc(*(record(response(page(n)), n) for n in (1, 2, 3))), "a.warc")
    assert [isinstance(item, Article) for item in items] == [True, False, True]
    assert "internal error: RecursionError: too deep (extract/warc.py:" in items[1].reason
    assert items[1].location.record == "urn:uuid:2"
