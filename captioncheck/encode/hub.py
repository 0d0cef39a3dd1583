"""The model hub, seen through three questions: which commit, which files, and the files themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from captioncheck.errors import EncoderError, MissingExtraError


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One commit of a repository: its hash, and its files with the SHA-256 that the hub knows ("" for small ones)."""

    revision: str
    files: Mapping[str, str]


class Hub(Protocol):
    """What `fetch` needs of a model hub. Each raises EncoderError where it cannot answer."""

    def snapshot(self, repo: str, revision: str | None) -> Snapshot:
        """Return a repository at a commit (None: at its newest)."""
        ...

    def download(self, repo: str, revision: str, files: Sequence[str], folder: Path) -> None:
        """Put files into a folder, going on where an earlier download was cut off."""
        ...


class HuggingFace:
    """The Hugging Face hub, or the mirror of it that HF_ENDPOINT names."""

    def snapshot(self, repo: str, revision: str | None) -> Snapshot:
        """Return a repository at a commit."""
        with _explained(repo):
            from huggingface_hub import HfApi

            info = HfApi().model_info(repo, revision=revision, files_metadata=True)
            files = {file.rfilename: str(file.lfs["sha256"]) if file.lfs else "" for file in info.siblings or ()}
            if not info.sha:
                raise EncoderError(f"the model hub names no commit for {repo}")
            return Snapshot(info.sha, files)

    def download(self, repo: str, revision: str, files: Sequence[str], folder: Path) -> None:
        """Put files into a folder; the hub's own client shows a progress bar and resumes."""
        with _explained(repo):
            from huggingface_hub import snapshot_download

            snapshot_download(repo, revision=revision, allow_patterns=list(files), local_dir=folder)


@contextmanager
def _explained(repo: str) -> Iterator[None]:
    """Turn what the hub's client raises into one line."""
    try:
        yield
    except ImportError as error:
        raise MissingExtraError("fetching picture models", "clip") from error
    except EncoderError:
        raise
    except Exception as error:
        # The client's own errors, httpx's and those of the disk share no root; the first line of each says what it is.
        first = next(iter(str(error).strip().splitlines()), "")
        raise EncoderError(
            f"{repo} cannot be fetched from the model hub ({type(error).__name__}: {first[:200]}); "
            "what has arrived is kept, and the same command goes on from there"
        ) from error
