from __future__ import annotations

import gzip

import pytest

from captioncheck.errors import ReaderError, UnknownNameError
from captioncheck.extract import load_reader, reader_for
from captioncheck.extract.readers import EXTENSIONS, UNREADABLE, holds_one
from captioncheck.registry import READERS


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"Just a line of text",
        b"a < b and b > c, said the teacher",
        b"{ not a record }",
        b"--- a dash begins this line",
        b"<3 this city",
        "Дождь прошёл ночью".encode(),
        b"\xff\xfe",
    ],
)
def test_plain_text_is_not_taken_for_anything_else(head: bytes) -> None:
    assert reader_for("article", head) == "text"


@pytest.mark.parametrize(
    ("path", "head", "name"),
    [
        ("a.txt", b"<html>", "text"),
        ("a.HTML", b"", "html"),
        ("dir.md/a.htm", b"", "html"),
        ("a.md", b"<p>", "markdown"),
        ("a.jsonl", b"", "jsonl"),
        ("a.html.gz", gzip.compress(b"x", mtime=0), "html"),
        ("-", b"<!DOCTYPE html><html>", "html"),
        ("-", b"\xef\xbb\xbf\n<html lang=de>", "html"),
        ("-", "<html>Ж".encode("utf-16"), "html"),
        ("-", b"<!-- saved from url=(0030)https://example.org/ -->\n<html>", "html"),
        ("-", b'<?xml version="1.0"?><!DOCTYPE html>', "html"),
        ("-", b'{"id": "a", "title": "T"}', "jsonl"),
        ("-", b"---\ntitle: T\n---\n", "markdown"),
        ("-", b"# T\n\n![alt](a.jpg)\n", "markdown"),
        ("-", b'Text\n{{< figure src="a.jpg" >}}', "markdown"),
        ("saved.gz", gzip.compress(b"<html><body>", mtime=0), "html"),
        ("a.warc.gz", b"", "warc"),
        ("a.warc.zst", b"", "warc"),
        ("a.tar.gz", b"", "bundle"),
        ("a.TAR.bz2", b"", "bundle"),
        ("a.tgz", b"", "bundle"),
        ("a.zip", b"", "bundle"),
        ("story.v2.xml", b"", "xml"),
        ("story.xml.gz", b"", "xml"),
        ("story.json", b"", "json"),
        ("-", b"PK\x03\x04", "bundle"),
        ("-", b"\0" * 257 + b"ustar\x0000", "bundle"),
        ("-", gzip.compress(b"\0" * 257 + b"ustar\x0000", mtime=0), "bundle"),
        ("-", gzip.compress(b"WARC/1.0\r\n", mtime=0), "warc"),
        ("-", gzip.compress(b"Just a line of text", mtime=0), "text"),
        ("-", b"\xfd7zXZ\x00", "bundle"),
        ("-", b"PAR1", "parquet"),
        ("-", b"WARC/1.0\r\n", "warc"),
        ("-", b'<?xml version="1.0"?><NewsML>', "xml"),
        ("-", b'<!DOCTYPE nitf SYSTEM "x.dtd"><nitf>', "xml"),
        ("-", b"<newsMessage xmlns='x'>", "xml"),
        ("-", b'{"@context": "https://schema.org"}', "json"),
        ("-", b'[\n {"uri": "x"}]', "json"),
        ("-", b'{\n  "type": "text"', "json"),
        ("-", b"[1] a footnote", "text"),
        ("-", b"<rss version=", "xml"),
    ],
)
def test_extension_then_content(path: str, head: bytes, name: str) -> None:
    assert reader_for(path, head) == name


@pytest.mark.parametrize("path", ["a.pdf", "a.DOCX", "photo.heic", "b.rar", "c.mp4", "d.txt.xz"])
def test_known_but_unread_kinds_say_what_is_read(path: str) -> None:
    with pytest.raises(
        ReaderError, match="captioncheck reads plain text, Markdown, HTML, JSONL, news in XML or JSON, Parq"
    ):
        reader_for(path, b"")


def test_the_format_can_be_forced() -> None:
    assert reader_for("a.pdf", b"", "html") == "html"
    with pytest.raises(
        UnknownNameError, match="known: ans, bundle, html, json, jsonl, jsonld, markdown, newsml, newsmlg2, ninjs, nitf"
    ):
        reader_for("a.txt", b"", "docbook")


@pytest.mark.parametrize(
    "path", ["a.jsonl", "a.parquet", "a.warc.gz", "site.zip", "a.tar.gz", "blog.wxr", "-", "a.bin"]
)
def test_what_may_hold_many_articles_is_not_counted_as_one(path: str) -> None:
    assert not holds_one(path)


@pytest.mark.parametrize("path", ["a.txt", "a.html", "a.md.gz", "a.xml", "a.json", "a.JPG"])
def test_most_files_hold_one_article(path: str) -> None:
    assert holds_one(path)
    assert not holds_one(path, "jsonl")


def test_every_extension_has_a_reader_or_a_reason() -> None:
    by_name = {"photo", "newsml", "newsmlg2", "ninjs", "ans"}  # these share .xml and .json
    assert {*EXTENSIONS.values()} | by_name == set(READERS.builtin())
    assert not set(EXTENSIONS) & set(UNREADABLE)


@pytest.mark.parametrize("name", sorted(set(READERS.builtin()) - {"text"}))
def test_readers_load_by_name(name: str) -> None:
    assert callable(load_reader(name).read)


def test_an_unknown_reader_lists_the_known() -> None:
    with pytest.raises(UnknownNameError, match="unknown input format 'pdf'"):
        load_reader("pdf")
