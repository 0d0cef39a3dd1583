"""The small picture model that tests see with: trained once, kept in the system's temporary folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

import pytest

os.environ["CAPTIONCHECK_NO_CACHE"] = "1"  # no test finds what a user's run or another test has kept


@pytest.fixture(autouse=True)
def _at_a_desk(monkeypatch):
    """Run as at a desk, also in GitHub Actions, where the output would be another one."""
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def drawn_model() -> Path:
    """Return a `local-dir:` folder with a CLIP that knows drawn shapes; another source of it trains another one."""
    pytest.importorskip("open_clip", reason="the extra 'clip' is not installed")
    from captioncheck.encode import probe
    from tests.encode import drawn

    marks = hashlib.sha256(version("torch").encode())
    for module in (drawn, probe):
        marks.update(Path(str(module.__file__)).read_bytes())
    folder = Path(tempfile.gettempdir()) / f"captioncheck-drawn-{os.getuid()}-{marks.hexdigest()[:16]}"
    if not folder.is_dir():
        made = Path(tempfile.mkdtemp(dir=folder.parent))
        drawn.calibrate(drawn.train(made))
        try:
            made.rename(folder)
        except OSError:  # another test session was quicker
            shutil.rmtree(made)
    return folder


@pytest.fixture(scope="session")
def random_model(tmp_path_factory) -> Path:
    """Return a `local-dir:` folder with a CLIP of the same form and random weights."""
    pytest.importorskip("open_clip", reason="the extra 'clip' is not installed")
    from tests.encode import drawn

    return drawn.make_random(tmp_path_factory.mktemp("random"))
