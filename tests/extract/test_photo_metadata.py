import pytest
from PIL.PngImagePlugin import PngInfo

from captioncheck.datatypes import PhotoDate, PhotoText
from captioncheck.errors import PictureError
from captioncheck.extract.photo_metadata import is_junk, iso_date, metadata_of
from captioncheck.pictures.files import picture_file
from tests.photos import UTF8, alternatives, bag, drawing, exif, gps, iim, jpeg, saved, xmp

GERMAN = "Ein roter Ball schwebt über dem Hafen von Kiel."
ENGLISH = "A red balloon hangs above the harbour of Kiel."


def read(data):
    return metadata_of(picture_file("a", data))


JUNK = [
    "OLYMPUS DIGITAL CAMERA", "SONY DSC", " Olympus digital camera  ", "KONICA MINOLTA DIGITAL CAMERA",
    "IMG_2034.JPG", "DSC01234", "p1020304", "Created with GIMP", "Adobe Photoshop CC 2019", "CREATOR: gd-jpeg v1.0",
    "Screenshot", "untitled", "default", "hdrpl", "LEAD Technologies Inc. V1.01", "<KENOX S760  / Samsung S760>", "---",
    "20190308_101500", "https://example.org/a.jpg", "Lavc58.54.100",
]  # fmt: skip
WORDS = [
    ENGLISH, GERMAN, "Digital cameras on sale in Osaka", "Der Fotograf", "桥", "Paris", "Camera crew at the gate",
    "Photo session with the mayor", "Untitled, oil on canvas, 1921", "A test of the new bridge",
]  # fmt: skip


@pytest.mark.parametrize("text", WORDS)
def test_words_are_no_junk(text):
    assert not is_junk(text)


@pytest.mark.parametrize("text", JUNK)
def test_what_cameras_and_programs_write_is(text):
    assert is_junk(text)


@pytest.mark.parametrize("text", ["OLYMPUS DIGITAL CAMERA", "IMG_2034.JPG", "", "   "])
def test_a_camera_string_is_no_caption(text):
    found = read(jpeg(iim([(120, text.encode())]), exif=exif(ImageDescription=text or " ")))
    assert found.captions == ()
    assert found.empty


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("20140909", "2014-09-09"),
        ("2014:09:09 07:28:11", "2014-09-09"),
        ("2014-09-09T07:28:11+02:00", "2014-09-09"),
        ("2021-7-16", "2021-07-16"),
        ("2014-09", "2014-09"),
        ("2014", "2014"),
        ("20140000", "2014"),
        ("2014:13:40", "2014"),
        ("2014-02-31", "2014-02"),
        ("0000:00:00 00:00:00", None),
        ("    :  :     :  :  ", None),
        ("16010101", None),
        ("1863-07-05", "1863-07-05"),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_as_programs_write_them(text, iso):
    assert iso_date(text) == iso


def test_a_picture_that_says_nothing():
    for form in ("JPEG", "PNG", "WEBP", "GIF", "TIFF"):
        assert read(saved(drawing(), form)).empty


def test_all_that_a_wire_photo_says():
    rows = [
        (120, GERMAN.encode()), (105, b"Hafenfest in Kiel"), (110, b"dpa"), (80, b"Ada Rower"), (55, b"20190308"),
        (90, b"Kiel"), (95, b"Schleswig-Holstein"), (100, b"DEU"), (101, b"Deutschland"), (25, b"Hafen"), (25, b"Ball"),
    ]  # fmt: skip
    packet = xmp(bag("Iptc4xmpExt:PersonInImage", "Bo Iden", "Cy Hale"))
    found = read(jpeg(iim(rows, UTF8), packet, exif(GPS=gps(54.32, 10.14))))
    assert found.captions == (PhotoText(GERMAN, "IPTC caption", "de"),)
    assert (found.headline, found.credit, found.byline) == ("Hafenfest in Kiel", "dpa", "Ada Rower")
    assert found.dates == (PhotoDate("2019-03-08", "IPTC date"),)
    assert (found.city, found.region, found.country, found.country_code) == (
        "Kiel", "Schleswig-Holstein", "Deutschland", "DE",
    )  # fmt: skip
    assert found.people == ("Bo Iden", "Cy Hale")
    assert found.keywords == ("Hafen", "Ball")
    assert found.gps == (pytest.approx(54.32, abs=1e-3), pytest.approx(10.14, abs=1e-3))
    assert found.gps_place == ("Kiel", "DE")
    assert not found.empty


def test_xmp_comes_before_iptc_before_exif():
    packet = xmp(alternatives("dc:description", x_default=ENGLISH, de=GERMAN), 'photoshop:City="Kiel"')
    rows = [(120, b"An older caption of the same harbour."), (90, b"Lubeck"), (101, b"Germany")]
    found = read(jpeg(iim(rows), packet, exif(ImageDescription="What the camera man typed first, long ago.")))
    assert [row.field for row in found.captions] == ["XMP caption", "XMP caption", "IPTC caption", "EXIF caption"]
    assert [row.language for row in found.captions] == ["en", "de", "en", "en"]
    assert (found.city, found.country) == ("Kiel", "Germany")


def test_one_caption_in_three_places_is_one():
    packet = xmp(alternatives("dc:description", x_default=ENGLISH))
    shorter = ENGLISH.removesuffix(" of Kiel.")
    found = read(jpeg(iim([(120, ENGLISH.upper().encode())]), packet, exif(ImageDescription=shorter)))
    assert [row.text for row in found.captions] == [ENGLISH]


def test_dates_that_differ_are_all_kept():
    packet = xmp(attributes='photoshop:DateCreated="2013-01-21T12:00:00"')
    found = read(jpeg(iim([(55, b"2021-7-16")]), packet, exif(DateTimeOriginal="2013:01:21 12:24:59")))
    assert [row.iso for row in found.dates] == ["2013-01-21", "2021-07-16"]
    assert found.created == "2013-01-21"


@pytest.mark.parametrize(
    "data",
    [
        jpeg(iim([(120, ENGLISH.encode())])),
        jpeg(packet=xmp(alternatives("dc:description", x_default=ENGLISH))),
        jpeg(exif=exif(ImageDescription=ENGLISH)),
        jpeg(exif=exif(UserComment=b"UNICODE\0" + ENGLISH.encode("utf-16-le"))),
        jpeg(exif=exif(XPComment=ENGLISH.encode("utf-16-le"))),
        saved(drawing(), "PNG", exif=exif(ImageDescription=ENGLISH).tobytes()),
        saved(drawing(), "WEBP", exif=exif(ImageDescription=ENGLISH).tobytes()),
        saved(drawing(), "WEBP", xmp=xmp(alternatives("dc:description", x_default=ENGLISH))),
        saved(drawing(), "TIFF", exif=exif(ImageDescription=ENGLISH)),
        saved(drawing(), "TIFF", tiffinfo={700: xmp(alternatives("dc:description", x_default=ENGLISH))}),
        saved(drawing(mode="P"), "GIF", comment=ENGLISH.encode()),
        saved(drawing(mode="P"), "GIF") + xmp(alternatives("dc:description", x_default=ENGLISH)),
        saved(drawing(), "JPEG", comment=ENGLISH.encode()),
    ],
    ids=range(13),
)
def test_every_format_carries_its_caption(data):
    assert [row.text for row in read(data).captions] == [ENGLISH]


def test_a_pngs_chunks():
    chunks = PngInfo()
    chunks.add_itxt("Description", GERMAN)
    chunks.add_text("Software", "A drawing program of some kind")
    chunks.add_itxt("XML:com.adobe.xmp", xmp(bag("dc:subject", "Hafen")).decode())
    found = read(saved(drawing(), "PNG", pnginfo=chunks))
    assert [(row.text, row.field) for row in found.captions] == [(GERMAN, "comment")]
    assert found.keywords == ("Hafen",)


def test_damage_is_noted_and_the_rest_read():
    packet = xmp("<photoshop:City>Kiel</photoshop:City><dc:subject><rdf:Bag><rdf:li>x")[:-60]
    found = read(jpeg(iim([(120, GERMAN.encode())]), packet))
    assert found.captions[0].text == GERMAN
    assert "damaged" in found.notes[0]
    hostile = xmp().replace(b"<x:xmpmeta", b'<!DOCTYPE x [<!ENTITY e "x">]><x:xmpmeta')
    assert "declares entities" in read(jpeg(packet=hostile)).notes[0]


def test_what_is_no_picture_is_refused():
    with pytest.raises(PictureError):
        read(saved(drawing(), "PNG")[:20])


def test_titles_are_headlines_only_where_they_are_words():
    assert read(jpeg(iim([(5, b"REFERENDUM Saltire 090593")]))).headline == "REFERENDUM Saltire 090593"
    assert read(jpeg(iim([(5, b"BBGDYD")]))).headline == ""
    assert read(jpeg(iim([(5, b"HARBOUR FESTIVAL KIEL")]))).headline == ""
    assert read(jpeg(iim([(5, ENGLISH[:-1].encode()), (120, ENGLISH.encode())]))).headline == ""


def test_lists_that_windows_joins():
    found = read(jpeg(exif=exif(XPKeywords="Meer;Steg; Meer".encode("utf-16-le"), Artist="Ada Rower;Bo Iden")))
    assert found.keywords == ("Meer", "Steg")
    assert found.byline == "Ada Rower, Bo Iden"
