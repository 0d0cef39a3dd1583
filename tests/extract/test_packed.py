from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os

import pytest

from captioncheck.errors import ReaderError
from captioncheck.extract.packed import unpacked

TEXT = b"".join(b"line %d of a text that packs well\n" % n for n in range(50_000))
PACKERS = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress}


def read(data: bytes) -> bytes:
    return unpacked(io.BytesIO(data)).read()


@pytest.mark.parametrize("data", [b"", b"\x1f", b"plain text", b"BZ is no mark", b"\xfd7z"])
def test_what_is_not_packed_stays(data: bytes) -> None:
    assert read(data) == data


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
@pytest.mark.parametrize("text", [TEXT, b"x", os.urandom(200_000), b"", b"y" * 65_536, b"z" * (2 * 65_536)])
def test_packed_streams(pack, text: bytes) -> None:  # type: ignore[no-untyped-def]
    assert read(pack(text)) == text
    assert read(pack(text) + pack(b"more")) == text + b"more"
    assert read(pack(text) + b"\0" * 1000) == text


@pytest.mark.parametrize("text", [TEXT, b"x", os.urandom(200_000), b"y" * 65_536])
def test_zstandard(text: bytes) -> None:
    zstandard = pytest.importorskip("zstandard")
    assert read(zstandard.compress(text) + zstandard.compress(b"more")) == text + b"more"
    with pytest.raises(ReaderError, match="ends too early"):
        read(zstandard.compress(text)[:-1])


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_a_stream_that_breaks_off_says_so(pack) -> None:  # type: ignore[no-untyped-def]
    data = pack(TEXT)
    for cut in (12, len(data) // 2, len(data) - 1):
        with pytest.raises(ReaderError, match="file that ends too early"):
            read(data[:cut])


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_a_broken_stream_says_so(pack) -> None:  # type: ignore[no-untyped-def]
    data = bytearray(pack(TEXT))
    data[len(data) // 2] ^= 0xFF
    with pytest.raises(ReaderError, match=r"file that (?:is broken|ends too early)"):
        read(bytes(data))


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_a_bomb_stops(pack) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ReaderError, match="grows to more than 250 times its size"):
        read(pack(b"\0" * (64 * 2**20)))


def test_a_zstandard_bomb_stops() -> None:
    zstandard = pytest.importorskip("zstandard")
    with pytest.raises(ReaderError, match="grows to more than 250 times its size"):
        read(zstandard.compress(b"\0" * (64 * 2**20)))
