import base64
import json

import numpy as np
import pytest

from captioncheck.datatypes import Location
from captioncheck.scan import background
from captioncheck.scan.background import LEAST, MOST, Text, _Drawing
from captioncheck.scan.errors import ScanError
from captioncheck.score.cohort import text_key
from tests.score.stories import HashedEncoder

WORDS = [a + b + c for a in "bdfgklmnprst" for b in "aeiou" for c in "bdfgklmnprst"]


def text(number, words=8):
    """Return a text that shares no word with any other."""
    return " ".join(WORDS[number] + WORDS[k] for k in range(words))


def trace(*told):
    row = base64.b64encode(np.ones(4, "<f2").tobytes()).decode()
    return json.dumps([(kind, what, row) for kind, what in told]).encode()


def fill(drawing, number, language="en", kinds=("caption", "lead"), start=0):
    for n in range(start, start + number):
        told = [(kind, text(2 * n + (kind == "lead"))) for kind in kinds]
        drawing.add(Location(f"{language}/{n}.txt"), language, trace(*told))


def kinds(texts):
    return {key: sum((one.language, one.kind) == key for one in texts) for key in {(t.language, t.kind) for t in texts}}


def test_no_more_is_taken_than_is_wanted_and_then_it_is_full():
    drawing = _Drawing()
    fill(drawing, MOST - 1)
    assert not drawing.full
    fill(drawing, 20, start=MOST - 1)
    assert drawing.full
    assert kinds(drawing.taken()) == {("en", "caption"): MOST, ("en", "lead"): MOST}


def test_a_language_with_too_little_of_either_kind_keeps_to_what_is_bundled():
    drawing = _Drawing()
    fill(drawing, LEAST - 1, "de")
    fill(drawing, LEAST, "fr", kinds=("lead",))
    assert drawing.taken() == []
    fill(drawing, LEAST, "it")
    assert kinds(drawing.taken()) == {("it", "caption"): LEAST, ("it", "lead"): LEAST}


def test_what_comes_again_counts_once():
    drawing, again = _Drawing(), "Boats lie in the old harbour of Lerwick on Monday morning"
    for number, words in enumerate((again, again.upper() + "!", again.replace("Monday", "Tuesday"), text(1))):
        drawing.add(Location(f"{number}.txt"), "en", trace(("caption", words)))
    assert [row.text for row, _ in drawing._of("en", "caption")] == [again, text(1)]


@pytest.fixture
def written(tmp_path):
    encoder, path = HashedEncoder(), tmp_path / "r.jsonl.background"
    texts = []
    for language in ("de", "en"):
        for kind in ("caption", "lead"):
            for number in range(3):
                what = f"{kind} {number} {language}"
                row = base64.b64encode(encoder.encode_texts([what])[0].astype("<f2").tobytes()).decode()
                texts.append(Text(kind, language, "a\udcff.txt", None, what, row))
    background.write(path, tmp_path / "part", texts, 7, encoder.name)
    return path


def test_what_is_written_is_read(written):
    found = background.samples(written)
    assert list(found) == ["de", "en"]
    assert found["en"].captions == tuple(text_key(f"caption {number} en") for number in range(3))
    rows = HashedEncoder().encode_texts([f"lead {number} de" for number in range(3)])
    assert found["de"].lead_vectors.dtype == np.float32
    assert np.abs(found["de"].lead_vectors - rows).max() < 1e-3
    assert [path.name for path in written.parent.iterdir()] == [written.name]


def test_a_sample_is_told_from_another_and_from_none(written):
    before = background.mark(written)
    assert before == background.mark(written)
    written.write_text(written.read_text() + "\n")
    assert background.mark(written) not in (before, "gone")
    written.unlink()
    assert background.mark(written) == "gone"


@pytest.mark.parametrize("data", ["", "{}", "[1]", '{"background": 9}', '{"background": 1}\n{"kind": "lead"}', "\0"])
def test_a_file_that_is_no_sample_is_told(tmp_path, data):
    path = tmp_path / "r.jsonl.background"
    path.write_text(data)
    with pytest.raises(ScanError, match="is no sample of an archive; --restart draws another"):
        background.samples(path)


def test_where_it_cannot_be_written_that_is_told(tmp_path):
    with pytest.raises(ScanError, match="cannot write to"):
        background.write(tmp_path / "a", tmp_path / "no" / "part", [], 0, "x")


def test_it_is_said_what_was_compared_with(written):
    assert "the bundled one and 6 captions and 6 leads of the archive (de, en)" in background.told(
        background.samples(written)
    )
    assert "the bundled one, as no language has 50 captions" in background.told({})
