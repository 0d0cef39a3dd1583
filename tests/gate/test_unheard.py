"""Comments in formats in which none has an effect: whoever writes one there is told, and nobody else is."""

import io
import json
import tarfile
import zipfile
from functools import partial
from pathlib import Path

import pytest

from captioncheck.datatypes import Article, Checked
from captioncheck.extract.base import Source
from captioncheck.extract.directives import UNHEARD
from captioncheck.extract.readers import load_reader, reader_for
from captioncheck.gate.comments import NOT_HERE, Comments
from captioncheck.sources import open_file
from tests.gate.silencing import BODY, NAMES

C = "captioncheck: ignore[CC101] the desk knows"
PROSE = f"He wrote {C} above it, and it helped. captioncheck: a tool."
PAGE = f"<html><body><article><h1>Harbour opens</h1><p>{BODY}</p>%s</article></body></html>"


def record(body: str, **more: object) -> dict[str, object]:
    return {"id": "a1", "title": "Harbour opens", "body": body, "captions": [{"text": "Cranes."}], **more}


def zipped(name: str, text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, text)
    return packed.getvalue()


def tarred(name: str, text: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(text.encode())
        archive.addfile(info, io.BytesIO(text.encode()))
    return packed.getvalue()


def warc(page: str) -> bytes:
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: http://x.example/a\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def newsml(body: str) -> str:
    return (
        "<NewsML><NewsItem><Identification><NewsIdentifier><NewsItemId>n1</NewsItemId></NewsIdentifier>"
        "</Identification><NewsComponent><NewsLines><HeadLine>Harbour opens</HeadLine></NewsLines>"
        f"<NewsComponent><ContentItem><DataContent><p>{BODY}</p>{body}</DataContent></ContentItem></NewsComponent>"
        "</NewsComponent></NewsItem></NewsML>"
    )


def wxr(body: str) -> str:
    return (
        "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:wp='http://wordpress.org/export/1.2/'>"
        "<channel><item><title>Harbour opens</title><wp:post_id>7</wp:post_id><wp:post_type>post</wp:post_type>"
        f"<content:encoded><![CDATA[<p>{BODY}</p>{body}]]></content:encoded></item></channel></rss>"
    )


def ninjs(body: str, **more: object) -> str:
    return json.dumps(
        {"uri": "n1", "type": "text", "headline": "Harbour", "body_xhtml": f"<p>{BODY}</p>{body}", **more}
    )


NITF = (
    "<nitf><body><body.head><hedline><hl1>Harbour</hl1></hedline></body.head>"
    f"<body.content><p>{BODY}</p>%s</body.content></body></nitf>"
)
COMMENT = f"<!-- {C} -->"
HEARD_NOWHERE = {
    "a record's line": ("a.jsonl", json.dumps(record(f"{BODY}\n{C}\n{BODY}"))),
    "a record's first line": ("a.jsonl", json.dumps(record(f"{C}\n{BODY}"))),
    "a record's caption": ("a.jsonl", json.dumps(record(BODY) | {"captions": [{"text": f"Cranes. {COMMENT}"}]})),
    "a record's own key": ("a.jsonl", json.dumps(record(BODY, captioncheck="ignore[CC101]"))),
    "a record's own table": ("a.json", json.dumps(record(BODY, captioncheck={"ignore": ["CC101"]}))),
    "a record's remark": ("a.json", json.dumps(record(BODY, remark=C))),
    "ninjs": ("a.json", ninjs(COMMENT)),
    "ninjs in a list": ("a.json", f"[{ninjs(COMMENT)}]"),
    "ninjs, a key": ("a.json", ninjs("", note=C)),
    "NewsML": ("a.xml", newsml(COMMENT)),
    "WordPress": ("a.xml", wxr(COMMENT)),
    "a crawl": ("a.warc", warc(PAGE % COMMENT)),
    "text in zip": ("a.zip", zipped("s.txt", f"Harbour opens\n\n{C}\nCranes on the quay\n\n{BODY}\n")),
    "Markdown in zip": ("a.zip", zipped("s.md", f"---\ncaptioncheck: {{ignore: [CC101]}}\n---\n# Harbour\n\n{BODY}\n")),
    "HTML in tar": ("a.tgz", tarred("s.html", PAGE % COMMENT)),
    "NITF in zip": ("a.zip", zipped("s.xml", NITF % COMMENT)),
}  # fmt: skip
SILENT = {
    "a record": ("a.jsonl", json.dumps(record(f"{BODY}\n{PROSE}"))),
    "a record, quoted": ("a.jsonl", json.dumps(record(f'"captioncheck: what is it?" {PROSE}'))),
    "ninjs": ("a.json", ninjs(f"<p>{PROSE}</p>")),
    "NewsML": ("a.xml", newsml(f"<p>{PROSE}</p>")),
    "another's comment": ("a.xml", newsml("<!-- captionchecker: ignore[CC101] --><!-- see captioncheck -->")),
    "WordPress": ("a.xml", wxr(f"<!-- wp:paragraph --><p>{PROSE}</p><!-- /wp:paragraph -->")),
    "a crawl": ("a.warc", warc(PAGE % f"<p>{PROSE} &lt;!-- {C} --&gt;</p>")),
    "text in zip": ("a.zip", zipped("s.txt", f"Harbour opens\n\n{PROSE}\n\n{BODY}\n")),
    "Markdown in zip": ("a.zip", zipped("s.md", f"# Harbour\n\n```\n{COMMENT}\n```\n\n{BODY}\n")),
    "NITF in zip": ("a.zip", zipped("s.xml", NITF % f"<p>{PROSE}</p>")),
}


@pytest.fixture
def found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(name, content, **options):
        Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
        source = Source(name, partial(open_file, name))
        reader = load_reader(reader_for(name, source.data()[:4096]))
        article = next(one for one in reader.read(source) if isinstance(one, Article))
        comments = Comments(NAMES, lambda path: Source(path, partial(open_file, path)), **options)
        return comments.apply(Checked(article, ()))

    return call


@pytest.mark.parametrize("name", SILENT)
def test_what_only_speaks_of_comments_is_left_alone(found, name):
    checked = found(*SILENT[name])
    assert checked.findings == ()
    assert UNHEARD not in checked.article.notes


@pytest.mark.parametrize("name", HEARD_NOWHERE)
def test_a_comment_that_nobody_obeys_is_a_finding(found, name):
    checked = found(*HEARD_NOWHERE[name])
    (finding,) = checked.findings
    assert (finding.evidence.code, finding.evidence.message, str(finding.level)) == ("CC401", NOT_HERE, "warning")
    assert finding.location == checked.article.location
    assert UNHEARD not in checked.article.notes


def test_where_the_rule_is_off_it_is_no_finding(found):
    checked = found(*HEARD_NOWHERE["ninjs"], idle=frozenset({"CC401"}))
    assert (checked.findings, checked.article.notes) == ((), ())


@pytest.mark.parametrize("name", ["a.nitf", "a.xml"])
def test_in_a_file_of_its_own_the_comment_counts(found, name):
    (finding,) = found(name, NITF % COMMENT).findings
    assert finding.evidence.message.startswith("ignore[CC101] suppresses nothing: no caption stands on its line")


def test_an_xml_file_that_is_a_page_is_one(found):
    text = (
        f"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'>{(PAGE % COMMENT).removeprefix('<html>')}"
    )
    (finding,) = found("a.xml", text).findings
    assert finding.evidence.message.startswith("ignore[CC101] suppresses nothing: no caption stands on its line")


def test_the_library_which_obeys_none_notes_them(found, tmp_path):
    from captioncheck import check

    path = tmp_path / "a.md"
    path.write_text(f"# Harbour\n\n{COMMENT}\n\n{BODY}\n")
    (result,) = check(path)
    assert result.article.notes == (UNHEARD,)
