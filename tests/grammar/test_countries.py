import pytest

from captioncheck.grammar.countries import country_code


@pytest.mark.parametrize("text", ["", " ", "XX", "ZZZ", "Photo", "12", "Germany and France", "Atlantis"])
def test_what_names_no_single_country(text):
    assert country_code(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DE", "DE"), ("de", "DE"), ("DEU", "DE"), ("GBR", "GB"), ("UK", "GB"), ("USA", "US"), ("U.S.A.", "US"),
        ("Germany", "DE"), ("GERMANY", "DE"), ("Deutschland", "DE"), ("Allemagne", "DE"), ("Alemania", "DE"),
        ("United States", "US"), ("UNITED KINGDOM", "GB"), ("Россия", "RU"), ("日本", "JP"), ("Afghanistan", "AF"),
    ],
)  # fmt: skip
def test_codes_and_names(text, code):
    assert country_code(text) == code
