"""The hub's own client against a hub on this machine, in a process of its own: it reads its address when imported."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from captioncheck.encode.checkpoints import CONFIG
from tests.encode.hubs import COMMIT, hub

ROOT = Path(__file__).parents[2]
FILES = {CONFIG: b'{"model_cfg": {}}', "open_clip_model.safetensors": b"w" * 300_000, "tokenizer.json": b"{}"}


@pytest.fixture(autouse=True)
def client():
    pytest.importorskip("huggingface_hub", reason="the extra 'clip' is not installed")


def models(tmp_path, address, *arguments):
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "HF_ENDPOINT": address,
        "HF_HOME": str(tmp_path / "hf"),
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "CAPTIONCHECK_MODELS": str(tmp_path / "models"),
        "CAPTIONCHECK_CACHE": str(tmp_path / "cache"),
    }
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "HF_HUB_OFFLINE"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "captioncheck", "models", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_model_is_fetched_at_one_commit_and_then_listed(tmp_path):
    asked = []
    with hub({"owner/repo": FILES}, asked) as address:
        code, _, err = models(tmp_path, address, "fetch", "hf-hub:owner/repo")
        assert code == 0, err
        assert COMMIT in err
    folder = tmp_path / "models" / "owner--repo"
    assert (folder / "open_clip_model.safetensors").read_bytes() == FILES["open_clip_model.safetensors"]
    assert sorted(path.name for path in folder.iterdir()) == sorted([*FILES, "captioncheck.lock.json"])
    code, out, _ = models(tmp_path, "http://127.0.0.1:9", "list")
    assert code == 0
    assert "hf-hub:owner/repo" in out


def test_a_download_that_was_cut_off_goes_on_where_it_stopped(tmp_path):
    asked = []
    with hub({"owner/repo": FILES}, asked, drop=100_000) as address:
        for _ in range(2):
            code, _, err = models(tmp_path, address, "fetch", "hf-hub:owner/repo")
            if code == 0:
                break
        assert code == 0, err
    assert any("open_clip_model.safetensors bytes=100000-" in line for line in asked), asked
    folder = tmp_path / "models" / "owner--repo"
    assert (folder / "open_clip_model.safetensors").read_bytes() == FILES["open_clip_model.safetensors"]


def test_a_hub_that_is_not_there_is_one_line_and_exit_2(tmp_path):
    code, out, err = models(tmp_path, "http://127.0.0.1:9", "fetch", "english")
    assert (code, out) == (2, "")
    assert "cannot be fetched from the model hub" in err
    assert "Traceback" not in err
    assert len(err.splitlines()) == 1
