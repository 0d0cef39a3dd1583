import pytest

from captioncheck.cores import _quota, usable_cores


@pytest.mark.parametrize(
    ("text", "cores"),
    [("max 100000\n", None), ("150000 100000\n", 2), ("50000 100000\n", 1), ("nonsense", None), ("1 0", None)],
)
def test_the_quota_of_a_container(tmp_path, text, cores):
    (tmp_path / "cpu.max").write_text(text)
    assert _quota(tmp_path) == cores


@pytest.mark.parametrize(("quota", "cores"), [("-1", None), ("200000", 2)])
def test_the_quota_of_an_older_system(tmp_path, quota, cores):
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text(quota)
    (tmp_path / "cpu" / "cpu.cfs_period_us").write_text("100000")
    assert _quota(tmp_path) == cores


def test_there_is_always_one(tmp_path):
    (tmp_path / "cpu.max").write_text("1000 100000")
    assert usable_cores(tmp_path) == 1
    assert usable_cores(tmp_path / "none") >= 1
