"""Which language a text is in: script first, then letters, then small words, and a trained detector for the rest.

The small-word table settles nearly all running text in a tenth of a millisecond; py3langid costs half a second and
100 MB when first used, so it is asked only about what the table leaves open.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cache
from typing import Any

from captioncheck.grammar.tables import table

_LIMIT = 1_500  # characters looked at: more changes no answer
_SAMPLE = 240  # letters outside Latin that are counted
_WORD = re.compile(r"[^\W\d_]+(?:['’‘][^\W\d_]+)?")
_FOREIGN = re.compile(r"[\u0370-\u03ff\u0400-\U0003134f]")
_NAMES_ONLY = 40  # a text shorter than this is often only names: the hint wins unless the small words are plain
_SURE = 0.75  # py3langid's calibrated confidence from which it beats a hint


def detect(text: str, hint: str | None = None) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, or None where nothing tells.

    `hint` (a code, also "de-AT") is the answer for what is too short or too mixed to tell, as a caption of names is.
    """
    sample = text[:_LIMIT]
    code = hint.replace("_", "-").split("-")[0].lower() if hint else None
    code = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}.get(code or "", code)
    if not sample.isascii():
        script = _script(sample)
        if script is not None:
            return _within(script, sample, code)
    words = [word.replace("’", "'").replace("‘", "'").lower() for word in _WORD.findall(sample)]
    if not words:
        return code
    spoken = _by_small_words(words)
    if spoken is not None:
        return spoken
    if code is not None and len(sample) < _NAMES_ONLY:
        return code
    return _by_model(sample, code)


def is_small_word(word: str) -> bool:
    """Whether a word is an article, a preposition or the like in one of the languages of the table."""
    return word.lower() in _small_words()


def _script(text: str) -> str | None:
    """Return the script that most letters are in, None for Latin."""
    foreign = _FOREIGN.findall(text)
    if not foreign:
        return None
    starts, ends, names = _ranges()
    counts: Counter[str] = Counter()
    for letter in foreign[:_SAMPLE]:
        at = bisect_right(starts, ord(letter)) - 1
        if at >= 0 and ord(letter) <= ends[at]:
            counts[names[at]] += 1
    if not counts:
        return None
    total = sum(counts.values()) * (len(foreign) / min(len(foreign), _SAMPLE))
    latin = sum(1 for letter in text if "a" <= letter.lower() <= "z")
    # Han and Hangul say more in a letter, and captions in them carry Latin credits and names
    weight = 3.0 if counts.keys() & {"hani", "kana", "ko"} else 1.5
    if total * weight < latin:
        return None
    if counts["kana"] and counts["kana"] * 12 >= counts["hani"] and counts["kana"] * 2 >= counts["ko"]:
        return "kana"
    return counts.most_common(1)[0][0]


def _within(script: str, text: str, hint: str | None) -> str:
    """Return the language of a text whose script is known."""
    if script == "kana":
        return "ja"
    data = table("languages")
    family: list[str] = data["families"].get(script, [script])
    if script == "hani":
        return "ja" if hint == "ja" and len(text) < _NAMES_ONLY else "zh"
    lowered = text.lower()
    letters: dict[str, str] = data["letters"].get(script, {})
    found = {code: sum(map(lowered.count, telling)) for code, telling in letters.items()}
    least = 1 if len(text) < 200 else 3
    if hint in family and (hint not in found or found[hint] >= least):
        return hint
    for code, count in found.items():
        if count >= least:
            return code
    if script == "cyrl":
        spoken = _by_small_words([word.lower() for word in _WORD.findall(text)])
        return spoken or (hint if hint in family else "ru")
    return hint if hint in family else family[0]


def _by_small_words(words: list[str]) -> str | None:
    """Return the language whose small words the text uses, when it is clear."""
    index = _small_words()
    scores: dict[str, float] = {}
    for word in words:
        entry = index.get(word)
        if entry:
            for code in entry:
                scores[code] = scores.get(code, 0.0) + 1.0 / len(entry) ** 0.5
    if not scores:
        return None
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    best, score = ranked[0]
    runner_up = ranked[1][1] if len(ranked) > 1 else 0.0
    if score >= 1.5 and score >= 1.3 * runner_up and score >= 0.07 * len(words):
        return best
    return None


def _by_model(text: str, hint: str | None) -> str | None:
    found, confidence = _model().classify(text)
    found = {"nb": "no", "nn": "no"}.get(found, found)
    if hint is not None:
        return str(found) if confidence >= _SURE else hint
    return str(found) if confidence >= 0.2 else None


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages({label for label in model.labels if len(label) == 2})
    return model


@cache
def _ranges() -> tuple[list[int], list[int], list[str]]:
    rows = sorted(
        (int(first, 16), int(last, 16), name)
        for name, spans in table("languages")["scripts"].items()
        for first, last in spans
    )
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


@cache
def _small_words() -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for code, words in table("languages")["words"].items():
        for word in dict.fromkeys(words.split()):
            index[word] = (*index.get(word, ()), code)
    return index
