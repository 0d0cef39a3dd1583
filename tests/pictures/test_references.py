import pytest

from captioncheck.datatypes import Picture
from captioncheck.pictures.references import file_name, local_names, references_of, scheme_of


@pytest.mark.parametrize(
    ("reference", "scheme"),
    [
        ("a.jpg", ""),
        ("C:\\photos\\a.jpg", ""),
        ("a b.jpg", ""),
        ("/img/a.jpg", ""),
        ("img:1/a.jpg", "img"),
        ("//cdn.example.org/a.jpg", "https"),
        ("HTTP://example.org/a.jpg", "http"),
        ("data:image/png;base64,AA", "data"),
        ("file:///home/a.jpg", "file"),
    ],
)
def test_schemes(reference, scheme):
    assert scheme_of(reference) == scheme


@pytest.mark.parametrize(
    ("reference", "first", "all_of"),
    [
        ("a.jpg", "a.jpg", {"a.jpg"}),
        ("a%20b.jpg", "a%20b.jpg", {"a%20b.jpg", "a b.jpg"}),
        ("a.jpg?w=800#x", "a.jpg?w=800#x", {"a.jpg?w=800#x", "a.jpg"}),
        ("M%C3%BCnchen.jpg", "M%C3%BCnchen.jpg", {"M%C3%BCnchen.jpg", "München.jpg"}),
        ("img\\a.jpg", "img\\a.jpg", {"img\\a.jpg", "img/a.jpg"}),
        ("file:///home/a%20b.jpg", "/home/a b.jpg", {"/home/a b.jpg"}),
        ("?", "?", {"?"}),
    ],
)
def test_the_name_as_written_comes_first(reference, first, all_of):
    names = local_names(reference)
    assert names[0] == first
    assert set(names) == all_of


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("https://example.org/a/b%20c.jpg?w=1", "b c.jpg"),
        ("img/a.jpg#x", "a.jpg"),
        ("img\\a.jpg", "a.jpg"),
        ("//cdn.example.org/x.png", "x.png"),
        ("folder/", "folder"),
    ],
)
def test_file_names(reference, name):
    assert file_name(reference) == name


def test_references_count_from_the_pages_base():
    def of(base, *references):
        return list(references_of(Picture(references[0], "", references[1:], base)))

    assert of("", "a.jpg", "b.jpg") == ["a.jpg", "b.jpg"]
    assert of("pics/", "a.jpg", "https://example.org/b.jpg") == ["pics/a.jpg", "https://example.org/b.jpg"]
    assert of("https://example.org/x/", "../a.jpg", "/b.jpg") == [
        "https://example.org/a.jpg",
        "https://example.org/b.jpg",
    ]
    assert of("https://example.org/", "data:,1") == ["data:,1"]
    assert of("../img/", "a.jpg", "/b.jpg") == ["../img/a.jpg", "/b.jpg"]
