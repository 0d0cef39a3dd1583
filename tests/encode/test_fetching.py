import hashlib
import json

import pytest

from captioncheck.encode.checkpoints import CONFIG, Checkpoint, Part, locate, why_absent
from captioncheck.encode.fetching import fetch
from captioncheck.encode.hub import HubFile, Snapshot
from captioncheck.encode.lock import read_lock
from captioncheck.errors import EncoderError

FILES = {
    CONFIG: b'{"model_cfg": {}}',
    "open_clip_model.safetensors": b"safe weights",
    "open_clip_pytorch_model.bin": b"pickled weights",
    "tokenizer.json": b"{}",
    "README.md": b"# A model",
}


class FakeHub:
    """Keeps repositories in memory; the newest commit is the last."""

    def __init__(self, repos, commits=("a" * 40,), cut=False):
        self.repos, self.commits, self.cut, self.asked, self.downloaded = repos, list(commits), cut, [], []

    def snapshot(self, repo, revision):
        self.asked.append((repo, revision))
        if repo not in self.repos:
            raise EncoderError(f"{repo} cannot be fetched")
        files = {
            name: HubFile(len(data), hashlib.sha256(data).hexdigest() if name.endswith(("safetensors", "bin")) else "")
            for name, data in self.repos[repo].items()
        }
        return Snapshot(revision or self.commits[-1], files)

    def download(self, repo, revision, name, size, target, seen):
        target.parent.mkdir(parents=True, exist_ok=True)
        data = self.repos[repo][name]
        target.write_bytes(data[:-1] if self.cut else data)
        self.downloaded.append(name)
        seen(name, size, size)


@pytest.fixture
def checkpoint(tmp_path):
    parts = (Part("o/r", None, (CONFIG, "open_clip_model.safetensors", "open_clip_pytorch_model.bin", "*.json")),)
    return Checkpoint("ours", "hf-hub:o/r", tmp_path / "ours", parts)


def test_only_what_is_needed_is_fetched(checkpoint):
    fetch(checkpoint, hub=FakeHub({"o/r": FILES}))
    here = {path.name for path in checkpoint.folder.iterdir()}
    assert here == {CONFIG, "open_clip_model.safetensors", "tokenizer.json", "captioncheck.lock.json"}
    assert why_absent(checkpoint) == ""


def test_a_moving_commit_is_written_down_and_kept(checkpoint):
    hub = FakeHub({"o/r": FILES}, ["a" * 40])
    assert fetch(checkpoint, hub=hub).already is False
    hub.commits.append("b" * 40)
    again = fetch(checkpoint, hub=hub)
    assert again.already is True
    assert again.lock.revisions == {"o/r": "a" * 40}
    assert hub.downloaded.count("open_clip_model.safetensors") == 1
    assert hub.asked == [("o/r", None), ("o/r", "a" * 40)]


def test_a_pinned_commit_is_asked_for(checkpoint):
    part = Part("o/r", "c" * 40, checkpoint.parts[0].files)
    hub = FakeHub({"o/r": FILES})
    fetch(Checkpoint("ours", "t", checkpoint.folder, (part,)), hub=hub)
    assert hub.asked == [("o/r", "c" * 40)]


def test_parts_from_elsewhere_lie_in_their_own_folder(checkpoint):
    parts = (*checkpoint.parts, Part("x/text", None, ("*.json",), "text"))
    fetch(
        Checkpoint("ours", "t", checkpoint.folder, parts), hub=FakeHub({"o/r": FILES, "x/text": {"config.json": b"{}"}})
    )
    assert (checkpoint.folder / "text/config.json").read_bytes() == b"{}"
    assert set(read_lock(checkpoint.folder).revisions) == {"o/r", "x/text"}
    assert "text/config.json" in read_lock(checkpoint.folder).files


def test_a_file_that_was_cut_short_is_refused_and_not_locked(checkpoint):
    with pytest.raises(EncoderError, match="was not fetched whole"):
        fetch(checkpoint, hub=FakeHub({"o/r": FILES}, cut=True))
    assert read_lock(checkpoint.folder) is None
    assert "captioncheck models fetch ours" in why_absent(checkpoint)


def test_another_file_than_captioncheck_expects_is_refused(checkpoint):
    expected = Checkpoint("ours", "t", checkpoint.folder, checkpoint.parts, digests={CONFIG: "0" * 64})
    with pytest.raises(EncoderError, match="captioncheck expects"):
        fetch(expected, hub=FakeHub({"o/r": FILES}))


def test_a_repository_without_weights_is_refused(checkpoint):
    with pytest.raises(EncoderError, match="has no weights for open_clip"):
        fetch(checkpoint, hub=FakeHub({"o/r": {CONFIG: b"{}"}}))


def test_your_own_folder_is_not_fetched(tmp_path):
    with pytest.raises(EncoderError, match="nothing to fetch"):
        fetch(locate(f"local-dir:{tmp_path}"))


def test_a_tag_is_looked_up_and_gets_its_configuration(tmp_path, monkeypatch):
    pytest.importorskip("open_clip")
    monkeypatch.setenv("CAPTIONCHECK_MODELS", str(tmp_path))
    files = {"open_clip_model.safetensors": b"weights"}
    hub = FakeHub({"timm/ViT-B-16-SigLIP2": files})
    checkpoint = locate("ViT-B-16-SigLIP2:webli")
    fetch(checkpoint, hub=hub)
    config = json.loads((checkpoint.folder / CONFIG).read_text())
    assert config["model_cfg"]["embed_dim"] == 768
    assert config["preprocess_cfg"]["resize_mode"] == "squash"
    assert config["preprocess_cfg"]["mean"] == [0.5, 0.5, 0.5]
    assert why_absent(checkpoint) == ""


def test_an_unknown_tag_says_so(tmp_path, monkeypatch):
    pytest.importorskip("open_clip")
    monkeypatch.setenv("CAPTIONCHECK_MODELS", str(tmp_path))
    with pytest.raises(EncoderError, match="open_clip knows no picture model"):
        fetch(locate("ViT-B-32:nonsense"), hub=FakeHub({}))
