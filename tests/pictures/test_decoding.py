import random
import struct

import numpy as np
import pytest
from PIL import Image, ImageFile

from captioncheck.errors import PictureError
from captioncheck.pictures import decode, decoding
from captioncheck.pictures.files import picture_file
from tests.photos import drawing, exif, jpeg, saved, xmp


def pixels(data, least=None):
    return decode(picture_file("a", data), least)


def colours(image):
    """The disc, the ground and the dark corner."""
    width, height = image.size
    spots = ((width * 3 // 4, height * 3 // 10), (width // 8, height // 4), (width // 10, height * 9 // 10))
    return [image.getpixel(spot) for spot in spots]


def near(one, other, most=40):
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    "data",
    [
        saved(drawing(), "JPEG", quality=95),
        saved(drawing(), "JPEG", progressive=True, quality=95),
        saved(drawing(mode="CMYK"), "JPEG", quality=95),
        saved(drawing(), "PNG"),
        saved(drawing(mode="P"), "PNG"),
        saved(drawing(mode="RGBA"), "PNG"),
        saved(drawing(), "WEBP", lossless=True),
        saved(drawing(mode="P"), "GIF"),
        saved(drawing(), "TIFF"),
        saved(drawing(mode="CMYK"), "TIFF"),
        saved(drawing(), "TIFF", compression="tiff_lzw"),
        saved(drawing(), "TIFF", compression="tiff_adobe_deflate"),
    ],
    ids=lambda data: str(data[:4]),
)
def test_every_kind_gives_the_same_picture(data):
    found = pixels(data)
    assert found.image.mode == "RGB"
    assert found.size == found.image.size == (64, 48)
    assert found.notes == ()
    disc, ground, corner = colours(found.image)
    assert near(disc, (220, 30, 30), 60)
    assert near(ground, (40, 90, 200), 60)
    assert near(corner, (10, 10, 10), 40)


@pytest.mark.parametrize("mode", ["I;16", "I", "F", "L", "1", "LA"])
def test_deep_and_grey_pictures_keep_their_greys(mode):
    grey = np.linspace(0, 65535, 64 * 48).reshape(48, 64)
    if mode == "I;16":
        data = saved(Image.fromarray(grey.astype(np.uint16)), "PNG")
    elif mode == "I":
        data = saved(Image.fromarray(grey.astype(np.int32)), "TIFF")
    elif mode == "F":
        data = saved(Image.fromarray((grey / 65535).astype(np.float32)), "TIFF")
    else:
        data = saved(Image.fromarray((grey / 257).astype(np.uint8)).convert(mode), "PNG")
    image = pixels(data).image
    assert image.mode == "RGB"
    assert image.getpixel((1, 0))[0] < 10
    assert image.getpixel((62, 47))[0] > 245
    assert 60 < np.asarray(image).mean() < 190


def test_what_is_transparent_is_white():
    image = Image.new("RGBA", (8, 8), (255, 0, 0, 0))
    for data in (
        saved(image, "PNG"),
        saved(image, "WEBP", lossless=True),
        saved(image.convert("P"), "GIF", transparency=0),
    ):
        assert pixels(data).image.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_is_upright_by_its_exif(turn):
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the transposition that the orientation undoes
    stored = drawing() if turn == 1 else drawing().transpose(Image.Transpose(back[turn]))
    found = pixels(saved(stored, "PNG", exif=exif(Orientation=turn).tobytes()))
    assert found.image.size == (64, 48)
    assert near(colours(found.image)[0], (220, 30, 30))


def test_a_jpeg_is_decoded_no_larger_than_needed():
    data = saved(drawing((1600, 1200)), "JPEG")
    assert pixels(data, least=224).image.size == (400, 300)
    assert pixels(data, least=224).size == (1600, 1200)
    assert pixels(data).image.size == (1600, 1200)


@pytest.mark.parametrize(("form", "kind"), [("GIF", "frame"), ("WEBP", "frame"), ("PNG", "frame"), ("TIFF", "page")])
def test_of_several_frames_the_first_is_taken_and_said(form, kind):
    data = saved(drawing(), form, save_all=True, append_images=[Image.new("RGB", (64, 48)), drawing()])
    found = pixels(data)
    assert near(colours(found.image)[0], (220, 30, 30), 60)
    assert found.notes == (f"of several {kind}s only the first is looked at",)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_half_a_picture_is_none(form):
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (96, 128, 3), dtype=np.uint8))
    data = saved(noise, form)
    with pytest.raises(PictureError, match=r"cut short|damaged"):
        pixels(data[: len(data) // 2])


def test_bombs_are_refused_before_they_go_off():
    header = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    with pytest.raises(PictureError, match="60000 x 60000: more than 120 million pixels"):
        pixels(header + _chunk(b"IDAT", b"") + _chunk(b"IEND", b""))


def test_a_picture_just_over_the_limit_is_refused(monkeypatch):
    data = saved(drawing(), "PNG")
    monkeypatch.setattr(decoding, "MAX_PIXELS", 64 * 48)
    assert pixels(data).size == (64, 48)
    monkeypatch.setattr(decoding, "MAX_PIXELS", 64 * 48 - 1)
    with pytest.raises(PictureError, match="64 x 48"):
        pixels(data)


def test_a_picture_without_pixels_is_refused():
    data = bytearray(saved(drawing(mode="P"), "GIF"))
    data[6:10] = bytes(4)
    with pytest.raises(PictureError):
        pixels(b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 0, 9, 8, 2, 0, 0, 0)))


def test_a_damaged_exif_block_costs_no_picture():
    broken = saved(drawing(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert pixels(broken).image.size == (64, 48)


def _chunk(name, data):
    import zlib

    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def seeds():
    tagged = exif(Orientation=6, ImageDescription="A red disc above a blue field")
    packet = xmp("<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>A red disc</rdf:li></rdf:Alt></dc:description>")
    return [
        jpeg(b"\x1c\x02\x78\x00\x0aA red disc", packet, tagged),
        saved(drawing(), "JPEG", progressive=True),
        saved(drawing(), "PNG", exif=tagged.tobytes()),
        saved(drawing(mode="P"), "PNG"),
        saved(drawing(), "WEBP", exif=tagged.tobytes(), xmp=packet),
        saved(drawing(), "TIFF", exif=tagged),
        saved(drawing(mode="P"), "GIF"),
    ]


def mutated(number):
    """A picture with some bytes changed, dropped, added, or its end cut off."""
    dice = random.Random(number)
    data = bytearray(dice.choice(seeds()))
    if dice.random() < 0.3:
        del data[dice.randrange(len(data)) :]
    for _ in range(dice.choice((1, 3, 20))):
        if len(data) < 2:
            break
        at = dice.randrange(min(len(data), dice.choice((64, 400, len(data)))))
        kind = dice.random()
        if kind < 0.6:
            data[at] = dice.randrange(256)
        elif kind < 0.8:
            del data[at : at + dice.randrange(1, 9)]
        else:
            data[at:at] = dice.randbytes(dice.randrange(1, 9))
    return bytes(data)


def test_no_mutated_picture_raises_anything_but_a_reason():
    from captioncheck.extract.photo_metadata import metadata_of

    outcomes = {"decoded": 0, "refused": 0}
    for number in range(600):
        data = mutated(number)
        for look in (metadata_of, decode):
            try:
                look(picture_file("a", data))
                outcomes["decoded"] += 1
            except PictureError as error:
                outcomes["refused"] += 1
                assert "\n" not in str(error)
    assert min(outcomes.values()) > 100
