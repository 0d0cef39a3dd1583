"""An HTTP response as a crawl stored it: its status, its type, and its body without transfer and content codings."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from captioncheck.errors import ReaderError
from captioncheck.extract.warc_records import digest_agrees

_MAX_BODY = 64 * 2**20
_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/[\d.]+ (\d{3})")
_SIZE = re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Response:
    """A response: `status` is 0 where none is said, `type` a media type alone, `coded` the body as sent."""

    status: int
    type: str
    charset: str
    headers: dict[str, str]
    coded: bytes

    @property
    def is_page(self) -> bool:
        """Return whether this is a page that was found."""
        return self.type in _HTML and (self.status == 0 or 200 <= self.status < 300)

    def body(self) -> bytes:
        """Return the body as its author wrote it; ReaderError when that cannot be."""
        data = self.coded
        if "chunked" in self.headers.get("transfer-encoding", "").casefold():
            data = _unchunked(data)
        for coding in reversed(self.headers.get("content-encoding", "").casefold().replace(" ", "").split(",")):
            data = _decoded(data, coding)
        return data

    def agrees(self, claimed: str) -> bool:
        """Return whether a payload digest is that of the body; tools disagree on whether before or after chunking."""
        if digest_agrees(claimed, self.coded) is not False:
            return True
        return digest_agrees(claimed, _unchunked(self.coded)) is not False


def response_of(block: bytes) -> Response:
    """Return the response that a block holds."""
    end = _END.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    status = _STATUS.match(head)
    headers: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines()[1:]:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().casefold(), value.strip())
    kind, _, rest = headers.get("content-type", "").partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", rest, re.IGNORECASE)
    return Response(
        int(status[1]) if status else 0, kind.strip().casefold(), charset[1] if charset else "", headers, body
    )


def _unchunked(data: bytes) -> bytes:
    """Return chunks joined; what is not chunked after all, as some crawlers store it, as it is."""
    out: list[bytes] = []
    at = 0
    while match := _SIZE.match(data, at):
        size = int(match[1], 16)
        if not size:
            return b"".join(out)
        out.append(data[match.end() : match.end() + size])
        at = match.end() + size
    return b"".join(out) if out else data


def _decoded(data: bytes, coding: str) -> bytes:
    if coding in ("", "identity", "none", "utf-8"):
        return data
    if coding in ("gzip", "x-gzip", "deflate"):
        for bits in (47, -15):
            unpack = zlib.decompressobj(wbits=bits)
            try:
                out = unpack.decompress(data, _MAX_BODY)
            except zlib.error:
                continue
            if unpack.unconsumed_tail:
                raise ReaderError(f"its page unpacks to more than {_MAX_BODY // 2**20} MB")
            return out
        if data.lstrip()[:1] == b"<":
            return data  # said to be packed, and stored unpacked
        raise ReaderError(f"its page is said to be packed as {coding}, and cannot be unpacked")
    if coding == "br":
        try:
            import brotli
        except ImportError:
            raise ReaderError(
                "its page is packed as Brotli, which needs: pip install 'captioncheck[archive]'"
            ) from None
        unpack_br = brotli.Decompressor()
        try:
            out = bytes(unpack_br.process(data, output_buffer_limit=_MAX_BODY))
        except brotli.error as error:
            raise ReaderError(f"its page is said to be packed as br, and cannot be unpacked ({error})") from error
        return out
    raise ReaderError(f"its page is packed as {coding[:40]}, which is not read")
