import pytest

from captioncheck.extract.photo_charset import mended, text_of

WORDS = [
    "Überschwemmung in München – Helfer räumen auf",
    "Élections à Besançon : « une journée très calme »",
    "El niño señala al público en Cádiz",
    "Smørrebrød på Åland",
    "© Müller/dpa",
    "plain words",
]


@pytest.mark.parametrize("words", [*WORDS, "Дождь в Киеве", "東京の雨", "Prší v Plzni"])
def test_utf8_wins_whatever_is_claimed(words):
    for claimed in (None, "utf-8", "latin-1"):
        assert text_of(words.encode(), claimed) == words


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("charset", ["cp1252", "mac_roman"])
def test_the_charsets_of_windows_and_the_old_mac_are_told_apart(words, charset):
    assert text_of(words.encode(charset)) == words


def test_what_the_metadata_names_is_believed():
    assert text_of("Žilina".encode("iso8859-2"), "iso8859-2") == "Žilina"
    assert text_of("Žluťoučký kůň běží přes Plzeň".encode("cp1250")) == "Žluťoučký kůň běží přes Plzeň"
    assert text_of("Дождь прошёл над городом".encode("cp1251")) == "Дождь прошёл над городом"


def test_a_field_cut_in_the_middle_of_a_character_keeps_the_rest():
    assert text_of("Helfer in München".encode()[:12]) == "Helfer in M"
    assert text_of("東京の雨".encode()[:-1]) == "東京の"
    assert text_of("Im Café".encode("latin-1")) == "Im Café"


def test_text_encoded_twice_is_mended():
    assert mended("MÃ¼nchen â€“ gestern") == "München – gestern"
    assert mended("São Paulo") == "São Paulo"
    assert mended("Ã la carte") == "Ã la carte"
    assert text_of("Ð”Ð¾Ð¶Ð´ÑŒ".encode()) == "Дождь"


def test_controls_and_what_follows_a_nul_are_dropped():
    assert text_of(b"A pier\0\0junk") == "A pier"
    assert text_of(b"\x07A pier\r\nat dusk ") == "A pier\r\nat dusk"
    assert text_of(b"") == ""
