import pytest

from captioncheck.config import Settings
from captioncheck.encode import eyes
from captioncheck.encode.eyes import checkpoint_for, fingerprints
from captioncheck.errors import EncoderError, MissingExtraError
from tests.encode.test_checkpoints import put


@pytest.fixture(autouse=True)
def models(tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(eyes, "clip_installed", lambda: True)
    return tmp_path / "models"


@pytest.mark.parametrize(
    ("here", "language", "chosen"),
    [
        (["english", "multilingual", "best"], "en", "english"),
        (["english", "multilingual", "best"], None, "english"),
        (["english", "multilingual", "best"], "fr", "multilingual"),
        (["multilingual"], "en", "multilingual"),
        (["english", "best"], "ru", "best"),
    ],
)
def test_the_language_chooses(models, here, language, chosen):
    for name in here:
        put(models / name)
    assert checkpoint_for(Settings(), language).name == chosen


@pytest.mark.parametrize(("language", "fetched"), [("en", "english"), (None, "english"), ("de", "multilingual")])
def test_where_none_is_here_the_one_command_is_named(language, fetched):
    with pytest.raises(EncoderError, match=f"captioncheck models fetch {fetched}$"):
        checkpoint_for(Settings(), language)


def test_english_alone_is_not_used_for_french(models):
    put(models / "english")
    with pytest.raises(EncoderError, match=r"captioncheck models fetch multilingual$"):
        checkpoint_for(Settings(), "fr")


def test_a_model_that_does_not_read_a_language_says_so(models):
    put(models / "english")
    with pytest.raises(EncoderError, match="reads en, the caption is fr"):
        checkpoint_for(Settings(picture_model="english"), "fr")


def test_without_the_extra_the_command_that_installs_it_is_named(monkeypatch):
    monkeypatch.setattr(eyes, "clip_installed", lambda: False)
    with pytest.raises(MissingExtraError, match=r"pip install 'captioncheck\[clip\]'"):
        checkpoint_for(Settings(), "en")


def test_the_fingerprint_names_all_that_may_look(models):
    assert fingerprints(Settings()) is None
    put(models / "english")
    assert fingerprints(Settings()).startswith("ViT-B-32-256:datacomp_s34b_b86k@")
    put(models / "multilingual")
    assert len(fingerprints(Settings()).split(" + ")) == 2
    assert " + " not in fingerprints(Settings(picture_model="multilingual"))
