from itertools import pairwise

import pytest

from captioncheck.encode.openclip_text import batches, windows


def words(text):
    return len(text.split()) + 2


def characters(text):
    return len(text) + 2


@pytest.mark.parametrize("text", ["", "one", "one two three", "  spaced   out  "])
def test_what_fits_stays_whole(text):
    assert windows(text, words, 10) == [text.strip() or " "]


def test_long_texts_overlap_by_half_and_lose_nothing():
    text = " ".join(f"w{i}" for i in range(25))
    found = windows(text, words, 10)
    assert all(words(window) <= 10 for window in found)
    assert {word for window in found for word in window.split()} == set(text.split())
    for first, second in pairwise(found):
        assert set(first.split()) & set(second.split())


def test_a_text_without_spaces_is_cut_between_characters():
    text = "台风登陆前沿海三省转移群众逾十万人铁路部门停运两百余趟列车"
    found = windows(text, characters, 12)
    assert all(len(window) <= 10 for window in found)
    assert found[0] == text[:10]
    assert found[-1] == text[-len(found[-1]) :]


def test_a_word_longer_than_a_window_is_cut():
    text = "Donaudampfschifffahrtsgesellschaft sinkt"
    found = windows(text, characters, 12)
    assert all(characters(window) <= 12 for window in found)
    assert "sinkt" in found[-1]


def test_it_ends_where_nothing_ever_fits():
    assert windows("a b", lambda _text: 99, 10) == ["a", "b"]


@pytest.mark.parametrize(
    ("lengths", "wanted"),
    [
        ([], []),
        ([9], [(0, 1)]),
        ([9, 12, 20], [(0, 3)]),  # too few tokens to be worth a batch of their own
        ([20] * 16 + [70] * 8, [(0, 16), (16, 24)]),
        ([77] * 40, [(0, 8), (8, 40)]),
    ],
)
def test_texts_of_like_length_are_read_together(lengths, wanted):
    assert [(part.start, part.stop) for part in batches(lengths)] == wanted


def test_batches_hold_all_texts_in_order():
    parts = list(batches(sorted(number % 75 + 3 for number in range(500))))
    assert [part.start for part in parts[1:]] == [part.stop for part in parts[:-1]]
    assert (parts[0].start, parts[-1].stop) == (0, 500)
    assert all(1 <= part.stop - part.start <= 32 for part in parts)
