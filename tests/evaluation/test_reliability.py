import numpy as np
import pytest

from captioncheck.evaluation.reliability import BINS, reliability


def test_fits_that_mean_what_they_say_have_no_error():
    fits = np.repeat([0.25, 0.75], 400)
    belongs = np.tile([1.0, 0.0, 0.0, 0.0], 100).tolist() + np.tile([1.0, 1.0, 1.0, 0.0], 100).tolist()
    found = reliability(fits, np.array(belongs))
    assert found.error.value == pytest.approx(0)
    assert found.brier.value == pytest.approx(0.1875)
    assert [(row.low, row.n, row.fit, row.belongs.value) for row in found.bins] == [
        (0.2, 400, 0.25, 0.25),
        (0.7, 400, 0.75, 0.75),
    ]
    assert found.belongs == 0.5


def test_fits_that_boast_have_as_much_error_as_they_boast():
    found = reliability(np.full(100, 0.95), np.tile([1.0, 0.0], 50))
    assert found.error.value == pytest.approx(0.45)
    assert found.error.low < 0.45 < found.error.high
    assert found.brier.value == pytest.approx((0.05**2 + 0.95**2) / 2)


def test_errors_of_different_bins_do_not_cancel_out():
    found = reliability(np.array([0.05, 0.95]), np.array([1.0, 0.0]))
    assert found.error.value == pytest.approx(0.95)


@pytest.mark.parametrize("fit", [0.0, 1.0])
def test_the_ends_have_a_bin(fit):
    (row,) = reliability(np.array([fit]), np.array([fit])).bins
    assert row.low <= fit <= row.high
    assert row.high - row.low == pytest.approx(1 / BINS)


def test_it_is_the_same_each_time():
    random = np.random.default_rng(0)
    fits = random.random(300)
    belongs = (random.random(300) < fits).astype(float)
    assert reliability(fits, belongs) == reliability(fits, belongs)
    assert reliability(fits, belongs).error.value < 0.12
