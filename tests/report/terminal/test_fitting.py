import pytest
from rich.cells import cell_len

from captioncheck.report.terminal.fitting import clean, cut, right_to_left, wrap

TEXTS = [
    "Grues immobiles sur le quai nord du port, que la tempête a fermé durant trois jours",
    "球迷在体育场外庆祝主队赢得联赛冠军数千人涌上街头直到深夜才散去",
    "اللاعبون يحتفلون بالهدف الأول في الملعب الأولمبي بالعاصمة مساء السبت",
    "Ein Wort: Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenfabrik am Fluss",
    "x" * 200,
    "short",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("first", "rest"), [(46, 71), (71, 71), (9, 31), (1, 5)])
def test_no_line_is_too_wide_and_nothing_is_lost(text, first, rest):
    lines = wrap(text, first, rest)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line) <= room for line, room in zip(lines, [max(first, 2), *[rest] * len(lines)], strict=False))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("width", [5, 20, 79])
def test_a_cut_text_fits(text, width):
    shown = cut(text, width, "…")
    assert cell_len(shown) <= width
    assert shown == text or shown.endswith("…")


def test_a_cut_falls_on_a_word_where_one_is_near():
    assert cut("the quick brown fox", 13, "…") == "the quick…"
    assert cut("the antidisestablishment", 13, "…") == "the antidise…"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("  two\n lines\t ", "two lines"),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("a\u202eb\u2066c", "a\ufffdb\ufffdc"),
        ("bell\x07\x9b", "bell\ufffd\ufffd"),
        ("कोलकाता में\u200dबाढ़", "कोलकाता में\u200dबाढ़"),
    ],
)
def test_text_cannot_drive_the_terminal(text, shown):
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", False), ("12 (", False), ("Port", False), ("ميناء", True), ("3 נמל", True), ("港", False)],
)
def test_direction(text, expected):
    assert right_to_left(text) is expected
