import pytest

from captioncheck.report.terminal.shared import shared_spans


@pytest.mark.parametrize(
    ("passage", "caption", "words"),
    [
        ("", "", []),
        ("the men and the sea", "the men at the bar", []),
        ("Sans doute plus dans la ville", "elle est sans eau, plus dans", []),
        ("A pier in Oslo", "Crowds in Madrid", []),
        ("the port of Oslo", "Oslo fjord", ["Oslo"]),
        ("Harbours reopened", "The HARBOUR reopens", ["Harbours", "reopened"]),
        ("Восстановлена гавань", "в гавани восстановление", ["Восстановлена", "гавань"]),
        ("台风登陆前沿海", "昨日台风登陆", ["台风登陆"]),
        ("Café-Terrasse", "terrasse", ["Terrasse"]),
    ],
)
def test_shared_words(passage, caption, words):
    assert [passage[start:end] for start, end in shared_spans(passage, caption)] == words
