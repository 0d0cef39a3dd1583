"""Plain text as copied from a web page: captions are bare lines among all else, and a trained classifier finds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from captioncheck.datatypes import Article, Caption, Location, Skipped, TextEncoder
from captioncheck.errors import ReaderError
from captioncheck.extract.base import Source, article_language, make_caption, without_captions, without_repeats
from captioncheck.extract.decoding import Decoded, decode
from captioncheck.extract.directives import noted
from captioncheck.extract.text_body import body_passages
from captioncheck.extract.text_dates import published_on
from captioncheck.extract.text_gallery import CONFIDENCE, gallery_lines
from captioncheck.extract.text_lines import LONGEST_CAPTION, MOST_LINES, Line
from captioncheck.extract.text_marks import marked_caption
from captioncheck.extract.text_meaning import meaning_features
from captioncheck.extract.text_model import line_model
from captioncheck.extract.text_page import Page, page_of

# A line that says of itself that it is a caption is one; no model is asked.
MARKED_CONFIDENCE = 0.97
WITHOUT_ENCODER = "captions were told from other lines without the sentence encoder: expect more misses"


class TextReader:
    """Reads one article from a pasted text."""

    def __init__(self, encoder: TextEncoder | None = None) -> None:
        self._encoder = encoder

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Yield the article, or a `Skipped` that says why there is none."""
        location = Location(source.path)
        try:
            decoded = decode(source.data())
        except ReaderError as error:
            yield Skipped(location, str(error))
            return
        article = article_of(decoded, source.path, self._encoder)
        if article is None:
            yield Skipped(location, "is empty: there is no article in it")
        else:
            yield article


def article_of(decoded: Decoded, path: str, encoder: TextEncoder | None) -> Article | None:
    """Return the article of a decoded text, or None when there is nothing in it."""
    page = page_of(decoded.text)
    if not page.units:
        return None
    chances = caption_chances(page, encoder)
    threshold = line_model("with_encoder" if encoder else "without_encoder").threshold
    chosen = {i: chance for i, chance in chances.items() if chance >= threshold}
    passages = body_passages(page, chosen)
    headline = page.units[page.headline].text if page.headline is not None else ""
    language = article_language(headline, passages, None)
    published, published_from = _published(page, chosen, [passage.text for passage in passages], language)
    captions = without_repeats(
        _caption(page.units[i], path, chance, language, published) for i, chance in sorted(chosen.items())
    )
    return Article(
        location=Location(path),
        headline=headline,
        passages=without_captions(passages, captions),
        captions=captions,
        published=published,
        language=language,
        notes=_notes(decoded, page, encoder),
        published_from=published_from,
    )


def caption_chances(page: Page, encoder: TextEncoder | None) -> dict[int, float]:
    """Return for each unit that may be a caption the calibrated probability that it is one."""
    if encoder is not None:
        meaning: Mapping[int, dict[str, float]] = meaning_features(page, encoder)
        model = line_model("with_encoder")
    else:
        meaning = {i: {} for i, unit in enumerate(page.units) if len(unit.text) <= LONGEST_CAPTION}
        model = line_model("without_encoder")
    units = sorted(meaning)
    chances = model.probabilities([{**page.rows[i], **meaning[i]} for i in units])
    result = dict(zip(units, map(float, chances), strict=True))
    gallery = gallery_lines(page.units)
    for i in units:
        if marked_caption(page.units[i].text):
            result[i] = max(result[i], MARKED_CONFIDENCE)
        elif i in gallery:
            result[i] = max(result[i], CONFIDENCE)
    return result


def _caption(unit: Line, path: str, chance: float, language: str | None, published: str | None) -> Caption:
    text = marked_caption(unit.text) or unit.text
    location = Location(path, unit.number, unit.column)
    return make_caption(text, location, language=language, published=published, confidence=round(chance, 4))


def _published(
    page: Page, captions: Mapping[int, float], body: list[str], language: str | None
) -> tuple[str | None, str]:
    loose = [i for i, row in enumerate(page.rows) if i not in captions and not row["prose"]]
    above = [page.units[i].text for i in loose if i <= page.first + 3]
    below = [page.units[i].text for i in loose if i > page.last][:6]
    return published_on(above, body[:60], below, language)


def _notes(decoded: Decoded, page: Page, encoder: TextEncoder | None) -> tuple[str, ...]:
    notes = [*filter(None, [decoded.note]), *noted(decoded.text, "text")]
    if encoder is None:
        notes.append(WITHOUT_ENCODER)
    if page.cut:
        notes.append(
            f"only the first {MOST_LINES:,} lines and 20,000 characters a line were read: too long for one article"
        )
    return tuple(notes)
