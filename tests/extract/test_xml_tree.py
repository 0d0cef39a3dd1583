from __future__ import annotations

import pytest

from captioncheck.datatypes import Skipped
from captioncheck.errors import ReaderError
from captioncheck.extract.xml_tree import first_text, parse
from tests.extract.reading import read_all, read_article, read_reason

DOCUMENT = (
    '<?xml version="1.0"?>{doctype}<nitf><body><body.head><hedline><hl1>Bridge opens</hl1></hedline></body.head>'
    "<body.content><p>The new bridge opened on Monday. {text}</p></body.content></body></nitf>"
)


def nitf(doctype: str = "", text: str = "") -> str:
    return DOCUMENT.format(doctype=doctype, text=text)


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE nitf [<!ENTITY leak SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE nitf [<!ENTITY leak SYSTEM 'http://127.0.0.1:9/x'>]>",
        "<!DOCTYPE nitf [<!ENTITY leak 'inside'>]>",
    ],
    ids=["file", "network", "own"],
)
def test_own_entities_are_left_out(doctype: str) -> None:
    article = read_article(nitf(doctype, "A &leak; B"), "a.xml")
    assert article.passages[0].text == "The new bridge opened on Monday. A B"
    assert "entities that the document defines for itself are left out" in article.notes


@pytest.mark.parametrize("use", ["<nitf baselang='&i;'/>", "<nitf><body>&i;</body></nitf>"])
def test_billion_laughs_do_not_go_off(use: str) -> None:
    entities = "".join(f"<!ENTITY {c} '{f'&{b};' * 10}'>" for b, c in zip("abcdefgh", "bcdefghi", strict=True))
    bomb = f"<!DOCTYPE nitf [<!ENTITY a 'lolololol'>{entities}]>{use}"
    assert "Maximum entity amplification factor exceeded" in read_reason(bomb, "a.xml")


def test_parameter_entities_open_nothing() -> None:
    doctype = "<!DOCTYPE nitf [<!ENTITY % x SYSTEM 'file:///etc/passwd'> %x;]>"
    items = read_all(nitf(doctype), "a.xml")
    assert "root:" not in str(items)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE nitf SYSTEM "nitf-3-3.dtd">',
        '<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.3//EN" "http://127.0.0.1:9/nitf.dtd">',
        "",
    ],
)
def test_a_plain_doctype_is_allowed_and_names_of_characters_are_known(doctype: str) -> None:
    article = read_article(nitf(doctype, "Caf&eacute; &mdash; &amp; &#233; &lt;"), "a.xml")
    assert article.passages[0].text.endswith("Café — & é <")
    assert article.notes == ()


def test_control_characters_are_spaces() -> None:
    assert read_article(nitf(text="a\x0bb\x1fc"), "a.xml").passages[0].text.endswith("a b c")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "is no XML, or empty"),
        ("<nitf>", "is broken XML at line 1"),
        ("<nitf>\n<body></nitf>", "is broken XML at line 2: Opening and ending tag mismatch"),
        ("plain text", "is broken XML at line 1"),
        (nitf(text="&nosuch;"), "is broken XML at line 1: Entity 'nosuch' not defined"),
        ("<nitf/>", "holds no article"),
    ],
)
def test_broken_xml_says_where(data: str, words: str) -> None:
    assert words in read_reason(data, "a.xml")


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16", "utf-8", "koi8-r"])
def test_encodings(encoding: str) -> None:
    word = "Мост" if encoding == "koi8-r" else "Brücke"
    text = f'<?xml version="1.0" encoding="{encoding}"?><nitf><head><title>{word}</title></head></nitf>'
    assert read_article(text.encode(encoding), "a.xml").headline == word


def test_a_wrong_declaration_is_told() -> None:
    text = "Die Brücke über die Elbe wurde gestern für alle Fußgänger eröffnet"
    data = f'<?xml version="1.0" encoding="utf-8"?><a><b>{text}</b></a>'
    tree = parse(data.encode("cp1252"))
    assert "Brücke" in first_text(tree.root, "b")
    assert tree.notes


def test_huge_texts_are_read_where_no_entity_is_defined() -> None:
    blob = "A" * (11 * 2**20)
    assert first_text(parse(f"<a><x>{blob}</x><b>ok</b></a>".encode()).root, "b") == "ok"
    with pytest.raises(ReaderError, match="is broken XML"):
        parse(f"<!DOCTYPE a [<!ENTITY e 'x'>]><a><x>{blob}</x><b>ok</b></a>".encode())


@pytest.mark.parametrize("name", ["nitf", "newsml", "newsmlg2", "wxr"])
def test_a_reader_by_name_refuses_other_documents(name: str) -> None:
    from io import BytesIO

    from captioncheck.extract import Source, load_reader

    (item,) = load_reader(name).read(Source("a.xml", lambda: BytesIO(b"<other><x/></other>")))
    assert isinstance(item, Skipped)
    assert item.reason.startswith("is ")
