"""The composer of the evaluation set: what it holds, and that files which do not fit together are refused."""

import json
from collections import Counter

import pytest
from eval_set import FOLDER, LABELS, EvalSetError, digest, lines, main, read_stories, records

from captioncheck.extract.base import Source
from captioncheck.extract.jsonl import JsonlReader

ROWS = records()
CAPTIONS = [caption for row in ROWS for caption in row["captions"]]
STORIES = read_stories(FOLDER / "articles")
HEAD = 'title = "Ferry"\ndate = "2020-02-01"\nbody = "The ferry sails again."\n'
GOOD = (
    f'[en-a]\n{HEAD}[en-a.own]\nquay = "The ferry at the quay"\n[en-a.own_generic]\ncredit = "Photo: PA"\n'
    f'[en-b]\n{HEAD}[en-b.own]\nhull = "A new hull"\n[en-b.own_translated]\ncoque = "Une coque"\n'
)
GERMAN = f'[de-a]\n{HEAD}[de-a.own]\nkai = "Die Fähre am Kai"\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/en.toml").write_text(GOOD)
    (tmp_path / "articles/de.toml").write_text(GERMAN)
    (tmp_path / "swaps.toml").write_text('[same]\nen-a = ["en-b/hull"]\n')
    return tmp_path


def test_the_set_is_as_large_and_as_varied_as_it_should_be():
    assert len(STORIES) >= 60
    assert len({story.language for story in STORIES.values()}) >= 14
    assert len(CAPTIONS) >= 150
    assert min(Counter(caption["kind"] for caption in CAPTIONS)[kind] for kind in LABELS) >= 15


def test_no_pair_stands_there_twice():
    pairs = Counter((caption["id"], row["id"].rpartition("@")[2]) for row in ROWS for caption in row["captions"])
    assert max(pairs.values()) == 1


def test_every_article_has_captions_of_its_own_and_is_swapped():
    assert all(story.captions["own"] for story in STORIES.values())
    assert {row["id"].rpartition("@")[2] for row in ROWS if "@" in row["id"]} == set(STORIES)


def test_the_reader_reads_every_record_and_every_caption(tmp_path):
    path = tmp_path / "eval.jsonl"
    path.write_text(lines(ROWS), encoding="utf-8")
    articles = list(JsonlReader().read(Source(str(path), lambda: path.open("rb"))))
    assert [len(article.captions) for article in articles] == [len(row["captions"]) for row in ROWS]


def test_comments_and_layout_do_not_change_the_digest(folder):
    before = digest(records(folder))
    (folder / "swaps.toml").write_text('# two captions\n\n[same]\nen-a = [\n  "en-b/hull",\n]\n')
    assert digest(records(folder)) == before


def test_a_letter_changes_the_digest(folder):
    before = digest(records(folder))
    (folder / "articles/de.toml").write_text(GERMAN.replace("Kai", "Kay"))
    assert digest(records(folder)) != before


def test_a_swap_carries_text_label_kind_and_origin(folder):
    swap = records(folder)[-1]
    assert swap["id"] == "en-b/hull@en-a"
    assert swap["title"] == "Ferry"
    assert swap["captions"] == [{"text": "A new hull", "label": "elsewhere", "kind": "same", "id": "en-b/hull"}]


def test_own_captions_are_labelled_by_their_kind(folder):
    own = {caption["kind"]: caption["label"] for row in records(folder)[:3] for caption in row["captions"]}
    assert own == {"own": "belongs", "own_generic": "generic", "own_translated": "belongs"}


@pytest.mark.parametrize(
    ("swaps", "complaint"),
    [
        ('[same]\nen-a = ["en-b/keel"]', "[same] en-a = en-b/keel: there is no such article or caption"),
        ('[same]\nen-c = ["en-b/hull"]', "there is no such article"),
        ('[same]\nen-a = ["en-a/quay"]', "own article is no swap"),
        ('[same]\nen-b = ["en-a/credit"]', "this one is own_generic"),
        ('[same]\nen-a = ["de-a/kai"]', "in different languages"),
        ('[cross]\nen-a = ["en-b/hull"]', "in the same language"),
        ('[same]\nen-a = ["en-b/coque"]', "the caption is own_translated"),
        ('[same_translated]\nen-a = ["en-b/hull"]', "the caption is own"),
        ('[same]\nen-a = ["en-b/hull"]\n[hard]\nen-a = ["en-b/hull"]', "stands here twice"),
        ('[sme]\nen-a = ["en-b/hull"]', "unknown kind 'sme'; known: same, cross, hard, same_translated"),
        ("[same", "swaps.toml"),
    ],
)
def test_swaps_that_do_not_fit_are_refused(folder, swaps, complaint):
    (folder / "swaps.toml").write_text(swaps)
    with pytest.raises(EvalSetError) as caught:
        records(folder)
    assert complaint in str(caught.value)


@pytest.mark.parametrize(
    ("article", "complaint"),
    [
        (GERMAN.replace("2020-02-01", "1 Feb"), "de.toml: de-a: 'date' is not a date: 1 Feb"),
        (GERMAN.replace('title = "Ferry"', ""), "'title', 'date' and 'body' are needed"),
        (GERMAN.replace("de-a.own", "de-a.owned"), "unknown kind 'owned'; known: own, own_translated"),
        (GERMAN + '[de-a.found]\nkai = "Lesen Sie auch"', "two captions are called 'kai'"),
        (GERMAN.replace("de-a", "en-a"), "the article 'en-a' stands in another file too"),
    ],
)
def test_articles_that_do_not_fit_are_refused(folder, article, complaint):
    (folder / "articles/de.toml").write_text(article)
    with pytest.raises(EvalSetError) as caught:
        records(folder)
    assert complaint in str(caught.value)


def test_a_folder_without_articles_is_refused(tmp_path):
    with pytest.raises(EvalSetError, match="no article files"):
        records(tmp_path)


def test_the_command_writes_the_set_as_jsonl(tmp_path, monkeypatch):
    path = tmp_path / "eval.jsonl"
    monkeypatch.setattr("sys.argv", ["eval_set.py", "--output", str(path)])
    main()
    assert [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] == ROWS
