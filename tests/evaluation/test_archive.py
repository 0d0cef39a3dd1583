from dataclasses import replace
from random import Random

from captioncheck.datatypes import Location, Skipped, Status
from captioncheck.evaluation.archive import PER_ARTICLE, sample
from tests.score.stories import STORY, article, caption


def story(name, *texts):
    return replace(article(STORY), location=Location(name), captions=tuple(caption(text) for text in texts))


def drawn(items, most=100, seed=0):
    complaints = []
    return sample(items, most, Random(seed), complaints.append), complaints


def test_a_caption_is_taken_once_however_often_it_is_printed():
    archive, _ = drawn([story("a", "A pier.", "A quay."), story("b", "a  PIER", "A horse."), story("c", "A quay.")])
    assert archive.taken == ((0, 1), (1,), ())


def test_a_gallery_gives_only_a_few():
    archive, _ = drawn([story("a", *(f"Picture {number} of the pier." for number in range(30)))])
    assert len(archive.taken[0]) == PER_ARTICLE
    assert list(archive.taken[0]) == sorted(set(archive.taken[0]))
    assert archive.captions == 30


def test_articles_are_drawn_in_order_and_at_random():
    items = [story(f"{number:03}", f"Picture {number}.") for number in range(200)]
    archive, _ = drawn(items, most=20)
    names = [one.location.path for one in archive.articles]
    assert len(names) == 20
    assert names == sorted(names)
    assert max(names) > "100"
    assert archive.seen == 200
    assert drawn(items, most=20)[0] == archive
    assert drawn(items, most=20, seed=1)[0] != archive


def test_every_article_is_as_likely_to_be_drawn():
    items = [story(f"{number}", f"Picture {number}.") for number in range(10)]
    counts = dict.fromkeys("0123456789", 0)
    for seed in range(500):
        for one in drawn(items, most=3, seed=seed)[0].articles:
            counts[one.location.path] += 1
    assert all(110 <= count <= 190 for count in counts.values()), counts  # 150 each, give or take


def test_what_gave_no_article_is_counted_and_complained_of():
    bad, left_out = Skipped(Location("a"), "broken"), Skipped(Location("b"), "an output", Status.SKIPPED)
    archive, complaints = drawn([bad, story("c"), left_out, story("d", "A pier.")])
    assert (archive.seen, archive.failed, len(archive.articles)) == (2, 1, 1)
    assert complaints == [bad, left_out]
