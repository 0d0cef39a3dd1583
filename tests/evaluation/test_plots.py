"""The diagrams are files of the right kind, and hold what was measured."""

import subprocess
import sys

import numpy as np
import pytest

from captioncheck.errors import ConfigError, MissingExtraError
from captioncheck.evaluation import plots
from captioncheck.evaluation.judged import Sample
from captioncheck.evaluation.rates import Curve, evaluate
from tests.e2e.running import environment
from tests.evaluation.making import judged

pytest.importorskip("matplotlib")


@pytest.fixture(scope="module")
def evaluation():
    random = np.random.default_rng(0)
    rows = [judged("own", "none", float(fit)) for fit in random.beta(6, 1, 90)]
    rows += [judged(kind, "error", float(fit)) for kind in ("same", "hard") for fit in random.beta(1, 3, 60)]
    return evaluate(Sample(tuple(rows), 0, (), 0))


@pytest.mark.parametrize("name", plots.PLOTS)
@pytest.mark.parametrize(("ending", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_files(evaluation, tmp_path, name, ending, start):
    path = tmp_path / f"a.{ending}"
    plots.draw(name, str(path), evaluation)
    data = path.read_bytes()
    assert data.startswith(start)
    plots.draw(name, str(path), evaluation)
    assert path.read_bytes() == data  # no date, no chance: the same figures are the same file


def test_reliability_holds_every_bin(evaluation):
    from matplotlib.figure import Figure

    figure = Figure()
    plots.draw_reliability(figure, evaluation)
    top, below = figure.axes
    assert {text.get_text() for text in below.texts} == {f"{row.n}" for row in evaluation.reliability.bins}
    assert "(%)" in top.get_ylabel()
    assert "(%)" in below.get_xlabel()
    assert "210 captions, 43 % of them belong" in top.get_title(loc="left")


def test_roc_has_a_curve_a_kind(evaluation):
    from matplotlib.figure import Figure

    figure = Figure()
    plots.draw_roc(figure, evaluation)
    (axes,) = figure.axes
    words = [text.get_text() for text in axes.get_legend().get_texts()]
    assert sorted(word.split(":")[0] for word in words) == ["hard", "same"]
    assert all("(n = 60)" in word for word in words)
    assert axes.get_xscale() == "log"


def test_the_curve_climbs_from_nothing_flagged_to_everything():
    from captioncheck.evaluation.kinds import known_kinds

    curve = Curve(known_kinds()["same"], np.array([0.5, 0.9]), np.array([0.1, 0.7]), 0.75)
    wrong, caught = plots.roc(curve)
    assert caught == [0, 50, 50, 100, 100]
    assert wrong[2:] == [50, 50, 100]
    assert max(wrong[:2]) < 1  # the left end of a logarithmic axis stands for none


def test_many_kinds_still_have_lines(evaluation, tmp_path):
    rows = [judged("own", "none", 0.9)]
    rows += [judged(f"kind{number}", "error", number / 20, label="elsewhere") for number in range(12)]
    plots.draw("roc", str(tmp_path / "a.png"), evaluate(Sample(tuple(rows), 0, (), 0)))
    assert (tmp_path / "a.png").stat().st_size > 5000


def test_a_place_that_cannot_be_written(evaluation, tmp_path):
    with pytest.raises(ConfigError, match="cannot write there"):
        plots.draw("roc", str(tmp_path / "none" / "a.png"), evaluation)


def test_without_matplotlib_the_command_that_mends_it_is_named(monkeypatch):
    monkeypatch.setattr(plots, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"pip install 'captioncheck\[evaluate\]'"):
        plots.require_matplotlib()


def test_matplotlib_is_not_needed_to_measure():
    script = (
        "import sys; from captioncheck.evaluation import calibration, document, plots, rates;"
        "print(sorted({'matplotlib', 'torch', 'PIL'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], env=environment(), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
