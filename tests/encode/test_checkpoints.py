import json

import pytest

from captioncheck.encode import checkpoints
from captioncheck.encode.checkpoints import CONFIG, PRESETS, locate, weights_file, why_absent
from captioncheck.encode.lock import Lock, LockedFile, digest_file, write_lock
from captioncheck.errors import ConfigError


@pytest.fixture(autouse=True)
def models(tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


def put(folder, lock=True):
    folder.mkdir(parents=True)
    (folder / CONFIG).write_text(json.dumps({"model_cfg": {}}))
    weights = folder / "open_clip_model.safetensors"
    weights.write_bytes(b"weights")
    if lock:
        files = {path.name: LockedFile(path.stat().st_size, digest_file(path)) for path in folder.iterdir()}
        write_lock(folder, Lock("english", {"a/b": "c0ffee"}, files))
    return folder


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_presets_are_pinned_or_say_that_they_are_not(preset):
    for part in preset.parts:
        assert part.revision is None or (len(part.revision) == 40 and int(part.revision, 16))
    assert all(len(digest) == 64 and int(digest, 16) for digest in preset.digests.values())
    assert CONFIG in preset.parts[0].files


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_presets_are_tags_that_open_clip_keeps_in_that_repository(preset):
    pretrained = pytest.importorskip("open_clip.pretrained")
    architecture, _, tag = preset.tag.partition(":")
    assert pretrained.get_pretrained_cfg(architecture, tag)["hf_hub"].strip("/") == preset.parts[0].repo


@pytest.mark.parametrize(
    ("name", "tag", "folder"),
    [
        ("english", "ViT-B-32-256:datacomp_s34b_b86k", "english"),
        ("ViT-B-32:laion2b_s34b_b79k", "ViT-B-32:laion2b_s34b_b79k", "ViT-B-32--laion2b_s34b_b79k"),
        ("hf-hub:owner/repo@0123abc", "hf-hub:owner/repo@0123abc", "owner--repo--0123abc"),
    ],
)
def test_names_have_folders_of_their_own(models, name, tag, folder):
    found = locate(name)
    assert (found.tag, found.folder) == (tag, models / folder)


def test_a_folder_stays_where_it_is(tmp_path):
    found = locate(f"local-dir:{tmp_path}/ours")
    assert found.folder == tmp_path / "ours"
    assert not found.parts


@pytest.mark.parametrize(
    "name", ["", "englisch", "ViT-B-32", "local-dir:", "hf-hub:", "hf-hub:nothing", "hf-hub:a/../b"]
)
def test_what_cannot_be_a_name_is_a_config_error(name):
    with pytest.raises(ConfigError, match="picture model"):
        locate(name)


def test_what_is_whole_is_here():
    checkpoint = locate("english")
    put(checkpoint.folder)
    assert why_absent(checkpoint) == ""


def test_a_folder_of_yours_needs_no_lock(tmp_path):
    put(tmp_path / "ours", lock=False)
    assert why_absent(locate(f"local-dir:{tmp_path}/ours")) == ""


def test_what_was_never_fetched_names_the_command():
    assert why_absent(locate("english")).endswith("is not on this machine: captioncheck models fetch english")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / CONFIG).unlink(), f"it has no {CONFIG}"),
        (lambda folder: (folder / "open_clip_model.safetensors").unlink(), "it has no weights"),
        (lambda folder: (folder / "captioncheck.lock.json").unlink(), "was not fetched to its end"),
        (lambda folder: (folder / "captioncheck.lock.json").write_text("{"), "was not fetched to its end"),
        (lambda folder: (folder / "open_clip_model.safetensors").write_bytes(b"wei"), "is damaged"),
    ],
    ids=["no config", "no weights", "no lock", "broken lock", "cut short"],
)
def test_what_is_not_whole_says_so_and_names_the_command(spoil, said):
    checkpoint = locate("english")
    spoil(put(checkpoint.folder))
    reason = why_absent(checkpoint)
    assert said in reason
    assert reason.endswith("captioncheck models fetch english")


def test_the_safest_weights_come_first(tmp_path):
    for name in ("open_clip_pytorch_model.bin", "other.safetensors", "open_clip_model.safetensors"):
        (tmp_path / name).write_bytes(b"")
    assert weights_file(tmp_path).name == "open_clip_model.safetensors"
    assert weights_file(tmp_path / "none") is None


def test_models_lie_in_the_users_data_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("CAPTIONCHECK_MODELS")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert checkpoints.models_folder() == tmp_path / "captioncheck" / "models"
