import pytest

from captioncheck.report.terminal.shared import shared_spans


@pytest.mark.parametrize(
    ("line", "words", "found"),
    [
        ("", [], []),
        ("the men and the sea", [], []),
        ("the men and the sea", ["", "me", "ea"], []),
        ("Osloer Hafen", ["Oslo"], []),
        ("the port of Oslo", ["Oslo", "port"], ["port", "Oslo"]),
        ("Café-Terrasse", ["Terrasse"], ["Terrasse"]),
        ("台风登陆前沿海", ["台风登陆"], ["台风登陆"]),
        ("风登陆前沿海", ["台风登陆"], ["风登陆"]),
        ("В гавани (гавань)", ["гавань", "гавани"], ["гавани", "гавань"]),
        ("a.b", ["."], []),
    ],
)
def test_shared_words(line, words, found):
    assert [line[start:end] for start, end in shared_spans(line, words)] == found
