"""What comments silence, and first what they must not."""

# ruff: noqa: E501  # a document a row

import pytest

from captioncheck.datatypes import Checked, Location, Skipped, Suppression
from captioncheck.extract.base import Source
from captioncheck.gate.comments import Comments
from tests.gate.silencing import BODY, NAMES, codes, complaints, silenced

C = "captioncheck: ignore[CC101, CC103] the desk knows"
NONE = {"A": "", "B": ""}


def page(body: str) -> str:
    return f"<html><head><title>Harbour</title></head><body><article><h1>Harbour opens</h1>\n{body}\n</article></body></html>"


def figure(name: str, *, before: str = "", inside: str = "", within: str = "", after: str = "") -> str:
    return (
        f"{before}<figure>{inside}<img src='{name}.jpg'><figcaption>{within}Caption {name} of cranes that stand still on "
        f"the quay</figcaption></figure>{after}"
    )


def wire(body: str) -> str:
    return (
        "<?xml version='1.0'?>\n<nitf><body><body.head><hedline><hl1>Harbour opens</hl1></hedline></body.head>\n"
        f"<body.content>\n{body}\n</body.content></body></nitf>"
    )


def media(name: str, *, before: str = "", within: str = "", after: str = "") -> str:
    return (
        f"{before}<media media-type='image'>\n<media-reference source='{name}.jpg'></media-reference>\n"
        f"<media-caption>{within}Caption {name} of cranes that stand still on\nthe quay</media-caption>{after}\n</media>"
    )


A, B, P = figure("A"), figure("B"), f"<p>{BODY}</p>"

# Nothing of this silences anything. The first column says what a reader would have to believe for it to.
MUST_NOT = {
    "prose stands between": ("html", page(f"<!-- {C} --><p>{BODY}</p>{A}\n{B}")),
    "prose stands between, on its own line": ("html", page(f"<!-- {C} -->\n{P}\n{A}\n{B}")),
    "below the caption": ("html", page(f"{A}\n{B}\n<!-- {C} -->\n{P}")),
    "in another comment": ("html", page(f"<!-- see <captioncheck: x> {C} -->\n{A}\n{B}")),
    "in text": ("html", page(f"<p>Write {C}, or &lt;!-- {C} --&gt;</p>{A}\n{B}")),
    "in a script": ("html", page(f"<script>var a = '<!-- {C} -->';</script>\n{A}\n{B}")),
    "in an attribute": ("html", page(f"<div title='{C}'></div>\n{A}\n{B}")),
    "not closed": ("html", page(f"{A}\n{B}\n{P}") + f"<!-- {C}"),
    "another tool's": ("html", page(f"<!-- notcaptioncheck: ignore[CC101] -->{A}\n{B}")),
    "no rule": ("html", page(f"<!-- captioncheck: ignore -->\n{A}\n{B}")),
    "empty rules": ("html", page(f"<!-- captioncheck: ignore[ , ] -->\n{A}\n{B}")),
    "all rules": ("html", page(f"<!-- captioncheck: ignore[all] -->\n{A}\n{B}")),
    "a star": ("html", page(f"<!-- captioncheck: ignore[*] -->\n{A}\n{B}")),
    "a family": ("html", page(f"<!-- captioncheck: ignore[CC1] -->\n{A}\n{B}")),
    "another rule": ("html", page(f"<!-- captioncheck: ignore[CC102] -->\n{A}\n{B}")),
    "a shortcode between": ("html", page(f"<!-- {C} -->[gallery 3 pictures]\n{A}\n{B}")),
    "an unknown verb": ("html", page(f"<!-- captioncheck: ignroe[CC101] -->\n{A}\n{B}")),
    "never enabled": ("html", page(f"<!-- captioncheck: disable[CC101] x -->\n{A}\n{B}")),
    "enabled before": ("html", page(f"<!-- captioncheck: enable[CC101] x -->\n{A}\n{B}")),
    "disable, other rule enabled": (
        "html",
        page(f"<!-- captioncheck: disable[CC101] x -->\n{A}\n{B}<!-- captioncheck: enable[CC103] -->"),
    ),
    "disabled below": (
        "html",
        page(f"{A}\n{B}\n<!-- captioncheck: disable[CC101] x -->\n{P}<!-- captioncheck: enable[CC101] -->"),
    ),
    "markdown: fenced": ("markdown", f"# Harbour\n\n```html\n<!-- {C} -->\n```\n![](a.jpg 'Caption A of the quay')\n\n{BODY}\n\n![](b.jpg 'Caption B of the quay')\n"),
    "markdown: tildes": ("markdown", f"# Harbour\n\n~~~\n<!-- {C} -->\n~~~\n\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n"),
    "markdown: indented": ("markdown", f"# Harbour\n\n    <!-- {C} -->\n\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n"),
    "markdown: code": ("markdown", f"# Harbour\n\nA `<!-- {C} -->`\n\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n"),
    "markdown: prose between": ("markdown", f"# Harbour\n\n<!-- {C} -->\n{BODY}\n\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n"),
    "markdown: bare line": ("markdown", f"# Harbour\n\n{C}\n\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n"),
    "markdown: heading between": ("markdown", f"# Harbour\n\n<!-- {C} -->\n\n## Cranes\n\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n"),
    "markdown: in matter's text": ("markdown", f"---\ntitle: 'On {C}'\ntags: ['captioncheck: ignore-file[CC101]']\n---\n\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n"),
    "markdown: matter without rules": ("markdown", "---\ncaptioncheck: {reason: x}\n---\n\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n"),
    "markdown: matter with a strange key": ("markdown", "---\ncaptioncheck: {ignore: [CC101], lines: 3}\n---\n\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n"),
    "markdown: matter that is a list of codes": ("markdown", "---\ncaptioncheck: [CC101]\n---\n\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n"),
    "wire: prose between": ("nitf", wire(f"<!-- {C} -->\n{P}\n{media('A')}\n{media('B')}")),
    "wire: another caption's end between": ("nitf", wire(f"{media('A', after=chr(10) + f'<!-- {C} -->')}\n{media('B')}")),
    "wire: no comment": ("nitf", wire(f"<p>&lt;!-- {C} --&gt;</p>\n{media('A')}\n{media('B')}")),
    "wire: below": ("nitf", wire(f"{media('A')}\n{media('B')}\n<!-- {C} -->")),
    "text: in the caption": ("text", f"Harbour opens\n\nCaption A of the quay {C}\nCaption B of the quay // {C}\n\n{BODY}\n"),
    "text: within prose": ("text", f"Harbour opens\n\nHe wrote {C}\nCaption A of the quay\nCaption B of the quay\n\n{BODY}\n"),
    "text: prose between": ("text", f"Harbour opens\n\n{C}\n{BODY}\nCaption A of the quay\nCaption B of the quay\n"),
    "text: below": ("text", f"Harbour opens\n\n{BODY}\n\nCaption A of the quay\nCaption B of the quay\n{C}\n"),
    "text: no directive": ("text", "Harbour opens\n\ncaptioncheck: a tool [new]\nCaption A of the quay\nCaption B of the quay\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", MUST_NOT)
def test_what_must_not_silence(name):
    reader, document = MUST_NOT[name]
    checked = silenced(document, reader)
    assert codes(checked) == NONE
    assert not any(judgement.suppressed for judgement in checked.judgements)


BOTH = "CC101 CC103"
# document -> what is silenced of each caption
SILENCES = {
    "above the figure": ("html", page(f"<!-- {C} -->\n{A}\n{B}"), (BOTH, "")),
    "above, blank lines": ("html", page(f"{P}\n<!-- {C} -->\n\n \n{A}\n{B}"), (BOTH, "")),
    "on the figure's line": ("html", page(f"{A}\n<!-- {C} -->{B}"), ("", BOTH)),
    "in the figure": ("html", page(figure("A", inside=f"\n<!-- {C} -->\n") + B), (BOTH, "")),
    "in the caption": ("html", page(figure("A", within=f"<!-- {C} -->") + B), (BOTH, "")),
    "behind the caption": ("html", page(figure("A", after=f" <!-- {C} -->") + "\n" + B), (BOTH, "")),
    "behind the last": ("html", page(f"{A}\n{figure('B', after=f'<!-- {C} -->')}\n{P}"), ("", BOTH)),
    "between two on one line": ("html", page(f"{A}<!-- {C} -->{B}"), ("", BOTH)),
    "between text and the closing tag, on one line": (
        "html",
        page(A.replace("</figcaption>", f"<!-- {C} --></figcaption>") + B),
        (BOTH, ""),
    ),
    "divs and picture tags between": (
        "html",
        page(f"<!-- {C} -->\n<div class='x'><picture><source srcset='a.webp'></picture></div>\n{A}\n{B}"),
        (BOTH, ""),
    ),
    "two comments above": (
        "html",
        page(f"<!-- captioncheck: ignore[CC101] x -->\n<!-- a note -->\n<!-- captioncheck: ignore[names] y -->\n{A}{B}"),
        (BOTH, ""),
    ),
    "a caption of several lines": (
        "html",
        page(
            "<figure><img src='a.jpg'><figcaption>Caption A of <b>cranes</b> that\n stand still &amp; wait\n on the "
            f"l&#39;quay <!-- {C} -->\n</figcaption></figure>\n{B}"
        ),
        (BOTH, ""),
    ),
    "a comment of several lines": ("html", page(f"<!--\n  captioncheck: ignore[CC101,\n CC103]\n x\n-->\n{A}\n{B}"), (BOTH, "")),
    "by name": ("html", page(f"<!-- captioncheck: ignore[subject] -->\n{A}\n{B}"), ("CC101", "")),
    "in small letters": ("html", page(f"<!-- captioncheck: ignore[cc103,Subject] -->\n{A}\n{B}"), (BOTH, "")),
    "one known, one not": ("html", page(f"<!-- captioncheck: ignore[CC101, CC999] -->\n{A}\n{B}"), ("CC101", "")),
    "the file": ("html", page(f"{A}\n{P}\n{B}") + "<!-- captioncheck: ignore-file[CC103] x -->", ("CC103", "CC103")),
    "a range": (
        "html",
        page(f"<!-- captioncheck: disable[CC103] x -->\n{P}{A}\n<!-- captioncheck: enable[CC103] -->\n{B}"),
        ("CC103", ""),
    ),
    "ranges within each other": (
        "html",
        page(
            f"<!-- captioncheck: disable[CC103] x --><!-- captioncheck: disable[CC101,CC103] y -->{A}"
            f"<!-- captioncheck: enable[CC101,CC103] -->{B}<!-- captioncheck: enable[CC103] -->"
        ),
        (BOTH, "CC103"),
    ),
    "an alternative text": (
        "html",
        page(f"{P}<!-- {C} -->\n<img src='a.jpg' alt='Caption A of the cranes that stand still on the quay, Trieste, 2024'>\n{P}"),
        (BOTH,),
    ),
    "behind an alternative text": (
        "html",
        page(f"{P}<img src='a.jpg' alt='Caption A of the cranes that stand still on the quay, Trieste, 2024' title='x y'> <!-- {C} -->\n{P}"),
        (BOTH,),
    ),
    "markdown": ("markdown", f"# Harbour\n\n<!-- {C} -->\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n", (BOTH, "")),
    "markdown: with blank lines": ("markdown", f"# Harbour\n\n<!-- {C} -->\n\n\n![alt words](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n", (BOTH, "")),
    "markdown: before, on its line": ("markdown", f"# Harbour\n\n<!-- {C} --> ![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n", (BOTH, "")),
    "markdown: behind, on its line": ("markdown", f"# Harbour\n\n![](a.jpg 'Caption A of the quay') <!-- {C} -->\n\n![](b.jpg 'Caption B of the quay')\n", (BOTH, "")),
    "markdown: a remark": ("markdown", f"# Harbour\n\n[//]: # ({C} (really))\n\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n", (BOTH, "")),
    "markdown: a remark below the picture": ("markdown", f"# Harbour\n\n![x](a.jpg)\n[//]: # ({C})\n*Caption A of the quay*\n\n![](b.jpg 'Caption B of the quay')\n", (BOTH, "")),
    "markdown: an italic line below": ("markdown", f"# Harbour\n\n<!-- {C} -->\n![x y](a.jpg)\n*Caption A of the quay*\n\n![](b.jpg 'Caption B of the quay')\n", (BOTH, "")),
    "markdown: a linked picture": ("markdown", f"# Harbour\n\n<!-- {C} -->\n[![x y](a.jpg 'Caption A of the quay')](http://x.example/y)\n\n![](b.jpg 'Caption B of the quay')\n", (BOTH, "")),
    "markdown: a shortcode": ("markdown", f"# Harbour\n\n<!-- {C} -->\n{{{{< figure\n  src='a.jpg' alt='words'\n  caption='Caption A of the quay' >}}}}\n\n![](b.jpg 'Caption B of the quay')\n", (BOTH, "")),
    "markdown: liquid": ("markdown", f"# Harbour\n\n<!-- {C} -->\n{{% include figure.html src='a.jpg' caption='Caption A of the quay' %}}\n\n![](b.jpg 'Caption B of the quay')\n", (BOTH, "")),
    "markdown: wordpress": ("markdown", f"# Harbour\n\n<!-- {C} -->\n[caption id='1' width='300']<img src='a.jpg' /> Caption A of the quay[/caption]\n\n![](b.jpg 'Caption B of the quay')\n", (BOTH, "")),
    "markdown: a figure": ("markdown", f"# Harbour\n\n<!-- {C} -->\n{A}\n\n![](b.jpg 'Caption B of the quay')\n", (BOTH, "")),
    "markdown: on the first line below the matter": ("markdown", "---\ntitle: Harbour\n---\n<!-- captioncheck: ignore-file[CC101] x -->\n\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n", ("CC101", "CC101")),
    "markdown: matter": ("markdown", "---\ntitle: Harbour\ncaptioncheck: {ignore: [CC101], reason: x}\n---\n\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n", ("CC101", "CC101")),
    "markdown: matter, a list": ("markdown", "---\ncaptioncheck:\n  - ignore: names\n    reason: x\n  - ignore: CC101, CC103\n---\n\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n", (BOTH, BOTH)),
    "markdown: matter, in words": ("markdown", "---\ncaptioncheck: ignore[CC101] x\n---\n\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n", ("CC101", "CC101")),
    "markdown: matter in TOML": ("markdown", "+++\ntitle = 'x'\n[captioncheck]\nignore = ['CC101']\nreason = 'x'\n+++\n\n![](a.jpg 'Caption A of the quay')\n\n![](b.jpg 'Caption B of the quay')\n", ("CC101", "CC101")),
    "markdown: matter in JSON": ("markdown", '{"title": "x", "captioncheck": {"ignore": ["CC101"]}}\n\n![](a.jpg "Caption A of the quay")\n\n![](b.jpg "Caption B of the quay")\n', ("CC101", "CC101")),
    "markdown: a caption in the matter": ("markdown", f"---\ntitle: Harbour\n# {C}\nimage_caption: 'Caption A of the quay'\n---\n\n{BODY}\n\n![](b.jpg 'Caption B of the quay')\n", (BOTH, "")),
    "wire": ("nitf", wire(f"{P}\n<!-- {C} -->\n{media('A')}\n{media('B')}"), (BOTH, "")),
    "wire: the second": ("nitf", wire(f"{media('A')}\n<!-- {C} -->\n\n{media('B')}{P}"), ("", BOTH)),
    "wire: in the caption": ("nitf", wire(f"{media('A', within=f'<!-- {C} -->')}{P}\n{media('B')}"), (BOTH, "")),
    "wire: behind the caption": ("nitf", wire(f"{media('A', after=f' <!-- {C} -->')}{P}\n{media('B')}"), (BOTH, "")),
    "wire: the file": ("nitf", wire(f"{media('A')}\n{media('B')}<!-- captioncheck: ignore-file[CC103] x -->"), ("CC103", "CC103")),
    "wire: a range": (
        "nitf",
        wire(f"<!-- captioncheck: disable[CC101] x -->{media('A')}<!-- captioncheck: enable[CC101] -->\n{media('B')}"),
        ("CC101", ""),
    ),
    "text": ("text", f"Harbour opens\n\n{C}\nCaption A of the quay\nCaption B of the quay\n\n{BODY}\n", (BOTH, "")),
    "text: a hash": ("text", f"Harbour opens\n\n  # {C}\nCaption A of the quay\nCaption B of the quay\n\n{BODY}\n", (BOTH, "")),
    "text: slashes": ("text", f"Harbour opens\n\nCaption A of the quay\n// {C}\n\nCaption B of the quay\n\n{BODY}\n", ("", BOTH)),
    "text: as in HTML": ("text", f"Harbour opens\n\nCaption A of the quay\n<!-- {C} -->\nCaption B of the quay\n\n{BODY}\n", ("", BOTH)),
    "text: the file": ("text", f"Harbour opens\n\nCaption A of the quay\nCaption B of the quay\n\n{BODY}\ncaptioncheck: ignore-file[CC101]", ("CC101", "CC101")),
    "text: a range": ("text", f"captioncheck: disable[CC101]\n{BODY}\n\nCaption A of the quay\ncaptioncheck: enable[CC101]\nCaption B of the quay\n", ("CC101", "")),
}  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "ends"),
    [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("utf-16", "\r"), ("utf-16-le", "\r\n"), ("utf-16-be", "\n")],
)
@pytest.mark.parametrize("name", SILENCES)
def test_what_silences(name, encoding, ends):
    reader, document, wanted = SILENCES[name]
    if ends == "\r" and ("remark" in name or "matter" in name):
        pytest.skip("no line of front matter ends so")
    document = document.replace("\n", ends)
    checked = silenced(document.encode(encoding), reader)
    assert codes(checked) == dict(zip("AB", wanted, strict=False))


@pytest.mark.parametrize("name", SILENCES)
def test_the_comment_that_silences_is_named(name):
    reader, document, _ = SILENCES[name]
    lines = document.splitlines()
    for judgement in silenced(document, reader).judgements:
        for rule in judgement.rules:
            if rule.suppressed is not None:
                assert rule.suppressed.kind == "comment"
                assert "captioncheck" in " ".join(lines[rule.suppressed.line - 1 : rule.suppressed.line + 1])


def test_the_reason_is_kept():
    rule = silenced(f"Harbour\n\n{C}: – at noon \nCaption A of the quay\n", "text").judgements[0].rules[0]
    assert rule.suppressed == Suppression("comment", "the desk knows: – at noon", 3)


def test_a_reason_may_be_missing():
    rule = silenced("Harbour\n\ncaptioncheck: ignore[CC101]\nCaption A of the quay\n", "text").judgements[0].rules[0]
    assert rule.suppressed == Suppression("comment", "", 3)


def test_verdict_and_level_stay():
    (judgement,) = silenced(f"Harbour\n\n{C}\nCaption A of the quay\n", "text").judgements
    assert judgement.suppressed
    assert (judgement.verdict, judgement.level) == ("mismatch", "error")


UNUSED = {
    "no caption": (f"<!-- {C} -->{P}{A}", [
        (2, "ignore[CC101] suppresses nothing: no caption stands on its line or directly below; move it there, or take it out"),
        (2, "ignore[CC103] suppresses nothing: no caption stands on its line or directly below; move it there, or take it out"),
    ]),
    "another rule": (f"\n<!-- captioncheck: ignore[CC102, CC101] -->\n{A}", [
        (3, "ignore[CC102] suppresses nothing: CC102 does not fire on the caption at 4:38; take it out"),
    ]),
    "bare": (f"<!-- captioncheck: ignore -->{A}", [
        (2, "'ignore' does nothing without the rules: write 'captioncheck: ignore[CC101] reason'"),
    ]),
    "bare file": (f"<!-- captioncheck: ignore-file all of it -->{A}", [
        (2, "'ignore-file' does nothing without the rules: write 'captioncheck: ignore-file[CC101] reason'"),
    ]),
    "unknown": (f"<!-- captioncheck: ignore[CC999] -->{A}", [
        (2, "ignore[CC999]: there is no rule 'CC999' (known: CC101, "),
    ]),
    "a word": (f"<!-- captioncheck: ignore[everything] -->{A}", [
        (2, "ignore[everything]: there is no rule 'everything' (known: CC101, CC102, CC103, CC104, CC201, CC202, CC203, CC301, CC302, CC401)"),
    ]),
    "a typo": (f"<!-- captioncheck: ignore[subjct] -->{A}", [
        (2, "ignore[subjct]: there is no rule 'subjct' (did you mean 'subject'?)"),
    ]),
    "a verb": (f"<!-- captioncheck: ignroe[CC101] -->{A}", [
        (2, "unknown comment 'ignroe' (did you mean 'ignore'?); write 'captioncheck: ignore[CC101] reason'"),
    ]),
    "open": (f"<!-- captioncheck: disable[CC101] x -->{A}", [
        (2, "disable[CC101] does nothing: no enable[CC101] stands below it; add one, or write ignore-file[CC101] for the whole file"),
    ]),
    "closed": (f"<!-- captioncheck: enable[CC101] x -->{A}", [
        (2, "enable[CC101] ends nothing: no disable[CC101] stands above it"),
    ]),
    "an empty range": (f"{A}<!-- captioncheck: disable[CC101] x -->\n<!-- captioncheck: enable[CC101] -->", [
        (2, "disable[CC101] suppresses nothing: CC101 fires on no caption before it is enabled again; take it out"),
    ]),
    "the file": (f"{A}<!-- captioncheck: ignore-file[CC104] x -->", [
        (2, "ignore-file[CC104] suppresses nothing: CC104 fires on no caption in this file; take it out"),
    ]),
    "twice": (f"<!-- captioncheck: ignore-file[CC101] x -->\n<!-- captioncheck: ignore[CC101] y -->\n{A}", [
        (2, "ignore-file[CC101] suppresses nothing: the comment on line 3 does already; take it out"),
    ]),
    "nothing": (f"<!-- captioncheck: ignore[CC101] x -->\n{A}\n{B}", []),
}  # fmt: skip


@pytest.mark.parametrize("name", UNUSED)
def test_what_suppresses_nothing_is_said(name):
    body, wanted = UNUSED[name]
    found = complaints(silenced(page(body), "html"))
    assert [line for line, _ in found] == [line for line, _ in wanted]
    for (_, said), (_, start) in zip(found, wanted, strict=True):
        assert said.startswith(start)
        assert "\n" not in said


@pytest.mark.parametrize("reader", ["text", "html", "markdown"])
@pytest.mark.parametrize("code", ["CC301", "reused-picture"])
def test_rules_of_a_scan_are_never_called_unused(reader, code):
    comment = f"captioncheck: ignore-file[{code}] x"
    comment = comment if reader == "text" else f"<!-- {comment} -->"
    assert complaints(silenced(f"<h1>Harbour</h1>\n\n{BODY}\n\n{comment}\n", reader)) == []


def test_what_could_not_be_checked_is_not_called_unused():
    body = page(f"<!-- captioncheck: ignore[CC201] x -->\n{A}")
    assert len(complaints(silenced(body, "html"))) == 1
    assert complaints(silenced(body, "html", unchecked=("CC201",))) == []
    assert complaints(silenced(body, "html", idle=frozenset({"CC201"}))) == []
    assert complaints(silenced(body, "html", idle=frozenset({"CC401"}))) == []


def test_unused_comments_can_be_silenced_for_a_file():
    body = page(f"<!-- captioncheck: ignore-file[CC401] a template -->\n{A}\n<!-- captioncheck: ignore[CC104] x -->")
    (finding,) = silenced(body, "html").findings
    assert finding.evidence.suppressed == Suppression("comment", "a template", 2)


def test_what_has_no_comments_passes_as_it_is():
    def never(path: str) -> Source:
        raise AssertionError(path)

    comments = Comments(NAMES, never)
    skipped = Skipped(Location("a.txt"), "gone")
    assert comments.apply(skipped) is skipped
    checked = silenced(page(A), "html")
    record = Checked(checked.article.__class__(Location("a.jsonl", 1, record="7"), "", (), ()), ())
    assert comments.apply(record) is record


def test_a_source_that_is_gone_silences_nothing():
    checked = silenced(page(A), "html")
    comments = Comments(NAMES, lambda path: Source(path, lambda: open("/nonexistent/x", "rb")))  # noqa: PTH123, SIM115
    assert comments.apply(checked) is checked
