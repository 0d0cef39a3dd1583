from __future__ import annotations

import pytest

from captioncheck.pictures.addresses import ornamental, same_file

HOME = "https://img.example.org/2014/05/flood-trieste-48213"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{HOME}.jpg", "https://img.example.org/2014/06/flood-trieste-48213.jpg"),
        (f"{HOME}.jpg", "https://img.example.net/2014/05/flood-trieste-48213.jpg"),
        (f"{HOME}.jpg", "https://img.example.org/2014/05/flood-trieste-48214.jpg"),
        ("https://example.org/render.jpg?id=123", "https://example.org/render.jpg?id=124"),
        (f"{HOME}-1.jpg", f"{HOME}-2.jpg"),
    ],
)
def test_other_files(one: str, other: str) -> None:
    assert same_file(one) is not None
    assert same_file(one) != same_file(other)


@pytest.mark.parametrize(
    "address",
    [
        "", "photos/flood-trieste.jpg", "/img/flood-trieste-48213.jpg", "file:///home/a/flood-trieste.jpg",
        "data:image/png;base64,iVBORw0KGgo=", "https://example.org/", "https://example.org/api/picture",
        "https://example.org/image.jpg", "https://example.org/img/1.jpg", "https://example.org/a/default.png",
        "https://example.org/2014/header-01.jpg", "https://[broken/flood-trieste.jpg", "ftp://example.org/flood-trieste.jpg",
    ],
)  # fmt: skip
def test_an_address_that_says_too_little(address: str) -> None:
    assert same_file(address) is None


@pytest.mark.parametrize(
    "address",
    [
        f"{HOME}.jpg?w=800&h=600&fit=crop", f"{HOME}-300x200.jpg", f"{HOME}-scaled.jpg", f"{HOME}@2x.jpg",
        f"{HOME}.webp", f"{HOME.replace('https:', 'http:')}.jpg#top", f"{HOME.removeprefix('https:')}.jpg",
        "https://img.example.org/w_300,h_200,c_fill/2014/05/flood-trieste-48213.jpg",
        "https://img.example.org/resize/640x360/2014/05/flood-trieste-48213.jpg",
    ],
)  # fmt: skip
def test_one_file_in_other_sizes(address: str) -> None:
    assert same_file(address) == same_file(f"{HOME}.jpg")


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://example.org/assets/logo.png", True), ("/img/authors/mokafor.jpg", True), ("icon-facebook.gif", True),
        ("https://secure.gravatar.example/avatar/1234.jpg", True),
        (f"{HOME}.jpg", False), ("https://example.org/catalogo-flood.jpg", False),
        ("data:image/png;base64,logo", False),
        ("https://example.org/silicon-valley.jpg", False),
    ],
)  # fmt: skip
def test_ornaments(address: str, is_one: bool) -> None:
    assert ornamental(address) is is_one
