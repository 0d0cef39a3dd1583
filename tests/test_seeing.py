import json
import math

import numpy as np
import pytest

from captioncheck import check
from captioncheck.config import Settings
from captioncheck.datatypes import Checked, Level, Verdict
from captioncheck.encode import eyes
from captioncheck.encode.openclip import OpenClipEncoder
from captioncheck.errors import CaptionCheckError, EncoderError, MissingExtraError
from captioncheck.pictures.unchecked import failure
from captioncheck.pipeline import Checker
from captioncheck.score.fusion import sigmoid
from captioncheck.seeing import OWN, PictureCheck
from captioncheck.sources import Finder
from tests.e2e.gallery import gallery

RIGHT = [(i, i, i) for i in range(8)]


@pytest.fixture(autouse=True)
def folders(tmp_path, monkeypatch):
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CAPTIONCHECK_MODELS", str(tmp_path / "models"))


def looked(path, model, **settings):
    found = check(str(path), settings=Settings(picture_model=f"local-dir:{model}", **settings))
    return [judgement for result in found for judgement in result.judgements]


def reasons(judgement):
    return {one.code: one.reason for one in judgement.unchecked}


def codes(judgement):
    return {rule.code for rule in judgement.rules}


def test_right_pictures_pass(tmp_path, drawn_model):
    judged = looked(gallery(tmp_path / "site", RIGHT), drawn_model)
    assert [one.verdict for one in judged] == [Verdict.CONSISTENT] * 8
    assert not any({"CC201", "CC202"} & set(reasons(one)) for one in judged)


def test_captions_swapped_between_pictures_are_errors(tmp_path, drawn_model):
    judged = looked(gallery(tmp_path / "site", [(i, (i + 1) % 8, i) for i in range(8)]), drawn_model)
    assert all("CC201" in codes(one) for one in judged)
    assert all(one.level is Level.ERROR for one in judged)


def test_pictures_swapped_between_articles_are_errors_of_the_picture(tmp_path, drawn_model):
    judged = looked(gallery(tmp_path / "site", [(i, i, (i + 3) % 8) for i in range(8)]), drawn_model)
    assert all(codes(one) == {"CC201", "CC202"} for one in judged)
    assert all(one.level is Level.ERROR and one.fit < 0.1 for one in judged)
    assert all("looks like the wrong picture" in one.rules[0].message for one in judged)


def test_a_second_run_asks_no_model_and_says_the_same(tmp_path, drawn_model, monkeypatch):
    monkeypatch.delenv("CAPTIONCHECK_NO_CACHE")
    path = gallery(tmp_path / "site", [*RIGHT[:2], (2, 2, 5)])
    first = looked(path, drawn_model)
    monkeypatch.setattr(OpenClipEncoder, "_loaded", property(lambda self: pytest.fail("a model was loaded")))
    assert looked(path, drawn_model) == first


def test_what_is_explained_adds_up(tmp_path, drawn_model):
    for judged in looked(gallery(tmp_path / "site", [(0, 0, 0), (1, 1, 4), (2, 5, 2)]), drawn_model, explain=True):
        made = judged.explanation.sum
        total = math.fsum((made.start, *(row.share for row in judged.witnesses)))
        assert total == pytest.approx(made.log_odds, abs=1e-9)
        assert sigmoid(total) == pytest.approx(judged.fit, rel=1e-6)


def test_several_articles_are_looked_at_in_one_batch(tmp_path, drawn_model, monkeypatch):
    path = gallery(tmp_path / "site", [(i % 8, i % 8, i % 8) for i in range(20)])
    (path.parent / "3.png").write_bytes(b"\x89PNG\r\n\x1a\n damaged")
    alone = [looked(part, drawn_model)[0] for part in _one_each(path)]
    batches = []
    encode = OpenClipEncoder.encode_pictures
    monkeypatch.setattr(OpenClipEncoder, "encode_pictures", lambda self, p: batches.append(len(p)) or encode(self, p))
    monkeypatch.setenv("CAPTIONCHECK_CACHE", str(tmp_path / "new"))
    judged = looked(path, drawn_model)
    assert batches == [7]  # the eighth is damaged, and each is looked at once
    assert [one.verdict for one in judged] == [one.verdict for one in alone]
    assert [one.fit for one in judged] == pytest.approx([one.fit for one in alone], rel=1e-3)
    assert "3.png is cut short" in reasons(judged[3])["CC201"]


def _one_each(path):
    for number, line in enumerate(path.read_text().splitlines()):
        one = path.with_name(f"one-{number}.jsonl")
        one.write_text(line)
        yield one


def test_articles_come_in_order_between_those_without_pictures(tmp_path, drawn_model):
    path = gallery(tmp_path / "site", [(i % 8, i % 8, i % 8) for i in range(40)])
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    for row in rows[::3]:
        del row["captions"][0]["image"]
    path.write_text("\n".join(map(json.dumps, [*rows[:7], {"id": "broken"}, *rows[7:]])))
    found = list(check(str(path), settings=Settings(picture_model=f"local-dir:{drawn_model}")))
    ids = [result.article.location.record if isinstance(result, Checked) else "broken" for result in found]
    assert ids == [*(f"a{i}" for i in range(7)), "broken", *(f"a{i}" for i in range(7, 40))]


def test_what_is_missing_is_said_with_the_command_that_mends_it(tmp_path, monkeypatch):
    monkeypatch.setattr(eyes, "clip_installed", lambda: True)
    path = gallery(tmp_path / "site", RIGHT[:1])
    (judged,) = [one for result in check(str(path)) for one in result.judgements]
    assert judged.verdict is Verdict.CONSISTENT
    assert reasons(judged)["CC201"] == reasons(judged)["CC202"]
    assert reasons(judged)["CC201"].endswith("is not on this machine: captioncheck models fetch english")


def test_without_the_extra_the_picture_rules_are_unchecked(tmp_path, monkeypatch, drawn_model):
    monkeypatch.setattr(eyes, "clip_installed", lambda: False)
    (judged,) = looked(gallery(tmp_path / "site", RIGHT[:1]), drawn_model)
    assert reasons(judged)["CC201"].endswith("pip install 'captioncheck[clip]'")


@pytest.mark.parametrize(("installed", "kind"), [(True, EncoderError), (False, MissingExtraError)])
def test_required_pictures_raise_where_none_can_look(tmp_path, monkeypatch, installed, kind):
    monkeypatch.setattr(eyes, "clip_installed", lambda: installed)
    path = gallery(tmp_path / "site", RIGHT[:1])
    with pytest.raises(kind):
        list(check(str(path), settings=Settings(require_pictures=True)))


def test_a_picture_that_cannot_be_opened_leaves_the_rest_as_it_is(tmp_path, drawn_model):
    path = gallery(tmp_path / "site", RIGHT[:3])
    whole = (path.parent / "1.png").read_bytes()
    (path.parent / "0.png").unlink()
    (path.parent / "1.png").write_bytes(whole[: len(whole) // 2])
    gone, cut, whole = looked(path, drawn_model)
    assert "no such file" in reasons(gone)["CC201"]
    assert reasons(cut)["CC201"]
    assert [bool(failure(one)) for one in (gone, cut, whole)] == [True, True, False]


@pytest.mark.parametrize("text", ["Photo: Bora Press / L. Furlan", "Symbolbild", "Angela Merkel"])
def test_a_caption_that_says_too_little_is_not_held_against_its_picture(tmp_path, drawn_model, text):
    path = gallery(tmp_path / "site", RIGHT[:1])
    row = json.loads(path.read_text())
    row["captions"][0]["text"] = text
    path.write_text(json.dumps(row))
    (judged,) = looked(path, drawn_model)
    assert judged.verdict is Verdict.UNVERIFIABLE
    assert "cannot be compared with its picture" in reasons(judged)["CC201"]
    assert not failure(judged)


def test_a_damaged_model_is_said_once_and_not_tried_again(tmp_path, drawn_model, monkeypatch):
    model = tmp_path / "model"
    model.mkdir()
    for path in drawn_model.iterdir():
        (model / path.name).write_bytes(path.read_bytes())
    (model / "open_clip_model.safetensors").write_bytes(b"damaged")
    tried = []
    from captioncheck.encode import openclip

    load = openclip.load
    monkeypatch.setattr(openclip, "load", lambda *arguments: tried.append(1) or load(*arguments))
    judged = looked(gallery(tmp_path / "site", RIGHT[:3]), model)
    assert all("cannot be loaded" in reasons(one)["CC201"] for one in judged)
    assert len(tried) == 1


@pytest.mark.parametrize("text", ["{", "[]", '{"expected": "much"}', '{"captions": 3}'])
def test_a_calibration_that_cannot_be_read_is_named(tmp_path, drawn_model, text):
    model = tmp_path / "model"
    model.mkdir()
    for path in drawn_model.iterdir():
        (model / path.name).write_bytes(path.read_bytes())
    (model / OWN).write_text(text)
    (judged,) = looked(gallery(tmp_path / "site", RIGHT[:1]), model)
    assert OWN in reasons(judged)["CC201"]


def test_the_background_that_ships_is_used_without_an_own_one(tmp_path, random_model):
    settings = Settings(picture_model=f"local-dir:{random_model}")
    seeing = PictureCheck(settings, Checker(settings).finder, 0.6).eyes("en")
    assert len(seeing.background("en").texts) == 400
    assert np.allclose(np.linalg.norm(seeing.background("en").captions, axis=1), 1, atol=1e-2)


def test_clip_can_be_the_text_encoder(tmp_path, drawn_model):
    path = gallery(tmp_path / "site", [(0, 0, 0)])
    settings = Settings(encoder="clip", picture_model=f"local-dir:{drawn_model}")
    checker = Checker(settings)
    (result,) = checker.check(Finder().find([str(path)]))
    assert checker.encoder.name.startswith(f"clip/local-dir:{drawn_model.name}@")
    assert result.judgements[0].nearest[0].similarity > 0.9


def test_clip_as_the_text_encoder_needs_its_weights(tmp_path, monkeypatch):
    monkeypatch.setattr(eyes, "clip_installed", lambda: True)
    path = gallery(tmp_path / "site", [(0, 0, 0)])
    with pytest.raises(CaptionCheckError, match="captioncheck models fetch"):
        list(check(str(path), settings=Settings(encoder="clip")))
