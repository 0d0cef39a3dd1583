"""The model hub, seen through three questions: which commit, which files, and the files themselves.

The hub's own client says which commit and which files; the bytes are fetched here, because that client (2.4) throws a
half-fetched file away when its process ends, and these have gigabytes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import IO, Protocol
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from captioncheck.errors import EncoderError, MissingExtraError

Seen = Callable[[str, int, int], object]
"""Told a file's name, the bytes of it that are here, and its size."""
_BLOCK = 2**20
_PATIENCE = 60.0
_TRIES = 5
_PAUSE = 1.0
_PARTIAL, _WHOLE_ALREADY = 206, 416


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of a repository: its size in bytes, and the SHA-256 that the hub knows ("" for small ones)."""

    size: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One commit of a repository: its hash and its files."""

    revision: str
    files: Mapping[str, HubFile]


class Hub(Protocol):
    """What `fetch` needs of a model hub. Each raises EncoderError where it cannot answer."""

    def snapshot(self, repo: str, revision: str | None) -> Snapshot:
        """Return a repository at a commit (None: at its newest)."""
        ...

    def download(self, repo: str, revision: str, name: str, size: int, target: Path, seen: Seen) -> None:
        """Put a file at a path, going on where an earlier download was cut off."""
        ...


class HuggingFace:
    """The Hugging Face hub, or the mirror of it that HF_ENDPOINT names; HF_TOKEN opens what is not public."""

    def snapshot(self, repo: str, revision: str | None) -> Snapshot:
        """Return a repository at a commit."""
        with _explained(repo):
            from huggingface_hub import HfApi

            info = HfApi().model_info(repo, revision=revision, files_metadata=True)
            if not info.sha:
                raise EncoderError(f"the model hub names no commit for {repo}")
            files = {
                file.rfilename: HubFile(file.size or 0, str(file.lfs["sha256"]) if file.lfs else "")
                for file in info.siblings or ()
            }
            return Snapshot(info.sha, files)

    def download(self, repo: str, revision: str, name: str, size: int, target: Path, seen: Seen) -> None:
        """Put a file at a path; what has arrived lies beside it under the commit's name until it is whole."""
        with _explained(repo):
            from huggingface_hub import get_token, hf_hub_url

            url, token = hf_hub_url(repo, name, revision=revision), get_token()
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f"{target.name}.{revision[:12]}.part")
            with part.open("ab") as stream:
                for left in reversed(range(_TRIES)):
                    try:
                        _append(url, token, stream, size, lambda here: seen(name, here, size))
                    except (OSError, HTTPException) as error:
                        if left == 0 or (isinstance(error, HTTPError) and error.code < 500):
                            raise
                        time.sleep(_PAUSE)
                    if size == 0 or stream.tell() >= size:
                        break
            part.replace(target)


def _append(url: str, token: str | None, stream: IO[bytes], size: int, seen: Callable[[int], object]) -> None:
    """Add what a file still lacks to the part of it that is here."""
    here = stream.tell()
    if size and here >= size:
        return
    request = Request(url, headers={"User-Agent": "captioncheck", **({"Range": f"bytes={here}-"} if here else {})})
    if token:
        # Not for where the hub redirects to: its stores have signatures of their own.
        request.add_unredirected_header("Authorization", f"Bearer {token}")
    try:
        with urlopen(request, timeout=_PATIENCE) as answer:
            if here and answer.status != _PARTIAL:
                stream.truncate(0)
            while block := answer.read(_BLOCK):
                stream.write(block)
                seen(stream.tell())
    except HTTPError as error:
        if error.code != _WHOLE_ALREADY:
            raise
    finally:
        stream.flush()


@contextmanager
def _explained(repo: str) -> Iterator[None]:
    """Turn what the hub's client, the network and the disk raise into one line."""
    try:
        yield
    except ImportError as error:
        raise MissingExtraError("fetching picture models", "clip") from error
    except EncoderError:
        raise
    except Exception as error:
        # They share no root; the first line of each says what it is.
        first = next(iter(str(error).strip().splitlines()), "")
        raise EncoderError(
            f"{repo} cannot be fetched from the model hub ({type(error).__name__}: {first[:200]}); "
            "what has arrived is kept, and the same command goes on from there"
        ) from error
