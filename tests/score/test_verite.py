"""The picture witness on VERITE: what is fitted on one checkpoint holds on the other."""

import os
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from captioncheck.score.pictures import load

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("CAPTIONCHECK_SHARED") or ROOT.parent / "shared") / "data/verite"


@pytest.fixture(scope="module")
def report():
    if not SHARED.is_dir():
        pytest.skip(f"no embeddings of VERITE at {SHARED}")
    spec = spec_from_file_location("fit_pictures", ROOT / "tools/fit_pictures.py")
    tool = module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool.prove(SHARED)


@pytest.mark.parametrize("checkpoint", ["ViTB32", "ViTL14"])
def test_parameters_of_one_checkpoint_hold_on_the_other(report, checkpoint):
    row = report[checkpoint]
    assert 0.005 <= row["true below 1 %"] <= 0.02
    assert row["AUC random"] >= 0.998
    assert row["random below error"] >= 0.94


@pytest.mark.parametrize("checkpoint", ["ViTB32", "ViTL14"])
def test_what_ships_is_what_was_fitted(report, checkpoint):
    assert load().expected == pytest.approx(report[checkpoint]["expected"], abs=0.005)
    assert load().match_sd == pytest.approx(report[checkpoint]["match_sd"], abs=0.03)
    assert load().stranger_sd == pytest.approx(report[checkpoint]["stranger_sd"], abs=0.03)


@pytest.mark.parametrize("checkpoint", ["ViTB32", "ViTL14"])
def test_the_limits_are_what_the_readme_says(report, checkpoint):
    assert 0.7 < report[checkpoint]["AUC out-of-context"] < 0.9
    assert 0.5 < report[checkpoint]["AUC miscaptioned"] < 0.65
