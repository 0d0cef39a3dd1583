"""What is left out of a search for articles, and by what: the settings, ignore files, git, and habit."""

# Asked for every file of a walk over a million of them: no pathlib here.
# ruff: noqa: PTH110, PTH112, PTH113, PTH118, PTH119, PTH120

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from captioncheck.config import Settings
from captioncheck.patterns import Patterns, first, made, read

IGNORE_FILE = ".captioncheckignore"
GIT_IGNORE_FILE = ".gitignore"
GIT = ".git"
SPECIAL = (GIT, GIT_IGNORE_FILE, IGNORE_FILE)
"""Names in a folder that say something about what to leave out."""
EXCLUDE = "exclude"
LINKED = "linked"
OWN = "of captioncheck"
VENDORED = frozenset({"node_modules", "bower_components", "jspm_packages", "__pycache__", "site-packages", "_site"})
"""Folders of other people's files, or of generated ones, under names that mean nothing else.

public, dist, build, out and vendor are not among them: they may hold articles, and where they are generated .gitignore
says so.
"""


@dataclass(frozen=True, slots=True)
class Rules:
    """The ignore files that reach a folder, the closest first: git's and our own."""

    git: tuple[Patterns, ...] = ()
    own: tuple[Patterns, ...] = ()


@dataclass(slots=True)
class LeftOut:
    """What the settings and ignore files leave out; counts what was, by (reason, "file" or "folder")."""

    settings: Settings = field(default_factory=Settings)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _root: str = ""
    _exclude: tuple[Patterns, ...] = ()
    _rules: dict[str, Rules] = field(default_factory=dict)
    _forced: dict[str, Search] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._root = os.path.realpath(self.settings.root or os.curdir)
        if self.settings.exclude:
            self._exclude = (made(self._root, EXCLUDE, self.settings.exclude),)

    def search(self, folder: str) -> Search:
        """Return the search of a folder that was named: what would leave it out whole is not asked."""
        start = os.path.realpath(folder)
        rules = self.rules_of(start)
        exempt = Rules(_without(rules.git, start), _without(rules.own, start))
        return Search(self, _without(self._exclude, start), {start: ("", exempt)}, start)

    def named(self, path: str) -> str:
        """Return what leaves a path out that no search came to, "" for nothing; a .gitignore does not.

        The folders that it lies in are asked about too, down from the top of its repository, or from the folder that
        patterns count from; elsewhere only itself. What git tracks in spite of a .gitignore is there on purpose.
        """
        real = real_path(path)
        top = next((one for one in _above(real) if one == self._root or _is_top(one)), os.path.dirname(real))
        if top not in self._forced:
            self._forced[top] = Search(self, self._exclude, {top: ("", self.rules_of(top))}, top, git=False)
        search = self._forced[top]
        return search.inside(real)[0] if os.path.isdir(real) else search.reason(real)

    def rules_of(self, folder: str) -> Rules:
        """Return the rules in a folder: its ignore files, and those above it up to the top of its repository."""
        if folder not in self._rules:
            above = os.path.dirname(folder)
            inherited = Rules() if above == folder or _is_top(folder) else self.rules_of(above)
            self._rules[folder] = self.extended(inherited, folder, special(folder))
        return self._rules[folder]

    def extended(self, rules: Rules, folder: str, names: Container[str]) -> Rules:
        """Return the rules with the ignore files among the names in a folder."""
        git, own = rules.git, rules.own
        if GIT in names:
            git = ()  # another repository: the one around it has no say in it
            info = os.path.join(folder, GIT, "info", "exclude")
            if self.settings.respect_gitignore and os.path.isfile(info):
                git = _more((), folder, info, forgiving=True)
        if GIT_IGNORE_FILE in names and self.settings.respect_gitignore and _in_git(folder):
            git = _more(git, folder, os.path.join(folder, GIT_IGNORE_FILE), forgiving=True)
        if IGNORE_FILE in names:
            own = _more(own, folder, os.path.join(folder, IGNORE_FILE))
        return rules if git is rules.git and own is rules.own else Rules(git, own)


@dataclass(slots=True)
class Search:
    """A search below one folder: what it leaves out.

    Of the settings, .captioncheckignore and .gitignore the first that speaks of a path decides; a pattern with "!"
    takes it in, though it be hidden or vendored.
    """

    about: LeftOut
    exclude: tuple[Patterns, ...]
    decided: dict[str, tuple[str, Rules]]
    start: str
    git: bool = True

    def file(self, rules: Rules, path: str, name: str) -> str:
        """Return what leaves a file out, "" for nothing; paths are absolute and without links."""
        said = self._said(rules, path)
        return ("hidden" if name.startswith(".") else "") if said is None else said

    def folder(self, rules: Rules, path: str, name: str) -> str:
        """Return what leaves a folder out, "" for nothing."""
        said = self._said(rules, path, folder=True)
        return _by_habit(path, name) if said is None else said

    def inside(self, folder: str) -> tuple[str, Rules]:
        """Return what leaves a folder out, itself or one that it lies in, and the rules in it."""
        if folder not in self.decided:
            above = os.path.dirname(folder)
            if above == folder:
                return "", Rules()
            reason, rules = self.inside(above)
            reason = reason or self.folder(rules, folder, os.path.basename(folder))
            rules = rules if reason else self.about.extended(rules, folder, special(folder))
            self.decided[folder] = reason, rules
        return self.decided[folder]

    def reason(self, path: str) -> str:
        """Return what leaves a file out, itself or a folder that it lies in."""
        above, name = os.path.split(path)
        reason, rules = self.inside(above)
        return reason or self.file(rules, path, name)

    def count(self, reason: str, kind: str) -> None:
        """Count a file or a folder as left out."""
        self.about.counts[reason, kind] += 1

    def _said(self, rules: Rules, path: str, *, folder: bool = False) -> str | None:
        """Return what leaves a path out, "" where something takes it in, None where nothing speaks of it."""
        git = rules.git if self.git else ()
        for rows, reason in ((self.exclude, EXCLUDE), (rules.own, IGNORE_FILE), (git, GIT_IGNORE_FILE)):
            said = first(rows, path, folder=folder) if rows else None
            if said is not None:
                return reason if said else ""
        return None


def special(folder: str) -> list[str]:
    """Return which of the special names are in a folder."""
    return [name for name in SPECIAL if os.path.lexists(os.path.join(folder, name))]


def real_path(path: str) -> str:
    """Return an absolute path whose folders are no links; the file itself may be one."""
    above, name = os.path.split(path)
    if name in ("", os.curdir, os.pardir):
        return os.path.realpath(path)
    return os.path.join(os.path.realpath(above), name)


def told(counts: Counter[tuple[str, str]]) -> str:
    """Return counts in words: "3 files and 1 folder by .gitignore, 1 hidden folder"; "" for none."""
    by_reason: dict[str, list[str]] = {}
    for (reason, kind), number in sorted(counts.items()):
        by_reason.setdefault(reason, []).append(f"{number} {kind}{'' if number == 1 else 's'}")
    rows = {reason: " and ".join(things) for reason, things in by_reason.items()}
    by = (EXCLUDE, IGNORE_FILE, GIT_IGNORE_FILE)
    return ", ".join(f"{things} {'by ' if reason in by else ''}{reason}" for reason, things in rows.items())


def _more(rows: tuple[Patterns, ...], folder: str, path: str, *, forgiving: bool = False) -> tuple[Patterns, ...]:
    found = read(path, folder, forgiving=forgiving)
    return rows if found is None else (found, *rows)


def _without(rows: tuple[Patterns, ...], folder: str) -> tuple[Patterns, ...]:
    return tuple(kept for row in rows if (kept := row.without(folder)) is not None)


def _by_habit(path: str, name: str) -> str:
    if name.startswith("."):
        return "hidden"
    return "vendored" if name in VENDORED or os.path.exists(os.path.join(path, "pyvenv.cfg")) else ""


def _is_top(folder: str) -> bool:
    """Return whether a folder is the top of a git repository."""
    return os.path.exists(os.path.join(folder, GIT))


def _in_git(folder: str) -> bool:
    return _is_top(folder) or any(map(_is_top, _above(folder)))


def _above(path: str) -> Iterator[str]:
    while (parent := os.path.dirname(path)) != path:
        yield parent
        path = parent
