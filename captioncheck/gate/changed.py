"""Which files have changed since a commit, by git: only those are checked with --diff-base."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence

from captioncheck.errors import ConfigError

# What a hook sets for its own git calls: the repository is found by the file's folder instead.
_DROPPED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
_DEPTH = "this is a shallow clone; fetch the whole history (fetch-depth: 0 with actions/checkout)"


class Changed:
    """Tells the files that differ from where HEAD left `ref`, or are not in git: changed, new, uncommitted, untracked.

    A file that was only moved has not changed. Raises ConfigError where git cannot tell.
    """

    def __init__(self, ref: str) -> None:
        self.ref = ref
        self._repositories: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._roots: dict[str, str] = {}

    def __contains__(self, path: str) -> bool:
        """Return whether a file has changed, or git does not know it."""
        # The folder's links are followed, a link at the end is a file of its own, and so is what it leads to.
        folder = os.path.realpath(os.path.dirname(path) or os.curdir)  # noqa: PTH120
        places = {os.path.join(folder, os.path.basename(path)), os.path.realpath(path)}  # noqa: PTH118, PTH119
        return any(map(self._has_changed, places))

    def look(self, path: str) -> None:
        """Ask git about the repository that a file or folder lies in, so that what is wrong is said at once."""
        place = os.path.realpath(path)
        while not os.path.isdir(place) and place != os.path.dirname(place):  # noqa: PTH112, PTH120
            place = os.path.dirname(place)  # noqa: PTH120
        self._repository(place)

    def _has_changed(self, place: str) -> bool:
        root = self._repository(os.path.dirname(place))  # noqa: PTH120
        tracked, changed = self._repositories[root]
        name = os.path.relpath(place, root)
        return name not in tracked or name in changed

    def _repository(self, folder: str) -> str:
        """Return the top folder of the repository that a folder lies in, after all was asked about it."""
        if folder not in self._roots:
            root = os.fsdecode(self._git(folder, "rev-parse", "--show-toplevel")).removesuffix("\n")
            if root not in self._repositories:
                self._repositories[root] = self._files(root)
            self._roots[folder] = root
        return self._roots[folder]

    def _files(self, root: str) -> tuple[frozenset[str], frozenset[str]]:
        base = self._base(root)
        tracked = _names(self._git(root, "ls-files", "-z"))
        # Renames are followed, so that a moved article is no new one.
        said = self._git(
            root, "diff", "--name-status", "-z", "--no-ext-diff", "--no-relative", "--find-renames", base, "--"
        )
        return frozenset(tracked), frozenset(_changed(_names(said)))

    def _base(self, root: str) -> str:
        ref = self.ref
        shallow = self._git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
        hint = _DEPTH if shallow else "see git branch -a"
        if ref.startswith("-"):
            raise ConfigError(f"--diff-base {ref}: that is no branch, tag or commit")
        try:
            commit = self._git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        except ConfigError as error:
            raise ConfigError(f"--diff-base {ref}: there is no such branch, tag or commit here; {hint}") from error
        try:
            return os.fsdecode(self._git(root, "merge-base", commit.strip().decode(), "HEAD")).strip()
        except ConfigError as error:
            hint = _DEPTH if shallow else "give one that HEAD comes from"
            raise ConfigError(f"--diff-base {ref}: it shares no history with HEAD; {hint}") from error

    def _git(self, folder: str, *arguments: str) -> bytes:
        environment = {name: value for name, value in os.environ.items() if name not in _DROPPED}
        environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
        try:
            done = subprocess.run(
                ["git", "-C", folder, *arguments],
                capture_output=True,
                check=False,
                env=environment,
                stdin=subprocess.DEVNULL,
            )
        except OSError as error:
            raise ConfigError(f"--diff-base needs git, and it cannot be run: {error.strerror or error}") from error
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git failed"]
            reason = said[0].removeprefix("fatal: ").partition(" (or any")[0]
            raise ConfigError(f"--diff-base {self.ref}: {folder}: {reason}")
        return done.stdout


def _names(listed: bytes) -> list[str]:
    return [os.fsdecode(name) for name in listed.split(b"\0") if name]


def _changed(fields: Sequence[str]) -> list[str]:
    """Return the names in the fields of `--name-status -z`: a status, then a name, or two for what was moved."""
    names, at = [], 0
    while at < len(fields):
        status = fields[at]
        moved = status[:1] in ("R", "C")
        if status != "R100" and status[:1] != "D":
            names.append(fields[at + 1 + moved])
        at += 2 + moved
    return names
