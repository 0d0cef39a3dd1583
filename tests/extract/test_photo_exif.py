from io import BytesIO

import pytest
from PIL import Image

from captioncheck.extract.photo_exif import exif_of, position, xmp_position
from captioncheck.pictures.decoding import opened
from captioncheck.pictures.files import picture_file
from tests.photos import drawing, exif, gps, saved


def read(form="JPEG", **tags):
    with Image.open(BytesIO(saved(drawing(), form, exif=exif(**tags).tobytes()))) as image:
        return exif_of(image)


def test_a_picture_without_exif_has_no_fields():
    with Image.open(BytesIO(saved(drawing(), "JPEG"))) as image:
        found = exif_of(image)
    assert (found.gps, found.note, any(found.fields.values())) == (None, "", False)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_description_artist_and_date(form):
    found = read(form, ImageDescription="A red disc", Artist="Ada Rower", DateTimeOriginal="2019:03:08 10:00:00")
    assert found.fields["caption"] == ["A red disc"]
    assert found.fields["byline"] == ["Ada Rower"]
    assert found.fields["created"] == ["2019:03:08 10:00:00"]


def test_a_description_in_utf8_though_exif_knows_ascii_only():
    assert read(ImageDescription="Überfahrt nach Föhr".encode()).fields["caption"] == ["Überfahrt nach Föhr"]
    assert read(ImageDescription="Überfahrt nach Föhr".encode("latin-1")).fields["caption"] == ["Überfahrt nach Föhr"]


def test_what_windows_writes():
    found = read(
        XPTitle="Der Steg".encode("utf-16-le") + b"\0\0",
        XPComment="Ein Steg in Föhr".encode("utf-16-le") + b"\0\0",
        XPKeywords="Meer;Steg".encode("utf-16-le") + b"\0\0",
    )
    assert found.fields["title"] == ["Der Steg"]
    assert found.fields["comment"] == ["Ein Steg in Föhr"]
    assert found.fields["keywords"] == ["Meer;Steg"]


@pytest.mark.parametrize(
    "comment",
    [
        b"ASCII\0\0\0A pier",
        b"UNICODE\0" + "A pier".encode("utf-16-le"),
        b"UNICODE\0" + "A pier".encode("utf-16-be"),
        b"UNICODE\0" + "A pier".encode("utf-16"),
        b"\0\0\0\0\0\0\0\0A pier",
        b"JIS\0\0\0\0\0A pier",
        b"A pier without a charset"[:6] + b"\0\0\0",
    ],
)
def test_user_comments_name_their_charset(comment):
    assert read(UserComment=comment).fields["comment"] == ["A pier"]


def test_empty_comments_are_none():
    assert (
        "comment" not in read(UserComment=b"ASCII\0\0\0" + bytes(40)).fields
        or not read(UserComment=b"ASCII\0\0\0" + bytes(40)).fields["comment"]
    )


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(52.52, 13.405), (-33.8688, 151.2093), (40.7128, -74.006), (-1.2921, 36.8219)]
)
def test_positions_on_all_four_quarters(latitude, longitude):
    found = read(GPS=gps(latitude, longitude)).gps
    assert found == (pytest.approx(latitude, abs=1e-3), pytest.approx(longitude, abs=1e-3))


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {1: "N", 2: (52.0, 30.0, 0.0)},
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (91.0, 0.0, 0.0), 3: "E", 4: (13.0, 0.0, 0.0)},
        {1: "N", 2: (float("nan"), 0.0, 0.0), 3: "E", 4: (13.0, 0.0, 0.0)},
        {1: "N", 2: "north", 3: "E", 4: (13.0, 0.0, 0.0)},
        {1: "N", 2: (), 3: "E", 4: ()},
        {1: "N", 2: (-52.0, 0.0, 0.0), 3: "E", 4: (13.0, 0.0, 0.0)},
    ],
)
def test_positions_that_are_none(tags):
    assert position(tags) is None


def test_positions_in_xmp():
    assert xmp_position("52,31.2N", "13,24.3E") == (52.52, 13.405)
    assert xmp_position("33,52,8S", "151,12,33E") == (-33.8689, 151.2092)
    assert xmp_position("52.52", "13.405") is None
    assert xmp_position("", "") is None


def test_a_damaged_block_is_said_or_silent_but_never_raises():
    whole = exif(ImageDescription="A red disc", GPS=gps(52.5, 13.4)).tobytes()
    for at in range(6, len(whole)):
        broken = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        with opened(picture_file("a", saved(drawing((8, 8)), "JPEG", exif=broken))) as image:
            exif_of(image)
