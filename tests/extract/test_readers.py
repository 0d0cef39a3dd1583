from __future__ import annotations

import gzip

import pytest

from captioncheck.errors import ReaderError, UnknownNameError
from captioncheck.extract import load_reader, reader_for
from captioncheck.extract.readers import EXTENSIONS, UNREADABLE
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
        ("a.html.gz", gzip.compress(b"x"), "html"),
        ("-", b"<!DOCTYPE html><html>", "html"),
        ("-", b"\xef\xbb\xbf\n<html lang=de>", "html"),
        ("-", "<html>Ж".encode("utf-16"), "html"),
        ("-", b"<!-- saved from url=(0030)https://example.org/ -->\n<html>", "html"),
        ("-", b'<?xml version="1.0"?><!DOCTYPE html>', "html"),
        ("-", b'{"id": "a", "title": "T"}', "jsonl"),
        ("-", b"---\ntitle: T\n---\n", "markdown"),
        ("-", b"# T\n\n![alt](a.jpg)\n", "markdown"),
        ("-", b'Text\n{{< figure src="a.jpg" >}}', "markdown"),
        ("saved.gz", gzip.compress(b"<html><body>"), "html"),
    ],
)
def test_extension_then_content(path: str, head: bytes, name: str) -> None:
    assert reader_for(path, head) == name


@pytest.mark.parametrize("path", ["a.pdf", "a.DOCX", "photo.heic", "b.zip", "c.mp4", "d.warc.gz"])
def test_known_but_unread_kinds_say_what_is_read(path: str) -> None:
    with pytest.raises(ReaderError, match="captioncheck reads plain text, Markdown, HTML, JSONL, and JPEG"):
        reader_for(path, b"")


def test_the_format_can_be_forced() -> None:
    assert reader_for("a.pdf", b"", "html") == "html"
    with pytest.raises(UnknownNameError, match="known: html, jsonl, markdown, photo, text"):
        reader_for("a.txt", b"", "docbook")


def test_every_extension_has_a_reader_or_a_reason() -> None:
    assert {*EXTENSIONS.values(), "photo"} == set(READERS.builtin())
    assert not set(EXTENSIONS) & set(UNREADABLE)


@pytest.mark.parametrize("name", sorted(set(READERS.builtin()) - {"text"}))
def test_readers_load_by_name(name: str) -> None:
    assert callable(load_reader(name).read)


def test_an_unknown_reader_lists_the_known() -> None:
    with pytest.raises(UnknownNameError, match="unknown input format 'pdf'"):
        load_reader("pdf")
