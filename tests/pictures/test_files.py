import base64
import os

import pytest

from captioncheck.errors import PictureError
from captioncheck.pictures import files
from captioncheck.pictures.files import picture_file, read_data, read_file
from tests.photos import drawing, saved

FORMS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF")


@pytest.mark.parametrize("form", FORMS)
def test_the_format_is_told_by_the_first_bytes_not_by_the_name(tmp_path, form):
    path = tmp_path / "a.txt"
    path.write_bytes(saved(drawing(), form))
    assert read_file(path, "a.txt").format == form


def test_the_digest_is_that_of_the_bytes():
    data = saved(drawing(), "PNG")
    one, other = picture_file("a.png", data), picture_file("b.png", data)
    assert one.digest == other.digest != picture_file("c.png", data + b"\0").digest


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", r"is empty \(0 bytes\)"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is an SVG drawing"),
        (b"<?xml version='1.0'?><!-- x --><svg/>", "is an SVG drawing"),
        (b"<!DOCTYPE html><title>404</title>", "is a web page, not a picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "is HEIC"),
        (b"\0\0\0\x1cftypavif\0\0\0\0", "is AVIF"),
        (saved(drawing(), "BMP"), "is BMP"),
        (b"%PDF-1.7", "is PDF"),
        (b"8BPS\0\1", "is a Photoshop file"),
        (saved(drawing(), "JPEG2000"), "is JPEG 2000"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "is no picture that is known here"),
        (b"P6 1 1 255 abc", "is no picture that is known here"),
        (b"just words", "is no picture that is known here"),
    ],
)
def test_everything_else_is_refused_by_name(data, said):
    with pytest.raises(PictureError, match=f"a.jpg {said}"):
        picture_file("a.jpg", data)


def test_a_file_that_is_none_says_so(tmp_path):
    (tmp_path / "folder.jpg").mkdir()
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "link.jpg").symlink_to(tmp_path / "nowhere.jpg")
    for name, said in (
        ("folder.jpg", "is a folder"),
        ("pipe.jpg", "is no regular file"),
        ("gone.jpg", "no such file"),
        ("x" * 300, "too long"),
    ):
        with pytest.raises(PictureError, match=said):
            read_file(tmp_path / name, name)
    with pytest.raises(PictureError):
        read_file(tmp_path / "link.jpg", "link.jpg")


def test_a_link_is_never_followed_at_this_point(tmp_path):
    (tmp_path / "a.png").write_bytes(saved(drawing(), "PNG"))
    (tmp_path / "link.png").symlink_to(tmp_path / "a.png")
    with pytest.raises(PictureError):
        read_file(tmp_path / "link.png", "link.png")


def test_too_many_bytes_are_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 1000)
    path = tmp_path / "a.png"
    path.write_bytes(saved(drawing(), "PNG") + bytes(2000))
    with pytest.raises(PictureError, match="is larger than"):
        read_file(path, "a.png")
    with pytest.raises(PictureError, match="is larger than"):
        read_data("data:image/png;base64," + "A" * 2000)


def test_pictures_inlined_as_data():
    data = saved(drawing(), "PNG")
    plain = base64.b64encode(data).decode()
    folded = "\n".join(plain[at : at + 60] for at in range(0, len(plain), 60))
    for body in (plain, folded, plain.replace("+", "%2B").replace("/", "%2F"), base64.urlsafe_b64encode(data).decode()):
        assert read_data(f"data:image/png;base64,{body}").data == data
    assert read_data(f"DATA:image/jpeg;charset=utf-8;BASE64,{plain}").format == "PNG"


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("data:image/png", "without data"),
        ("data:image/png;base64,AAA", "base64 is damaged"),
        ("data:image/png;base64,", "is empty"),
        ("data:image/svg+xml,%3Csvg/%3E", "is an SVG drawing"),
        ("data:text/html,<html>", "is a web page"),
    ],
)
def test_damaged_data_is_refused(reference, said):
    with pytest.raises(PictureError, match=said):
        read_data(reference)
