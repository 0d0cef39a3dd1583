from __future__ import annotations

import pytest

from captioncheck.datatypes import Caption, Location, Passage, Picture
from captioncheck.errors import ReaderError
from captioncheck.extract.base import Source, make_caption, without_captions, without_repeats

PATH = Location("a.html", 3, 5)


def caption(text: str, picture: str | None = None, confidence: float = 1.0, credit: str | None = None) -> Caption:
    image = Picture(picture) if picture else None
    return make_caption(
        text, PATH, language="en", published="2024-05-01", picture=image, confidence=confidence, credit=credit
    )


@pytest.mark.parametrize(
    "passage",
    [
        "Rescuers searched the collapsed market hall through the night, the mayor said on Friday.",
        "Rescue teams",
        "The market hall in Lima had been built in 1954 and was closed for repairs twice.",
        "Rescuers carry a man out of the collapsed market hall in Lima, an image that went round the world within "
        "an hour and that the city's own photographers had hoped never to take again in their working lives.",
    ],
)
def test_passages_that_only_resemble_a_caption_stay(passage: str) -> None:
    captions = [caption("Rescuers carry a man out of the collapsed market hall in Lima. (AP Photo/Ana Ruiz)")]
    assert without_captions([Passage(passage)], captions) == (Passage(passage),)


@pytest.mark.parametrize(
    "passage",
    [
        "Rescuers carry a man out of the collapsed market hall in Lima. (AP Photo/Ana Ruiz)",
        "Rescuers carry a man out of the collapsed market hall in Lima",
        "RESCUERS carry a man out of the collapsed market hall in Lima – Ana Ruiz",
        "a man out of the collapsed market hall",
    ],
)
def test_passages_that_repeat_a_caption_go(passage: str) -> None:
    captions = [caption("Rescuers carry a man out of the collapsed market hall in Lima. (AP Photo/Ana Ruiz)")]
    assert without_captions([Passage(passage)], captions) == ()


def test_different_captions_are_not_merged() -> None:
    texts = ["A man walks his dog in the park.", "A man walks his dog in the rain.", "Lima, 2024", "Lima, 2023"]
    assert [kept.text for kept in without_repeats(map(caption, texts))] == texts


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        (["A man walks his dog in Lima.", "A man walks his dog in Lima"], "A man walks his dog in Lima."),
        (
            ["A man walks his dog in Lima.", "A man walks his dog in Lima. Photo: AFP"],
            "A man walks his dog in Lima. Photo: AFP",
        ),
        (
            ["A man walks his dog in Lima. Photo: AFP", "A man walks his dog in Lima."],
            "A man walks his dog in Lima. Photo: AFP",
        ),
        (["Lima, 2024", "LIMA 2024"], "Lima, 2024"),
    ],
)
def test_repeats_are_merged(texts: list[str], kept: str) -> None:
    assert [caption.text for caption in without_repeats(map(caption, texts))] == [kept]


def test_a_merged_caption_keeps_place_and_picture() -> None:
    first = caption("A man walks his dog in Lima.", "a.jpg")
    second = make_caption(
        "A man walks his dog in Lima. Photo: AFP", Location("a.html", 9, 9), language="en", published=None
    )
    (kept,) = without_repeats([first, second])
    assert (kept.location, kept.picture) == (PATH, Picture("a.jpg"))


def test_a_marked_credit_is_taken_as_it_is() -> None:
    parts = caption("The new tram in Porto Rui Tavares", credit="Rui Tavares").parts
    assert (parts.description, parts.credit) == ("The new tram in Porto", "Rui Tavares")


def test_white_space_is_one_space() -> None:
    assert caption("  The\n new \u00a0tram ").text == "The new tram"


def test_what_cannot_be_opened_is_a_reader_error() -> None:
    def gone() -> None:
        raise FileNotFoundError(2, "No such file or directory")

    with pytest.raises(ReaderError, match="cannot be read: No such file"):
        Source("a.html", gone).data()  # type: ignore[arg-type]
