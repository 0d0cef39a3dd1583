"""WARC files, archives and tables for tests, in memory; whole or damaged."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

FIXTURES = Path(__file__).parents[2] / "fixtures/archives"


def page(number: int, caption: str = "Fishing boats lie in the harbour of Lerwick.") -> str:
    body = f"The harbour of Lerwick saw its busiest week in years, number {number}, the harbour master said on Monday."
    return (
        f"<html lang=en><head><title>Busy week {number} in the harbour</title></head><body><article>"
        f"<h1>Busy week {number} in the harbour</h1><p>{body}</p><p>More boats are expected before the storm.</p>"
        f"<figure><img src=boats-{number}.jpg><figcaption>{caption}</figcaption></figure></article></body></html>"
    )


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def response(
    html: str | bytes, status: str = "200 OK", headers: str = "Content-Type: text/html; charset=utf-8\r\n"
) -> bytes:
    body = html.encode() if isinstance(html, str) else html
    return f"HTTP/1.1 {status}\r\n{headers}\r\n".encode() + body


def record(block: bytes, number: int = 1, kind: str = "response", digest: str | None = None, more: str = "") -> bytes:
    media = "application/http; msgtype=response" if kind == "response" else "application/warc-fields"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Target-URI: https://news.example/{number}.html\r\nWARC-Date: 2021-03-04T05:06:07Z\r\n"
        f"Content-Type: {media}\r\nWARC-Block-Digest: {digest or sha1(block)}\r\n"
        f"{more}Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def warc(*records: bytes, packed: bool = False) -> bytes:
    return b"".join(gzip.compress(one) if packed else one for one in records)


def zipped(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    import warnings

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # duplicate names
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: list[tuple[str, bytes]], mode: str = "w", more: tuple[tarfile.TarInfo, ...] = ()) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in more:
            archive.addfile(info)
    return out.getvalue()
