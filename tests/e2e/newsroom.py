"""A demo newsroom: a git repository of articles whose commits pre-commit lets through, or does not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.running import ROOT

SLOW = bool(os.environ.get("CAPTIONCHECK_SLOW"))
"""Whether the tests may install from the package index: `make test-hooks` does."""

RIGHT = "A container ship is unloaded at the harbour of Trieste after the storm."
STORY = """# Port of Trieste reopens after the storm

![Harbour]({picture} "{caption}")

The port of Trieste reopened on Thursday morning after a storm had closed it for two days. Cranes began to unload the
container ships that had waited in the gulf since Tuesday, and the harbour authority said that the delay would be made
up by the weekend.

Winds of up to 130 kilometres an hour had torn two cranes from their rails on the north quay. Nobody was hurt. Engineers
were still looking at the damage on Thursday, and one terminal stayed shut.

Trieste is the largest port of the Adriatic and the first that ships from the Suez canal reach. About 60 million tonnes
of goods pass through it in a year, most of them oil for Austria and Germany.
"""
WRONG = "Players of Real Betis celebrate the opening goal against Sevilla at the Benito Villamarín stadium."
WRONG_TOO = "Lawmakers vote on the budget in the House of Commons in Ottawa, Canada, on Wednesday."


def story(caption: str, picture: str = "harbour.jpg") -> str:
    """Return an article on the harbour of Trieste, in Markdown, with a caption."""
    return STORY.format(caption=caption, picture=picture)


@dataclass(frozen=True)
class Done:
    """What a command did: its exit code, and all that it said."""

    code: int
    said: str


@dataclass(frozen=True)
class Newsroom:
    """The repository, and the environment in which its commands run."""

    folder: Path
    environment: dict[str, str]

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, *command: str | Path, **environment: str) -> Done:
        """Run a command in the repository."""
        done = subprocess.run(
            [str(word) for word in command],
            cwd=self.folder,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=900,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode())

    def git(self, *words: str) -> Done:
        """Run git."""
        return self.run("git", *words)

    def commit(self, message: str, **files: str) -> Done:
        """Write files into stories/, and commit all that has changed."""
        for name, text in files.items():
            self.write(f"stories/{name}.md", text)
        self.git("add", "--all")
        return self.git("commit", "--quiet", "--message", message)

    def log(self) -> list[str]:
        """Return the messages of all commits, the newest first."""
        return self.git("log", "--format=%s").said.splitlines()


def environment(folder: Path) -> dict[str, str]:
    """Return an environment of which nothing outside a folder knows."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "CAPTIONCHECK_"))}
    names = {f"GIT_{who}_{what}": f"desk{at}" for who in ("AUTHOR", "COMMITTER") for what, at in _WHO.items()}
    return {
        **kept,
        **names,
        "HOME": str(folder),
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache"),  # the encoder's tables
        "PRE_COMMIT_HOME": str(folder / "pre-commit"),
        "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PATH": os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]]),
        "COLUMNS": "100",
        "PYTHONUTF8": "1",
    }


_WHO = {"NAME": "", "EMAIL": "@example.org"}


def offline(environment: dict[str, str]) -> dict[str, str]:
    """Return an environment in which pip takes what is installed here for installed, and asks no index."""
    return {
        **environment,
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads that as "no isolation"
        "PIP_NO_INDEX": "1",
    }


def found(folder: Path) -> Newsroom:
    """Return a newsroom of a right article, without a hook."""
    room = Newsroom(folder / "newsroom", environment(folder))
    room.folder.mkdir()
    (folder / "gitconfig").write_text("[init]\n\tdefaultBranch = main\n")
    room.git("init", "--quiet")
    room.commit("Begin", harbour=story(RIGHT))
    return room


def published(folder: Path) -> Path:
    """Return a git repository with captioncheck as it stands here, for pre-commit to clone."""
    target = folder / "captioncheck"
    shutil.copytree(ROOT / "captioncheck", target / "captioncheck", ignore=shutil.ignore_patterns("__pycache__"))
    (target / "man").mkdir()
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE", "man/captioncheck.1"):
        shutil.copy2(ROOT / name, target / name)
    room = Newsroom(target, environment(folder))
    room.git("init", "--quiet")
    room.git("add", "--all")
    assert room.git("commit", "--quiet", "--message", "Release").code == 0
    return target
