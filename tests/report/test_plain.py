import pytest

from captioncheck.report.plain import plain, plain_path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fans  wave\n flags.", "Fans wave flags."),
        ("نص عربي", "نص عربي"),
        ("a\x00b\ud800c\uffff", "a�b�c�"),
        ("one\u2028two", "one two"),
        ("", ""),
    ],
)
def test_one_line_that_can_be_written(text, expected):
    assert plain(text, 100) == expected


@pytest.mark.parametrize("most", [1, 5, 20, 21, 22])
def test_no_longer_than_asked(most):
    made = plain("Fans wave flags, here", most)
    assert len(made) <= most
    assert made.endswith("…") is (most < 21)


def test_a_cut_is_at_a_word_where_one_ends_near():
    assert plain("Fans wave flags, here", 19) == "Fans wave flags…"
    assert plain("台风登陆前沿海三省", 5) == "台风登陆…"


def test_the_end_of_a_long_text_is_not_looked_at():
    assert plain("a" * 10_000_000, 10) == "a" * 9 + "…"


def test_the_spaces_of_a_path_count():
    assert plain_path("a  b\n.txt") == "a  b�.txt"
