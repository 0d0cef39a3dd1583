import struct
from io import BytesIO

import pytest
from PIL import Image, TiffImagePlugin

from captioncheck.extract.photo_iptc import iptc_of, records
from tests.photos import UTF8, dataset, drawing, iim, jpeg, photoshop, saved

ROWS = [(120, b"A red disc"), (105, b"Disc"), (90, b"Kassel"), (101, b"Germany"), (55, b"20190308"), (110, b"dpa")]


def fields(data):
    with Image.open(BytesIO(data)) as image:
        return iptc_of(image)


def test_a_picture_without_iptc_has_no_fields():
    for form in ("JPEG", "PNG", "WEBP", "GIF", "TIFF"):
        assert fields(saved(drawing(), form)) == {}


def test_the_fields_of_a_jpeg():
    assert fields(jpeg(iim(ROWS))) == {
        "created": ["20190308"],
        "city": ["Kassel"],
        "country": ["Germany"],
        "headline": ["Disc"],
        "credit": ["dpa"],
        "caption": ["A red disc"],
    }


def test_repeated_fields_are_kept_in_order_and_once():
    rows = [(25, b"sea"), (25, b"pier"), (25, b"sea"), (120, b"first"), (120, b"second")]
    assert fields(jpeg(iim(rows))) == {"keywords": ["sea", "pier"], "caption": ["first", "second"]}


@pytest.mark.parametrize(
    ("value", "charset"),
    [
        ("Tür".encode(), UTF8),
        ("Tür".encode(), None),
        ("Tür".encode("latin-1"), None),
        ("Tür".encode("latin-1"), b"\x1b.A"),
        ("Tür".encode("mac_roman"), None),
        ("Tür".encode("latin-1"), UTF8),
    ],
)
def test_charsets_marked_missing_and_wrong(value, charset):
    assert fields(jpeg(iim([(120, value)], charset)))["caption"] == ["Tür"]


def test_an_extended_dataset_may_be_longer_than_32_kilobytes():
    long = b"A pier. " * 6000
    block = b"\x1c\x02\x78\x80\x04" + len(long).to_bytes(4, "big") + long + dataset(90, b"Kassel")
    assert [key for key, _ in records(block)] == [(2, 120), (2, 90)]
    assert next(records(block))[1] == long


def test_a_damaged_block_gives_what_stands_before_the_damage():
    block = iim(ROWS)
    for cut in range(len(block)):
        found = list(records(block[:cut]))
        assert found[:-1] == [((2, number), value) for number, value in ROWS][: max(len(found) - 1, 0)]
    assert list(records(iim(ROWS[:1]) + b"\0" * 40 + iim(ROWS))) == [((2, 120), b"A red disc")]
    assert list(records(b"\x1c\x02\x78\xff\xff" + b"x" * 50)) == []


def test_tiffs_keep_it_in_a_tag_of_bytes_though_photoshop_calls_them_numbers():
    block = iim(ROWS)
    block += bytes(-len(block) % 4)
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags.tagtype[33723] = TiffImagePlugin.TiffTags.UNDEFINED
    tags[33723] = block
    plain = saved(drawing(), "TIFF", tiffinfo=tags)
    entry = struct.pack("<HHI", 33723, TiffImagePlugin.TiffTags.UNDEFINED, len(block))
    assert plain.count(entry) == 1
    numbers = plain.replace(entry, struct.pack("<HHI", 33723, TiffImagePlugin.TiffTags.LONG, len(block) // 4))
    for data in (plain, numbers):
        assert fields(data)["caption"] == ["A red disc"]


def test_tiffs_also_keep_it_among_photoshops_resources():
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags.tagtype[34377] = TiffImagePlugin.TiffTags.BYTE
    tags[34377] = photoshop(iim(ROWS))
    assert fields(saved(drawing(), "TIFF", tiffinfo=tags))["city"] == ["Kassel"]


def test_pngs_of_imagemagick_keep_it_as_hexadecimal():
    from PIL.PngImagePlugin import PngInfo

    chunks = PngInfo()
    block = b"8BIM\x04\x04\0\0\0\0\0\0" + iim(ROWS)
    chunks.add_text("Raw profile type iptc", f"\niptc\n{len(block):8}\n{block.hex()}\n", zip=True)
    assert fields(saved(drawing(), "PNG", pnginfo=chunks))["caption"] == ["A red disc"]
