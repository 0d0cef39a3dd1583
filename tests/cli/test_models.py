import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from captioncheck.cli import main
from captioncheck.encode.checkpoints import CONFIG, PRESETS
from captioncheck.encode.lock import Lock, LockedFile, digest_file, write_lock
from tests.e2e.gallery import gallery
from tests.report.review.making import data_of

ROOT = Path(__file__).parents[2]
HEAVY = (
    "import sys; from captioncheck.cli import main; code = main(sys.argv[1:]); "
    "print(int(code), *sorted({'torch', 'open_clip', 'transformers'} & set(sys.modules)), file=sys.stderr)"
)


@pytest.fixture(autouse=True)
def folders(tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CAPTIONCHECK_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


def locked(folder, source):
    folder.mkdir(parents=True)
    for path in source.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    files = {path.name: LockedFile(path.stat().st_size, digest_file(path)) for path in folder.iterdir()}
    write_lock(folder, Lock("hf-hub:owner/drawn", {"owner/drawn": "c" * 40}, files))
    return folder


@pytest.mark.parametrize("arguments", [["models"], ["models", "list"]])
def test_the_list_has_every_preset(capsys, arguments):
    assert main(arguments) == 0
    out = capsys.readouterr().out
    for preset in PRESETS.values():
        assert preset.name in out and preset.licence in out and preset.tag in out
    assert "not here" in out


def test_the_list_says_which_preset_has_no_commit_yet(capsys):
    main(["models"])
    lines = capsys.readouterr().out.splitlines()
    (best,) = [line for line in lines if PRESETS["best"].tag in line]
    (english,) = [line for line in lines if PRESETS["english"].tag in line]
    assert "newest commit, written down at the first fetch" in best
    assert PRESETS["english"].parts[0].revision[:12] in english


def test_a_fetched_model_is_listed_as_here(capsys, folders, drawn_model):
    locked(folders / "owner--drawn", drawn_model)
    main(["models"])
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "hf-hub:owner/drawn" in line]
    assert " here" in line


def test_verify_proves_digests_preprocessing_and_sight(capsys, folders, drawn_model):
    locked(folders / "owner--drawn", drawn_model)
    assert main(["models", "verify", "hf-hub:owner/drawn"]) == 0
    out = capsys.readouterr().out
    assert [line.split()[:2] for line in out.splitlines()[:3]] == [
        ["ok", "digests"],
        ["ok", "preprocessing"],
        ["ok", "sight"],
    ]
    assert "32x32 pixels, squash, bilinear, mean 0.500" in out


def test_verify_fails_a_model_of_random_weights(capsys, random_model):
    assert main(["models", "verify", f"local-dir:{random_model}"]) == 2
    captured = capsys.readouterr()
    assert "WRONG  sight" in captured.out
    assert "does not see" in captured.err


def test_verify_finds_a_changed_byte_before_anything_is_loaded(capsys, folders, drawn_model):
    folder = locked(folders / "owner--drawn", drawn_model)
    weights = folder / "open_clip_model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    assert main(["models", "verify", "hf-hub:owner/drawn"]) == 2
    captured = capsys.readouterr()
    assert "open_clip_model.safetensors has another SHA-256" in captured.out
    assert "not what was fetched" in captured.err


def test_verify_finds_weights_that_are_not_those_of_the_preset(capsys, folders, drawn_model):
    folder = locked(folders / "english", drawn_model)
    expected = PRESETS["english"].digests["open_clip_model.safetensors"]
    assert hashlib.sha256((folder / "open_clip_model.safetensors").read_bytes()).hexdigest() != expected
    assert main(["models", "verify", "english"]) == 2
    assert "is not the file that captioncheck expects" in capsys.readouterr().out


@pytest.mark.parametrize("verb", ["verify", "fetch"])
def test_an_unknown_name_lists_the_known(capsys, verb):
    assert main(["models", verb, "englisch"]) == 2
    assert "known: " in capsys.readouterr().err


def test_verify_of_what_is_not_here_names_the_command(capsys):
    assert main(["models", "verify", "english"]) == 2
    assert "captioncheck models fetch english" in capsys.readouterr().err


def test_your_own_folder_is_not_fetched(capsys, drawn_model):
    assert main(["models", "fetch", f"local-dir:{drawn_model}"]) == 2
    assert "nothing to fetch" in capsys.readouterr().err


def run(*arguments):
    command = [sys.executable, "-c", HEAVY, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    code, *heavy = done.stderr.splitlines()[-1].split()
    return int(code), heavy, done.stdout, done.stderr


def test_nothing_heavy_is_imported_before_a_picture_is_new(tmp_path, drawn_model, monkeypatch):
    monkeypatch.delenv("CAPTIONCHECK_NO_CACHE")
    site = gallery(tmp_path / "site", [(0, 0, 0), (1, 2, 1)])
    model = f"local-dir:{drawn_model}"
    text = tmp_path / "text.txt"
    text.write_text("Ferry terminal\n\nThe harbour of Marseille gets a new ferry terminal.\n")
    assert run("check", "--picture-model", model, text)[:2] == (0, [])
    assert run("models")[:2] == (0, [])
    first = run("check", "--picture-model", model, "--format", "json", site)
    second = run("check", "--picture-model", model, "--format", "json", site)
    assert "torch" in first[1]
    assert second[:2] == (1, [])
    assert first[2] == second[2]
    settings = json.loads(second[2])["settings"]
    assert settings["picture_encoder"].startswith(f"local-dir:{drawn_model.name}@")


def test_without_weights_the_text_decides_and_the_reason_is_said(tmp_path, drawn_model):
    site = gallery(tmp_path / "site", [(0, 0, 3)])
    code, _, out, _ = run("check", site)
    assert code == 0
    assert "Pictures were not compared: the picture model 'english' is not on this machine: " in out


@pytest.mark.parametrize("spoil", ["model", "picture"])
def test_required_pictures_exit_2(tmp_path, drawn_model, spoil):
    site = gallery(tmp_path / "site", [(0, 0, 0)])
    model = "english" if spoil == "model" else f"local-dir:{drawn_model}"
    if spoil == "picture":
        (site.parent / "0.png").unlink()
    code, _, _, err = run("check", "--require-pictures", "--picture-model", model, site)
    assert code == 2
    assert ("models fetch english" if spoil == "model" else "1 picture could not be compared") in err
    assert spoil == "model" or "0.png: no such file" in err


def test_required_pictures_that_were_compared_are_no_failure(tmp_path, drawn_model):
    site = gallery(tmp_path / "site", [(0, 0, 0)])
    assert run("check", "--require-pictures", "--picture-model", f"local-dir:{drawn_model}", site)[0] == 0


def test_a_page_on_pictures_is_written(tmp_path, drawn_model):
    site = gallery(tmp_path / "site", [(0, 0, 0), (1, 1, 4)])
    pages = tmp_path / "pages"
    code, _, _, err = run(
        "check", "--picture-model", f"local-dir:{drawn_model}", "--explain-pictures", pages, "--no-progress", site
    )
    assert code == 1
    assert f"2 pages on pictures in {pages}" in err
    first, second = sorted(pages.iterdir())
    assert (first.name, second.name) == ("001-a0.html", "002-a1.html")
    assert "CC201" in second.read_text() and "CC201" not in first.read_text()


def test_the_review_page_of_the_same_run_shows_every_heat_map(tmp_path, drawn_model):
    site, page = gallery(tmp_path / "site", [(0, 0, 0), (1, 1, 4)]), tmp_path / "page.html"
    asked = ("--explain-pictures", tmp_path / "pages", "--output", f"html={page}", "--no-progress")
    assert run("check", "--picture-model", f"local-dir:{drawn_model}", *asked, site)[0] == 1
    findings = data_of(page.read_text(encoding="utf-8"))["findings"]
    assert [finding["heat"] is None for finding in findings] == [False, False], "the last article's, too"


def test_a_folder_for_pages_that_cannot_be_made_is_a_usage_error(tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "a.txt").write_text("Ferry\n\nA ferry.\n")
    code, _, _, err = run("check", "--explain-pictures", tmp_path / "file", tmp_path / "a.txt")
    assert code == 2
    assert "cannot write there" in err


def test_the_configuration_of_a_checkpoint_is_open_clips(drawn_model):
    assert set(json.loads((drawn_model / CONFIG).read_text())) == {"model_cfg", "preprocess_cfg"}
