import pytest

from captioncheck.datatypes import Picture
from captioncheck.extract.decoding import Decoded
from captioncheck.extract.html import article_of
from captioncheck.extract.html_pictures import largest
from captioncheck.extract.markdown import article_of as markdown_of

BODY = "<p>" + "The harbour of the old town was rebuilt after the storm, the council said on Monday. " * 3 + "</p>"
INLINED = "data:image/png;base64," + "iVBORw0KGgo" * 40


def picture(image, head=""):
    source = (
        f"<html><head>{head}</head><body><article><h1>The harbour is open again</h1>{BODY}<figure>{image}"
        "<figcaption>Boats lie in the rebuilt harbour.</figcaption></figure></article></body></html>"
    )
    (caption,) = article_of(Decoded(source, "utf-8"), "a.html").captions
    return caption.picture


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ("", []),
        ("a.jpg", ["a.jpg"]),
        ("a.jpg 480w, b.jpg 1200w, c.jpg 800w", ["b.jpg", "c.jpg", "a.jpg"]),
        ("a.jpg, b.jpg 2x", ["b.jpg", "a.jpg"]),
        ("a,b.jpg 1x, c,d.jpg 1.5x", ["c,d.jpg", "a,b.jpg"]),
        ("/f/w_480,c_fit/a.jpg 480w,/f/w_800,c_fit/a.jpg 800w", ["/f/w_800,c_fit/a.jpg", "/f/w_480,c_fit/a.jpg"]),
        (" a.jpg 1x ,b.jpg .w", ["a.jpg"]),
    ],
)
def test_a_set_is_read_the_largest_first(candidates, expected):
    assert largest(candidates) == expected


@pytest.mark.parametrize(
    ("image", "reference", "others"),
    [
        ('<img src="a.jpg">', "a.jpg", ()),
        ('<img src="a.jpg" srcset="b.jpg 480w, c.jpg 900w">', "a.jpg", ("c.jpg", "b.jpg")),
        ('<img srcset="b.jpg 480w, c.jpg 900w">', "c.jpg", ("b.jpg",)),
        ('<img src="blank.gif" data-src="a.jpg">', "a.jpg", ("blank.gif",)),
        ('<img src="/i/placeholder-16x9.png?v=2" data-srcset="a.jpg 1x">', "a.jpg", ("/i/placeholder-16x9.png?v=2",)),
        ('<img src="data:image/gif;base64,R0lGOD" data-original="a.jpg">', "a.jpg", ()),
        ('<img src="blanket-factory.jpg" data-src="b.jpg">', "blanket-factory.jpg", ("b.jpg",)),
        ('<picture><source srcset="a.webp 2x"><source type="image/avif" srcset="a.avif"><img src="a.jpg"></picture>',
         "a.jpg", ("a.webp",)),
        ('<amp-img src="a.jpg" srcset="b.jpg 2x"></amp-img>', "a.jpg", ("b.jpg",)),
        ('<img alt="no source"><img src="b.jpg">', "b.jpg", ()),
    ],
)  # fmt: skip
def test_where_the_picture_is(image, reference, others):
    found = picture(image)
    assert (found.reference, found.alternatives) == (reference, others)


def test_no_picture_where_no_image_names_one():
    assert picture('<img data-src="">') is None
    assert picture('<img src="data:image/gif;base64,R0lGOD">') is None


def test_the_pages_base_is_kept():
    found = picture('<img src="a.jpg" alt="Boats">', '<base href="../pics/">')
    assert found == Picture("a.jpg", "Boats", base="../pics/")


def test_a_picture_inlined_as_data_is_kept_whole():
    assert picture(f'<img src="{INLINED}">').reference == INLINED
    two = picture(f'<img src="{INLINED}x" data-src="a.jpg">')
    assert (two.reference, two.alternatives) == ("a.jpg", (f"{INLINED}x",))


def test_figures_in_markdown_keep_their_alternatives():
    image = '<img src="blank.gif" data-src="a.jpg" alt="Boats">'
    figure = f"<figure>{image}<figcaption>Boats in the harbour.</figcaption></figure>"
    source = f"# The harbour is open again\n\n{BODY}\n\n{figure}\n"
    (caption,) = markdown_of(Decoded(source, "utf-8"), "a.md").captions
    assert caption.picture == Picture("a.jpg", "Boats", ("blank.gif",))
