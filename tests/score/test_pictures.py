import numpy as np
import pytest

from captioncheck.score.cohort import Background, BackgroundText
from captioncheck.score.pictures import (
    PictureBackground,
    explained,
    likeness,
    load,
    look,
    parse,
    passages_to_see,
)
from captioncheck.score.profile import ArticleProfile
from tests.score.stories import STORY, article

PRIORS = load().priors


def unit(rows):
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), dtype=np.float32)


def world(strength=1.0, size=60, dimensions=256, seed=1):
    """Return a background and a maker of (picture, caption) pairs that share `strength` of their direction."""
    dice = np.random.default_rng(seed)
    common = unit(dice.standard_normal(dimensions))
    texts = unit(0.5 * common + unit(dice.standard_normal((2 * size, dimensions))))
    rows = tuple(BackgroundText("en", "", f"caption {i}") for i in range(size))
    background = Background(rows, rows, texts[:size], texts[size:])

    def pair():
        caption = unit(0.5 * common + unit(dice.standard_normal(dimensions)))
        other = unit(dice.standard_normal(dimensions))
        return unit(0.4 * strength * caption + other), caption

    return PictureBackground.of(background, "en", 100.0), pair


def test_likeness_is_the_mean_cosine_of_two_rows():
    rows = unit(np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]))
    assert likeness(rows) == pytest.approx((2 * np.sqrt(0.5) + 0) / 3)
    assert likeness(rows[:1]) == 0


def test_a_pair_that_belongs_stands_out_and_a_stranger_does_not():
    background, pair = world()
    pairs = [pair() for _ in range(40)]
    right = [look(picture, caption, np.zeros((0, 256)), background, load()) for picture, caption in pairs]
    wrong = [
        look(picture, caption, np.zeros((0, 256)), background, load())
        for (picture, _), (_, caption) in zip(pairs, pairs[1:] + pairs[:1], strict=True)
    ]
    assert min(sight.support for sight in right) > max(sight.support for sight in wrong)
    assert min(sight.z for sight in right) > 2
    assert abs(np.mean([sight.z for sight in wrong])) < 1


def test_only_the_ratio_of_scale_and_spread_counts():
    """Cosines half as large in a space whose scale is twice as large say the same."""
    background, pair = world()
    picture, caption = pair()
    near = look(picture, caption, np.zeros((0, 256)), background, load())
    axis = np.zeros((len(background.captions), 1), dtype=np.float32)
    wide = PictureBackground(
        background.texts,
        np.hstack([background.captions, axis]),
        background.leads,
        background.caption_likeness,
        background.lead_likeness,
        200.0,
    )
    shrunk = np.append(picture / 2, np.sqrt(0.75)).astype(np.float32)
    far = look(shrunk, np.append(caption, 0).astype(np.float32), np.zeros((0, 257)), wide, load())
    assert far.z == pytest.approx(near.z, abs=1e-3)


def test_rank_and_rivals_are_those_of_the_background():
    background, pair = world()
    picture, _ = pair()
    worst = background.captions[int(np.argmin(background.captions @ picture))]
    sight = look(picture, worst, np.zeros((0, 256)), background, load())
    assert (sight.better, sight.among) == (59, 60)
    cosines = [rival.cosine for rival in sight.rivals]
    assert cosines == sorted(cosines, reverse=True)
    assert sight.rivals[0].cosine == pytest.approx(float((background.captions @ picture).max()))


def test_an_article_without_text_says_nothing():
    background, pair = world()
    picture, caption = pair()
    assert look(picture, caption, np.zeros((0, 256)), background, load()).article_support == 0


def test_the_article_is_only_a_hint():
    background, pair = world(strength=4)
    picture, caption = pair()
    for rows in (caption[None], -caption[None]):
        sight = look(picture, caption, rows, background, load())
        assert abs(sight.article_support) <= 2
    assert look(picture, caption, caption[None], background, load()).article_support > 0


def test_more_passages_are_no_better_by_chance():
    background, pair = world()
    dice = np.random.default_rng(4)
    pictures = [pair()[0] for _ in range(60)]

    def mean(count):
        rows = [background.leads[dice.permutation(60)[:count]] for _ in pictures]
        zs = [look(p, p, row, background, load()).article_z for p, row in zip(pictures, rows, strict=True)]
        return np.mean(zs)

    assert abs(mean(4) - mean(1)) < 0.4


@pytest.mark.parametrize(
    ("text", "caption", "picture", "story"),
    [
        (4, 6, 2, "all"),
        (4, -6, -2, "wrong_picture"),
        (-4, -6, 2, "wrong_caption"),
        (-4, 6, -2, "both_elsewhere"),
        (-6, -6, -2, "none"),
    ],
)
def test_the_likeliest_story_is_told(text, caption, picture, story):
    shares = explained(text, caption, picture, PRIORS)
    assert max(shares, key=lambda name: shares[name]) == story
    assert sum(shares.values()) == pytest.approx(1)


def test_more_support_never_lowers_fit():
    values = [-8, -2, 0, 2, 8]
    for other in values:
        for rest in values:
            fits = [explained(other, value, rest, PRIORS)["all"] for value in values]
            assert fits == sorted(fits)


def test_what_an_article_shows_a_picture_is_its_head_and_little_more():
    profile = ArticleProfile.of(article(*[STORY] * 20, headline="Ferry terminal for Marseille"))
    chunks = passages_to_see(profile)
    assert chunks[0].startswith("Ferry terminal for Marseille The harbour")
    assert 1 < len(chunks) <= 4
    assert max(map(len, chunks)) <= 600
    assert passages_to_see(ArticleProfile.of(article())) == []


@pytest.mark.parametrize(
    "data", [{"expected": "much"}, {"expected": 0}, {"match_sd": -1}, {"noise": float("nan")}, {"stranger_sd": None}]
)
def test_a_calibration_that_cannot_be_is_refused(data):
    with pytest.raises(ValueError, match="must be"):
        parse(data, load())


def test_a_calibration_takes_the_rest_from_the_default():
    own = parse({"expected": 0.5}, load())
    assert (own.expected, own.noise) == (0.5, load().noise)
    with pytest.raises(KeyError):
        parse({"expected": 0.5})
