from __future__ import annotations

import time

import pytest

from captioncheck.datatypes import Article, Picture
from tests.extract.reading import read_article, read_reason

TEXT = (
    "Die Feuerwehr hat am Montag in Altenau mehr als vierzig Keller leergepumpt. Der Regen hatte die Oker in der Nacht "
    "über die Ufer treten lassen, sagte ein Sprecher."
)


def read(body: str) -> Article:
    return read_article(f"# Flut im Tal\n\n{TEXT}\n\n{body}\n\n{TEXT}\n", "a.md")


def captions(body: str) -> list[str]:
    return [caption.text for caption in read(body).captions]


NOT_CAPTIONS = {
    "no picture": "*Ein kursiver Absatz steht hier allein.*",
    "link": '[Mehr zum Hochwasser](other.md "Alle Berichte zum Hochwasser im Harz")',
    "code block": '```\n![a](b.jpg "Ein Boot treibt über die Straße.")\n```',
    "open code block": '```\n![a](b.jpg "Ein Boot treibt über die Straße.")\n',
    "indented code": '    ![a](b.jpg "Ein Boot treibt über die Straße.")',
    "code span": '`![a](b.jpg "Ein Boot treibt über die Straße.")`',
    "comment": '<!-- ![a](b.jpg "Ein Boot treibt über die Straße.") -->',
    "label": "![Logo](logo.png)",
    "file name": "![DSC_0042.jpg](a.jpg)",
    "the headline": "![Flut im Tal](a.jpg)",
    "paragraph after a picture": f"![Boot](a.jpg)\n\n{TEXT}",
    "partly italic": "![Boot](a.jpg)\n\n*Altenau* wurde am Montag *überflutet*.",
    "escaped": '\\![a](b.jpg "Ein Boot treibt.")',
    "other shortcode": '{{< youtube id="abc" title="Ein Film über die Flut" >}}',
    "broken shortcode": '{{< figure src="a.jpg" caption="Ein Boot',
}


@pytest.mark.parametrize("body", NOT_CAPTIONS.values(), ids=NOT_CAPTIONS)
def test_what_is_no_caption(body: str) -> None:
    assert captions(body) == []


CAPTION = "Ein Boot treibt über die Hauptstraße von Altenau."
FORMS = {
    "title": '![Boot](a.jpg "{}")',
    "title in single quotes": "![Boot](a.jpg '{}')",
    "reference": '![Boot][flut]\n\n[flut]: a.jpg "{}"',
    "line below": "![](a.jpg)\n*{}*",
    "underscores": "![Boot](a.jpg)\n_{}_",
    "paragraph below": "![Boot](a.jpg)\n\n*{}*",
    "em as html": "![Boot](a.jpg)\n<em>{}</em>",
    "kramdown class": "![Boot](a.jpg)\n\n{}\n{{:.caption}}",
    "linked picture": "[![Boot](a.jpg)](large.jpg)\n\n*{}*",
    "alt": "![{}](a.jpg)",
    "hugo": '{{{{< figure src="a.jpg" alt="Boot" caption="{}" >}}}}',
    "hugo with markdown": '{{{{% figure src="a.jpg" caption="{}" %}}}}',
    "hugo in lines": '{{{{< figure\n  src="a.jpg"\n  caption="{}"\n>}}}}',
    "hugo raw string": "{{{{< figure src=a.jpg caption=`{}` >}}}}",
    "hugo title": '{{{{< figure src="a.jpg" title="{}" >}}}}',
    "jekyll": '{{% include image.html url="a.jpg" caption="{}" %}}',
    "html figure": '<figure>\n  <img src="a.jpg">\n\n  <figcaption>{}</figcaption>\n</figure>',
    "wordpress": '[caption id="x" width="300"]<img src="a.jpg"> {}[/caption]',
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize(
    "caption",
    [CAPTION, "Les secours évacuent une école à Arles, le 3 mai. AFP", "Спасатели у дома на улице Мира. Фото: ТАСС"],
)
def test_captions_in_the_usual_forms(form: str, caption: str) -> None:
    article = read(form.format(caption))
    assert [found.text for found in article.captions] == [caption]
    assert article.captions[0].picture is not None
    assert article.captions[0].picture.reference == "a.jpg"
    assert caption not in {passage.text for passage in article.passages}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_line_and_column(form: str) -> None:
    source = f"# Flut im Tal\n\n{TEXT}\n\n{form.format(CAPTION)}\n\n{TEXT}\n"
    location = read_article(source, "a.md").captions[0].location
    assert source.split("\n")[location.line - 1][location.column - 1 :].startswith(CAPTION)


@pytest.mark.parametrize(
    "matter",
    [
        '---\ntitle: "Flut im Tal"\ndate: 2024-06-03\nlang: de\nimage:\n  src: a.jpg\n  caption: {}\n---\n',
        "---\ntitle: Flut im Tal\ndate: 2024-06-03T10:00:00+02:00\ncover:\n  image: a.jpg\n  caption: {}\n---\n",
        '+++\ntitle = "Flut im Tal"\ndate = 2024-06-03T10:00:00Z\n[cover]\nimage = "a.jpg"\ncaption = "{}"\n+++\n',
        '{{"title": "Flut im Tal", "date": "2024-06-03", "image": "a.jpg", "image_caption": "{}"}}\n\n',
        "---\ntitle: Flut im Tal\ndate: 2024-06-03\nfeatured_image: a.jpg\nfeatured_image_caption: {}\n---\n",
        "---\ntitle: Flut im Tal\ndate: 2024-06-03\nresources:\n- src: a.jpg\n  params:\n    caption: {}\n---\n",
        "---\ntitle: Flut im Tal\ndate: 2024-06-03\ncaptions:\n- text: {}\n  image: a.jpg\n---\n",
    ],
    ids=["yaml", "yaml with time", "toml", "json", "flat", "resources", "captions"],
)
def test_front_matter(matter: str) -> None:
    source = matter.format(CAPTION) + f"\n{TEXT}\n"
    article = read_article(source, "a.md")
    assert (article.headline, article.published, article.language) == ("Flut im Tal", "2024-06-03", "de")
    assert [passage.text for passage in article.passages] == [TEXT]
    (caption,) = article.captions
    assert caption.text == CAPTION
    line = source.split("\n")[caption.location.line - 1]
    assert line[caption.location.column - 1 :].startswith(CAPTION)


@pytest.mark.parametrize("matter", ["---\ntitle: [Flut\n---\n", "+++\ntitle = Flut\n+++\n"])
def test_broken_front_matter_is_said(matter: str) -> None:
    article = read_article(f"{matter}\n# Flut im Tal\n\n{TEXT}\n", "a.md")
    assert article.headline == "Flut im Tal"
    assert len(article.passages) == 1
    assert "front matter could not be read" in article.notes[0]


def test_a_rule_is_no_front_matter() -> None:
    article = read_article(f"---\n\n{TEXT}\n", "a.md")
    assert [passage.text for passage in article.passages] == [TEXT]
    assert article.notes == ()


def test_credit_of_a_shortcode_is_marked() -> None:
    (caption,) = read('{{< figure src="a.jpg" caption="Ein Boot treibt." attr="Jana Roth" >}}').captions
    assert caption.text == "Ein Boot treibt. Jana Roth"
    assert (caption.parts.description, caption.parts.credit) == ("Ein Boot treibt.", "Jana Roth")


def test_alternative_text_is_less_sure_and_kept_beside_a_title() -> None:
    title, alt = read(f'![Boot](a.jpg "{CAPTION}")\n\n![Ein Mann mit Hut steht vor seinem nassen Haus](b.jpg)').captions
    assert (title.confidence, title.picture) == (1.0, Picture("a.jpg", "Boot"))
    assert alt.confidence < 0.8


def test_passages_are_plain_text_with_lines() -> None:
    article = read(
        "## Auf**räumen**\n\n- Punkt *eins*\n- [Punkt](x) zwei\n\n> Zitat `x`"
        "\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n| c | d |"
    )
    assert [(passage.text, passage.line) for passage in article.passages[1:-1]] == [
        ("Aufräumen", 5),
        ("Punkt eins", 7),
        ("Punkt zwei", 8),
        ("Zitat x", 10),
        ("a", 16),
        ("b", 16),
        ("c", 18),
        ("d", 18),
    ]


def test_the_first_heading_serves_as_headline() -> None:
    article = read_article(f"## Flut im Tal\n\n{TEXT}\n", "a.md")
    assert article.headline == "Flut im Tal"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n", "PNG picture"),
        (b"```\ncode\n```", "holds no article"),
        (b"word " * 10_000_000, "more than any article"),
    ],
    ids=["empty", "picture", "only code", "50 MB in one line"],
)
def test_what_cannot_be_read_says_why(data: bytes, words: str) -> None:
    assert words in read_reason(data, "a.md")


HOSTILE = {
    "brackets": "[" * 20_000,
    "pictures": "![" * 10_000,
    "shortcodes": "{{< figure " * 10_000,
    "figures": "<figure>" * 20_000,
    "comments": "<!-- " * 20_000,
    "wordpress": "[caption " * 10_000,
    "quotes": ">" * 20_000,
    "one long line": "wort " * 200_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_documents_are_read_in_time(body: str) -> None:
    start = time.monotonic()
    assert read(body).headline == "Flut im Tal"
    assert time.monotonic() - start < 15
