"""Pages of our own in the shapes that news sites have."""

from __future__ import annotations

import gzip
import json
import time

import pytest

from captioncheck.datatypes import Article
from tests.extract.reading import read_article, read_reason

PARAGRAPHS = {
    "en": "The ferry between the two islands resumed on Monday after nine days of storms, the harbour office said. "
    "Some two hundred passengers had waited in the school gym.",
    "fr": "Le tribunal de Lille a rejeté mardi la demande des riverains qui voulaient arrêter le chantier du tramway. "
    "Les travaux doivent reprendre la semaine prochaine.",
    "de": "Der Stadtrat von Goslar hat am Donnerstag beschlossen, das alte Hallenbad bis zum Sommer abzureißen. Der "
    "Neubau soll neun Millionen Euro kosten.",
    "es": "La cosecha de aceituna en Jaén ha caído un tercio respecto al año pasado, según la cooperativa. La "
    "sequía ha dejado muchos árboles sin fruto.",
    "ru": "В Казани в пятницу открыли новую станцию метро. Первые пассажиры прошли через турникеты в семь утра, "
    "сообщили в мэрии города.",
    "zh": "本市第三座跨江大桥星期一正式通车。市政府表示，新桥将把两岸之间的车程缩短二十分钟，"
    "预计每天有四万辆汽车通过。",
    "ar": "افتتح رئيس البلدية يوم الأحد مكتبة جديدة في وسط المدينة القديمة، وقال إن المبنى يضم أكثر من ثمانين ألف كتاب "
    "وقاعة للأطفال.",
}
CAPTIONS = {
    "en": "Passengers board the first ferry at the pier on Monday.",
    "fr": "Le chantier du tramway, à Lille, le 3 mai. MARC PETIT / AFP",
    "de": "Das alte Hallenbad in Goslar. Foto: Jan Beck/dpa",
    "es": "Un agricultor recoge aceitunas en Jaén. (EFE)",
    "ru": "Новая станция метро в Казани. Фото: пресс-служба мэрии",
    "zh": "市民星期一走过新桥。新华社记者 王林 摄",
    "ar": "رئيس البلدية في افتتاح المكتبة الجديدة",
}
TITLES = {
    "en": "Ferry resumes after nine days",
    "fr": "Le chantier du tramway peut reprendre",
    "de": "Goslar reißt das alte Hallenbad ab",
    "es": "La aceituna cae un tercio en Jaén",
    "ru": "В Казани открыли станцию метро",
    "zh": "第三座跨江大桥正式通车",
    "ar": "افتتاح مكتبة جديدة في المدينة القديمة",
}


def page(content: str, language: str = "en", head: str = "") -> str:
    text = PARAGRAPHS[language]
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{TITLES[language]} | '
        f"Daily</title>"
        f"{head}</head>\n<body><nav><ul><li><a href='/'>Home</a></ul></nav><main><article><h1>{TITLES[language]}</h1>\n"
        f"<div class='text'><p>{text}</p>\n{content}\n<p>{text} "
        f"{text}</p>\n<p>{text}</p></div></article></main></body></html>"
    )


def captions(content: str, language: str = "en", head: str = "") -> list[str]:
    return [caption.text for caption in read_article(page(content, language, head), "a.html").captions]


NOT_CAPTIONS = {
    "teaser": '<div class="related"><figure><a href="/other"><img src="b.jpg"></a><figcaption>Mayor opens the new tram '
    "line to the airport</figcaption></figure></div>",
    "linked figure": '<a href="/other-story"><figure><img src="b.jpg"><figcaption>Mayor opens the new tram line'
    "</figcaption></figure></a>",
    "linked text": '<figure><img src="b.jpg"><figcaption><a href="/other">Mayor opens the new tram line today</a>'
    "</figcaption></figure>",
    "heading": '<figure><img src="b.jpg"><figcaption><h3>Also in the news</h3>Mayor opens the tram line</figcaption>'
    "</figure>",
    "newsletter": '<aside class="newsletter-box"><img src="n.png"><p class="caption">Sign up for our morning '
    "letter and "
    "read it first</p></aside>",
    "author box": '<div class="author-bio"><img src="me.jpg"><p class="caption">Ann Lee writes about harbours '
    "and ferries"
    "</p></div>",
    "byline": '<figure><img src="me.jpg"><figcaption>By Ann Lee, 12.03.2024, 10:15</figcaption></figure>',
    "video": '<figure class="video-player"><img src="v.jpg"><figcaption>Watch: the storm from '
    "above</figcaption></figure>",
    "running time": '<figure><img src="v.jpg"><figcaption>Video 01:30 min</figcaption></figure>',
    "counter": '<figure><img src="v.jpg"><figcaption>3 / 12</figcaption></figure>',
    "bare credit": '<figure><img src="v.jpg"><figcaption>Photo: Reuters</figcaption></figure>',
    "quote": "<figure><blockquote>We never gave up.</blockquote><figcaption>Ann Lee, captain</figcaption></figure>",
    "table caption": "<table><caption>Departures from the pier on Monday</caption><tr><td><img "
    'src="i.png"></td></table>',
    "app badge": '<div><img src="google-play.png"><p class="caption">Get our app and never miss a departure '
    "again</p></div>",
    "file name as alt": '<img src="x.jpg" alt="IMG_2041.jpg">',
    "label as alt": '<img src="x.jpg" alt="Ferry">',
    "headline as alt": '<img src="x.jpg" alt="Ferry resumes after nine days">',
    "logo with alt": '<img class="logo" src="x.svg" alt="The logo of the daily paper in blue and white letters">',
    "small picture": '<img width="60" src="x.jpg" alt="A man with a grey beard looks into the camera smiling">',
    "menu": '<nav><figure><img src="b.jpg"><figcaption>Weather for the weekend on the '
    "coast</figcaption></figure></nav>",
    "template": '<template><figure><img src="b.jpg"><figcaption>Here comes a line of text'
    "</figcaption></figure></template>",
    "form": '<form><img src="b.jpg"><span class="caption">Enter what you see in the picture</span></form>',
    "tailwind": '<div><p class="text-caption">Published last week and updated yesterday by the desk of the '
    "paper</p></div>",
    "paragraph with picture": f'<div><img src="x.jpg"><p>{PARAGRAPHS["en"]} {PARAGRAPHS["en"]}</p></div>',
}


@pytest.mark.parametrize("content", NOT_CAPTIONS.values(), ids=NOT_CAPTIONS)
def test_what_is_no_caption(content: str) -> None:
    assert captions(content) == []


FORMS = {
    "figure": '<figure><img src="a.jpg"><figcaption>{}</figcaption></figure>',
    "wp-caption": '<div class="wp-caption alignnone"><img src="a.jpg"><p class="wp-caption-text">{}</p></div>',
    "shortcode": '[caption id="attachment_7" width="300"]<img src="a.jpg"> {}[/caption]',
    "class": '<div class="photo"><img src="a.jpg"><span class="image-caption">{}</span></div>',
    "camel case": '<div class="imgGroup"><img src="a.jpg"><p class="imageCaption">{}</p></div>',
    "bildunterschrift": '<div><img src="a.jpg"><div class="bildunterschrift">{}</div></div>',
    "legende": '<div class="media"><img src="a.jpg"><p class="legende">{}</p></div>',
    "pie de foto": '<div class="foto"><img src="a.jpg"><p class="pie-de-foto">{}</p></div>',
    "didascalia": '<div><img src="a.jpg"><em class="didascalia">{}</em></div>',
    "itemprop": '<div><img src="a.jpg"><span itemprop="caption">{}</span></div>',
    "amp": '<figure><amp-img src="a.jpg" width="4" height="3"></amp-img><figcaption>{}</figcaption></figure>',
    "picture element": '<figure><picture><source srcset="a.webp"><img '
    'src="a.jpg"></picture><figcaption>{}</figcaption></figure>',
    "lazy": '<figure><noscript><img src="a.jpg"></noscript><img data-src="a.jpg"><figcaption>{}</figcaption></figure>',
    "zoom link": '<figure><a href="a-large.jpg"><img src="a.jpg"><figcaption>{}</figcaption></a></figure>',
    "with controls": '<figure><img src="a.jpg"><button>Share</button><figcaption>1/4 {} <span>Enlarge image</span>'
    "</figcaption></figure>",
    "aside": '<aside class="inline-block"><figure><img src="a.jpg"><figcaption>{}</figcaption></figure></aside>',
    "footer of a figure": '<figure><img src="a.jpg"><footer class="footer share">'
    '<p class="caption">{}</p></footer></figure>',
    "never closed": '<figure><img src="a.jpg"><figcaption>{}</figure>',
}


@pytest.mark.parametrize("language", CAPTIONS)
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_captions_in_the_usual_markup(form: str, language: str) -> None:
    assert captions(form.format(CAPTIONS[language]), language) == [CAPTIONS[language]]


@pytest.mark.parametrize("language", CAPTIONS)
def test_a_page_as_a_whole(language: str) -> None:
    content = FORMS["figure"].format(CAPTIONS[language])
    head = '<meta property="article:published_time" content="2024-05-06T08:00:00Z">'
    article = read_article(page(content, language, head), "a.html")
    assert (article.headline, article.language, article.published) == (TITLES[language], language, "2024-05-06")
    text = "\n".join(passage.text for passage in article.passages)
    assert PARAGRAPHS[language][:30] in text
    assert CAPTIONS[language] not in text
    assert "Home" not in text
    assert article.captions[0].confidence == 1.0


def test_a_layout_named_after_what_stands_beside_the_article() -> None:
    text = page(FORMS["figure"].format(CAPTIONS["en"])).replace("<main>", '<main><div class="has-sidebar related-ads">')
    assert [caption.text for caption in read_article(text, "a.html").captions] == [CAPTIONS["en"]]


def test_text_that_stands_alone_with_its_picture() -> None:
    content = '<div class="x1"><img src="a.jpg"><div class="x2">Sailors tie the first ferry to the pier</div></div>'
    assert captions(content) == ["Sailors tie the first ferry to the pier"]


def test_a_marked_credit_stays_in_the_text_with_a_space() -> None:
    content = (
        '<figure><img src="a.jpg"><figcaption>The first ferry.<span class="credit">Ann Lee</span></figcaption></figure>'
    )
    (caption,) = read_article(page(content), "a.html").captions
    assert caption.text == "The first ferry. Ann Lee"
    assert (caption.parts.description, caption.parts.credit) == ("The first ferry.", "Ann Lee")


@pytest.mark.parametrize(
    "text",
    [
        "Close friends mourn at the pier, where the ferry was about to close",
        "Caption writers meet at the school gym to read more",
        "2 of 200 passengers wait",
        "Icon painters in the harbour church on Monday. Advertisement",
    ],
)
def test_a_captions_own_words_are_no_controls(text: str) -> None:
    (found,) = captions(f'<figure><img src="a.jpg"><figcaption>{text}</figcaption></figure>')
    assert found.split()[-3:] == text.split()[-3:]


@pytest.mark.parametrize("words", ["Image caption,", "Подпись к фото,", "التعليق على الصورة،", "Pie de foto:"])
def test_words_for_who_listens_are_left_out(words: str) -> None:
    content = f'<figure><img src="a.jpg"><figcaption><span>{words} </span><p>{CAPTIONS["en"]}</p></figcaption></figure>'
    assert captions(content) == [CAPTIONS["en"]]


def test_picture_and_alternative_text() -> None:
    content = '<figure><img src="pics/a.jpg" alt="A ferry"><figcaption>The first ferry leaves.</figcaption></figure>'
    (caption,) = read_article(page(content), "a.html").captions
    assert caption.picture is not None
    assert (caption.picture.reference, caption.picture.alt) == ("pics/a.jpg", "A ferry")


def test_the_alternative_text_of_a_captioned_picture_is_no_second_caption() -> None:
    alt = "A white ferry with two decks lies at a wooden pier in the rain"
    content = f'<figure><img src="a.jpg" alt="{alt}"><figcaption>The first ferry leaves.</figcaption></figure>'
    assert captions(content) == ["The first ferry leaves."]


@pytest.mark.parametrize(
    "content",
    [
        '<p><img src="a.jpg" alt="Sailors tie the first ferry to the wooden pier on Monday"></p>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "image": {"@type": "ImageObject", "url": "a.jpg", '
        '"caption": "Sailors tie the first ferry to the wooden pier on Monday"}}</script>',
    ],
    ids=["alt", "json-ld"],
)
def test_captions_that_no_element_shows_are_less_sure(content: str) -> None:
    (caption,) = read_article(page(content), "a.html").captions
    assert caption.text == "Sailors tie the first ferry to the wooden pier on Monday"
    assert caption.confidence < 1.0


def test_json_ld_repeats_nothing() -> None:
    head = (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2024-05-06T07:00", '
        '"image": {"@type": "ImageObject", "caption": "The first ferry leaves the pier on Monday morning."}}]}</script>'
    )
    content = (
        "<figure><img src='a.jpg'><figcaption>The first ferry leaves the pier on Monday morning</figcaption></figure>"
    )
    article = read_article(page(content, head=head), "a.html")
    assert [caption.text for caption in article.captions] == ["The first ferry leaves the pier on Monday morning"]
    assert article.published == "2024-05-06"


@pytest.mark.parametrize(
    ("source", "start"),
    [
        (
            '<figure><img src="a.jpg" alt="The first ferry leaves">\n  <figcaption>\n    The first ferry leaves',
            "The first",
        ),
        ('<figure><img src=a.jpg><figcaption class="The first ferry"><b>The</b> <i>first</i> ferry', "The</b>"),
        ("<figure><img src=a.jpg><figcaption>&Uuml;ber die Br&uuml;cke f&#228;hrt der Zug", "&Uuml;ber"),
        ("<figure><img src=a.jpg><figcaption><!-- note --><span> </span><span>The first ferry</span>", "The first"),
    ],
)
def test_line_and_column_of_a_caption(source: str, start: str) -> None:
    text = page(source + "</figcaption></figure>")
    location = read_article(text, "a.html").captions[0].location
    assert text.split("\n")[location.line - 1][location.column - 1 :].startswith(start)


def test_passages_know_their_lines() -> None:
    text = page("")
    lines = text.split("\n")
    for passage in read_article(text, "a.html").passages:
        assert passage.text[:20] in lines[passage.line - 1]


def test_the_headline_is_not_the_sites_name() -> None:
    text = page("", head='<meta property="og:title" content="Ferry resumes after nine days">').replace(
        "<nav>", "<header><h1>Daily</h1></header><nav>"
    )
    assert read_article(text, "a.html").headline == "Ferry resumes after nine days"


def test_without_heading_the_title_serves() -> None:
    text = "<title>Ferry resumes after nine days - Daily</title><p>" + PARAGRAPHS["en"]
    assert read_article(text, "a.html").headline == "Ferry resumes after nine days"


def test_json_ld_body_as_a_last_resort() -> None:
    item = json.dumps({"@type": "NewsArticle", "articleBody": PARAGRAPHS["en"]})
    text = f'<h1>Ferry resumes</h1><script type="application/ld+json">{item}</script>'
    assert [passage.text for passage in read_article(text, "a.html").passages] == [PARAGRAPHS["en"]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "utf-16-le", "cp1252"], ids=["utf-8", "utf-16", "utf-16 unmarked", "cp1252"]
)
def test_encodings(encoding: str) -> None:
    text = page(FORMS["figure"].format(CAPTIONS["de"]), "de").replace("utf-8", encoding)
    assert read_article(text.encode(encoding), "a.html").captions[0].text == CAPTIONS["de"]


def test_gzip() -> None:
    data = gzip.compress(page(FORMS["figure"].format(CAPTIONS["en"])).encode())
    assert read_article(data, "a.html.gz").captions[0].text == CAPTIONS["en"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"<html><head></head><body></body></html>", "holds no article"),
        (b"\x00\x01\x02\x03" * 100, "binary file"),
        (b"<p>" + b"word " * 10_400_000, "more than any article page"),
    ],
    ids=["empty", "no text", "binary", "50 MB in one line"],
)
def test_what_cannot_be_read_says_why(data: bytes, words: str) -> None:
    assert words in read_reason(data, "a.html")


HOSTILE = {
    "nested 5,000 deep": "<div>" * 5_000 + FORMS["figure"].format(CAPTIONS["en"]) + "</div>" * 5_000,
    "never closed": "<div><b>" * 3_000,
    "open comments": FORMS["figure"].format(CAPTIONS["en"]) + "<!--" * 50_000,
    "open scripts": FORMS["figure"].format(CAPTIONS["en"]) + "<script>" * 50_000,
    "open shortcodes": FORMS["figure"].format(CAPTIONS["en"]) + "[caption " * 50_000,
    "deep json": '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
    "inlined picture": f'<figure><img src="data:image/png;base64,{"A" * 20_000_000}"><figcaption>{CAPTIONS["en"]}',
    "many pictures": '<img src="a.png">' * 5_000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_are_read_in_time(content: str) -> None:
    start = time.monotonic()
    article = read_article(page(content), "a.html")
    assert isinstance(article, Article)
    assert article.headline == TITLES["en"]
    assert time.monotonic() - start < 20


def test_text_after_the_end_of_the_page_counts() -> None:
    text = "<p>x</body></html>" + page(FORMS["figure"].format(CAPTIONS["en"]))
    assert read_article(text, "a.html").captions[0].text == CAPTIONS["en"]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("", None),
        ('<meta name="date" content="soon">', None),
        ('<meta http-equiv="last-modified" content="2031-01-01">', None),
        ('<meta name="date" content="2024-13-45">', None),
        ('<meta property="article:published_time" content="2024-05-06T23:30:00+02:00">', "2024-05-06"),
        ('<meta name="pubdate" content="20240506">', "2024-05-06"),
        ('<meta itemprop="datePublished" content="2024/5/6">', "2024-05-06"),
        (
            '<script type="application/ld+json">[{"@type": ["Article"], "datePublished": "2024-05-06",}]</script>',
            "2024-05-06",
        ),
        ('<script type="application/ld+json">{broken</script><meta name="dc.date" content="2024-05-06">', "2024-05-06"),
    ],
)
def test_the_day_of_publication(head: str, day: str | None) -> None:
    assert read_article(page("", head=head), "a.html").published == day


def test_a_time_element_of_the_article_dates_it() -> None:
    assert read_article(page('<time datetime="2024-05-06T10:00">Monday</time>'), "a.html").published == "2024-05-06"
