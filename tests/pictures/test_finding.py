import os
from pathlib import Path

import pytest

from captioncheck.config import Settings
from captioncheck.datatypes import Picture
from captioncheck.errors import PictureError
from captioncheck.pictures import PictureFinder, finder_for, open_picture
from captioncheck.pictures.files import picture_file
from tests.photos import drawing, saved

DATA = saved(drawing(), "PNG")


@pytest.fixture
def site(tmp_path):
    """site/news/story.html beside pictures in several places, and a secret one outside."""
    for name in (
        "site/news/a.jpg",
        "site/news/pics/b c.jpg",
        "site/news/d.jpg?w=800",
        "site/img/e.jpg",
        "site/static/img/f.jpg",
        "secret.jpg",
        "desk/x/g.jpg",
        "desk/y/g.jpg",
        "desk/H.JPG",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(DATA + name.encode())
    (tmp_path / "site/news/story.html").write_text("")
    return tmp_path


def found(site, reference, roots=(), images=None, fetch=None, **more):
    picture = Picture(reference, **more)
    finder = PictureFinder(tuple(site / root for root in roots), images and site / images, fetch)
    return finder.find(picture, str(site / "site/news/story.html")).data.removeprefix(DATA).decode()


@pytest.mark.parametrize(
    "reference",
    [
        "../../secret.jpg",
        "..%2F..%2Fsecret.jpg",
        "pics/../../../secret.jpg",
        "../img/e.jpg",
        "/etc/passwd",
        "file:///etc/passwd",
        "//../secret.jpg/../../secret.jpg",
    ],
)
def test_nothing_outside_the_articles_folder_is_opened(site, reference):
    with pytest.raises(PictureError, match=r"outside the article's folder|is remote"):
        found(site, reference)


def test_links_are_judged_by_where_they_lead(site):
    news = site / "site/news"
    (news / "inside.jpg").symlink_to("a.jpg")
    (news / "outside.jpg").symlink_to(site / "secret.jpg")
    (news / "folder").symlink_to(site / "site/img", target_is_directory=True)
    (news / "circle.jpg").symlink_to("circle.jpg")
    assert found(site, "inside.jpg") == "site/news/a.jpg"
    for name in ("outside.jpg", "folder/e.jpg"):
        with pytest.raises(PictureError, match="outside the article's folder"):
            found(site, name)
    with pytest.raises(PictureError, match="no such file"):
        found(site, "circle.jpg")
    assert found(site, "folder/e.jpg", roots=["site"]) == "site/img/e.jpg"


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("gone.jpg", "gone.jpg: no such file"),
        ("a" * 300 + ".jpg", "no such file"),
        ("", "empty"),
        ("a\0.jpg", "not a path"),
        ("cid:part1", "'cid:' references are not followed"),
        ("javascript:alert(1)", "'javascript:' references are not followed"),
        ("https://example.org/a.jpg", "is remote: --fetch-images"),
        ("//example.org/a.jpg", "is remote: --fetch-images"),
        ("pics", "no such file"),
    ],
)
def test_what_cannot_be_found_says_why(site, reference, said):
    with pytest.raises(PictureError, match=said):
        found(site, reference)


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("a.jpg", "site/news/a.jpg"),
        ("./a.jpg", "site/news/a.jpg"),
        ("a.jpg?w=2#x", "site/news/a.jpg"),
        ("pics/b%20c.jpg", "site/news/pics/b c.jpg"),
        ("pics/b c.jpg", "site/news/pics/b c.jpg"),
        ("pics\\b c.jpg", "site/news/pics/b c.jpg"),
        ("d.jpg?w=800", "site/news/d.jpg?w=800"),
        ("../news/a.jpg", "site/news/a.jpg"),
    ],
)
def test_references_beside_the_article(site, reference, name):
    assert found(site, reference) == name


def test_a_named_folder_is_the_sites_root(site):
    assert found(site, "../img/e.jpg", roots=["site"]) == "site/img/e.jpg"
    assert found(site, "/img/e.jpg", roots=["site"]) == "site/img/e.jpg"
    assert found(site, "/img/f.jpg", roots=["site"]) == "site/static/img/f.jpg"
    assert found(site, str(site / "site/img/e.jpg"), roots=["site"]) == "site/img/e.jpg"
    with pytest.raises(PictureError, match="outside"):
        found(site, "/../secret.jpg", roots=["site"])


def test_a_named_file_is_opened_wherever_it_is(site):
    assert found(site, "../../secret.jpg", roots=["secret.jpg"]) == "secret.jpg"
    assert found(site, str(site / "secret.jpg"), named=True) == "secret.jpg"
    (site / "link.jpg").symlink_to(site / "secret.jpg")
    assert found(site, str(site / "link.jpg"), named=True) == "secret.jpg"


def test_alternatives_are_tried_in_turn(site):
    assert found(site, "gone.jpg", alternatives=("https://example.org/x.jpg", "a.jpg")) == "site/news/a.jpg"
    assert found(site, "e.jpg", base="../img/", roots=["site"]) == "site/img/e.jpg"


def test_a_folder_of_pictures_is_searched_by_name(site):
    assert found(site, "https://cdn.example.org/9/h.jpg?x=1", images="desk") == "desk/H.JPG"
    assert found(site, "y/g.jpg", images="desk") == "desk/y/g.jpg"
    assert found(site, "/elsewhere/y/g.jpg", images="desk") == "desk/y/g.jpg"
    assert found(site, "a.jpg", images="desk") == "site/news/a.jpg"
    with pytest.raises(PictureError, match=r"2 files in .*desk have that name"):
        found(site, "g.jpg", images="desk")
    (site / "desk/out.jpg").symlink_to(site / "secret.jpg")
    with pytest.raises(PictureError, match="no such file"):
        found(site, "out.jpg", images="desk")


def test_remote_pictures_are_fetched_only_where_nothing_is_here(site):
    asked = []

    def fetch(url):
        asked.append(url)
        return picture_file(url, DATA + b"far")

    assert found(site, "a.jpg", fetch=fetch, alternatives=("https://example.org/a.jpg",)) == "site/news/a.jpg"
    assert asked == []
    assert found(site, "gone.jpg", fetch=fetch, alternatives=("//example.org/a.jpg",)) == "far"
    assert found(site, "x.jpg", fetch=fetch, base="http://example.org/b/") == "far"
    assert asked == ["https://example.org/a.jpg", "http://example.org/b/x.jpg"]


def test_settings_make_the_finder(tmp_path):
    plain = finder_for(Settings())
    assert (plain.roots, plain.images, plain.fetch) == ((), None, None)
    full = finder_for(Settings(images=str(tmp_path), fetch_images=True), [Path("a")])
    assert full.roots == (Path("a"),)
    assert full.images == tmp_path
    assert full.fetch is not None


def test_open_picture_finds_and_decodes(site, monkeypatch):
    monkeypatch.chdir(site)
    assert open_picture("a.jpg", "site/news/story.html").image.size == (64, 48)
    assert open_picture("site/news/a.jpg", "-").image.size == (64, 48)
    with pytest.raises(PictureError, match="outside"):
        open_picture(os.path.join("..", "x.jpg"), "-")  # noqa: PTH118


def test_it_locates_what_it_would_read(site):
    site_files = sorted(path for path in site.rglob("*") if path.is_file())
    (site / "aliased").symlink_to(site_files[0].parent, target_is_directory=True)
    (site / "alias.jpg").symlink_to(site_files[0])
    names = [os.path.relpath(path, site) for path in site_files]
    finder, article = PictureFinder((site,)), os.fspath(site / "a.txt")
    for name in [
        *names,
        f"aliased/{site_files[0].name}",
        "alias.jpg",
        f"./x/../{names[0]}",
        "none.jpg",
        "..",
        "../",
        "/",
    ]:
        for reference in (name, f"/{name}", os.fspath(site / name)):
            try:
                read = finder._file(reference, article)
            except PictureError:
                read = None
            assert finder.locate(Picture(reference), article) == read
            assert read is None or read == Path(os.path.realpath(read))
    assert finder.locate(Picture("alias.jpg"), article) == Path(os.path.realpath(site_files[0]))
