"""Features of each line of a pasted article, from which the classifier tells captions from everything else.

`line_features` looks at one line alone, `page_features` at its place among the others. All values are plain floats; the
names are those of the weights in `data/text_model.json`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from captioncheck.extract.text_cues import cues_of
from captioncheck.extract.text_lines import LONGEST_CAPTION, Line, weight
from captioncheck.grammar.credit import split_credit
from captioncheck.grammar.markers import find_markers

# Lengths in Latin characters.
PARAGRAPH = 160
SHORT = 40

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_LETTER = re.compile(r"[^\W\d_]")
_COPYRIGHT = re.compile(
    r"(?:©|Ⓒ|ⓒ|\(c\)|copyright)[\s:]*(?:19|20)\d\d|rights reserved|derechos reservados", re.IGNORECASE
)
_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_GLUED = re.compile(r"[a-zà-ÿ.)!?…][A-ZÀ-Ý][\w]*(?: |/|$)")
_CAPS_PREFIX = re.compile(r"^[A-ZÀ-Ý][A-ZÀ-Ý' -]{2,30}[:—–-] ?[A-ZÀ-Ý]")
_COLON_PREFIX = re.compile(r"^[^:：]{2,40}[:：]")
_DATELINE = re.compile(r"^[A-ZÀ-Ý][\w .,'-]{2,40}\(?[A-Z]{2,}\)? ?[-–—:]")
_NAME_PAIR = re.compile(r"[A-ZÀ-ÝŠŽ][\w'’-]+ (?:[A-Z]\. )?[A-ZÀ-ÝŠŽ][\w'’-]+")
# A title glued to its sentence, as picture galleries are copied: "Cradle and shackles The cradle was made …".
_RUN_ON = re.compile(
    r"[\w’')] (?:The|This|These|That|A|An|It|He|She|They|In|From|Some|Der|Die|Das|Ein|Eine|Dieser|El|La|Los|Las|Un|Una|"
    r"Le|Les|Une|Des|O|Os|Uma|Il|Gli) [a-zà-ÿ]"
)
_BYLINE = re.compile(r"(?:By|BY|Von|VON|Por|POR|Par|PAR|Di|Door|Av|Af) [A-ZÀ-ÝŠŽ]")
_AGENCY_LEAD = re.compile(r"(?:[A-ZÀ-Ý][\w .,'/-]{2,40})?\([A-Za-z]{2,12}(?:/[A-Za-z]+)?\) ?[-–—:]")
_NAME_ROLE = re.compile(r"^(?:[A-ZÀ-ÝŠŽ][\w'’.-]+ ){1,4}[A-ZÀ-ÝŠŽ][\w'’.-]+(?:, | \(|: ?)")
_NAME_ONLY = re.compile(r"^(?:[A-ZÀ-ÝŠŽ][\w'’.-]+ ?){2,4}$")
_FULL_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}(?:[:.]|h ?)\d{2}(?!\d)")
_PAREN_END = re.compile(r"[(\[［（【][^()\[\]]{2,60}[)\]］）】]\.?$")
_DASH_END = re.compile(r"[—–|/·•-] ?[^—–|/·•]{2,50}$")
_ENDINGS = {
    "period": ".。।۔．",
    "exclaim": "!！",
    "question": "?？؟",
    "colon": ":：",
    "dots": "…",
    "arrow": "›»→▶>",
    "comma": ",，",
}
_QUOTES = "\"“”„«»‘’「」『』'"
_BULLET = re.compile(r"^(?:[-–—•*·▪■●►✓]|\d{1,2}[.)]) ")
_LINK = re.compile(r"https?://|www\.|\w@\w|\w\.(?:com|org|net|de|fr|es)\b|#\w")


def tokens(text: str) -> list[str]:
    """Return the lower-case content words of `text`, cut to six letters; pairs of characters in unspaced scripts."""
    if _WIDE.search(text):
        joined = "".join(_TOKEN.findall(text))
        return [joined[i : i + 2] for i in range(len(joined) - 1)]
    return [word[:6] for word in (w.casefold() for w in _TOKEN.findall(text)) if len(word) > 3]


def names(text: str) -> set[str]:
    """Return the capitalised words of `text` that do not open it, lower-case."""
    return {word.casefold() for word in _WORD.findall(text)[1:] if word[0].isupper() and len(word) > 2}


def is_paragraph(text: str) -> bool:
    """Say whether `text` is as long as a paragraph of the body."""
    return weight(text) >= PARAGRAPH


def line_features(text: str) -> dict[str, float]:
    """Return what the line itself shows: length, shape, punctuation, and the cues of its words."""
    text = text[:LONGEST_CAPTION]
    words = _WORD.findall(text)
    size = weight(text)
    capital = [word for word in words if word[0].isupper()]
    features: dict[str, float] = {
        "log_length": math.log1p(size),
        "length_tiny": size < 25,
        "length_short": 25 <= size < 50,
        "length_caption": 50 <= size < 260,
        "length_paragraph": size >= 260,
        "words": min(len(words), 60),
        "word_length": sum(map(len, words)) / len(words) if words else 0.0,
        "capitals": len(capital) / len(words) if words else 0.0,
        "shouting": sum(word.isupper() and len(word) > 1 for word in words) / len(words) if words else 0.0,
        "digits": sum(c.isdigit() for c in text) / len(text),
        "marks": sum(not c.isalnum() and not c.isspace() for c in text) / len(text),
        "starts_low": text[0].islower(),
        "starts_digit": text[0].isdigit(),
        "starts_quote": text[0] in _QUOTES,
        "ends_quote": text[-1] in _QUOTES,
        "quotes": sum(c in _QUOTES[:9] for c in text[1:-1]) > 0,
        "inner_stop": len(re.findall(r"[.!?。！？][\"”»)]? ", text)),
        "commas": min(text.count(",") + text.count("，") + text.count("、"), 5),
        "inner_question": "?" in text or "？" in text,
        "byline": bool(_BYLINE.match(text)) and size < 110 and text[-1] != ".",
        "agency_lead": bool(_AGENCY_LEAD.match(text)),
        "run_on": bool(_RUN_ON.search(text, 3)) and size < 500,
        "glued": bool(_GLUED.search(text)),
        "caps_prefix": bool(_CAPS_PREFIX.match(text)),
        "colon_prefix": bool(_COLON_PREFIX.match(text)),
        "name_role": bool(_NAME_ROLE.match(text)),
        "name_only": bool(_NAME_ONLY.match(text)),
        "dateline": bool(_DATELINE.match(text)),
        "names": min(len(_NAME_PAIR.findall(text)), 4),
        "year": bool(_FULL_DATE.search(text)),
        "clock": bool(_CLOCK.search(text)),
        "paren_end": bool(_PAREN_END.search(text)),
        "dash_end": bool(_DASH_END.search(text)),
        "pipe": "|" in text,
        "slash": " / " in text or "/" in text,
        "bullet": bool(_BULLET.match(text)),
        "copyright": bool(_COPYRIGHT.search(text)),
        "link": bool(_LINK.search(text)),
        "wide": bool(_WIDE.search(text)),
        "unspaced": " " not in text,
    }
    for name, marks in _ENDINGS.items():
        features[f"ends_{name}"] = text[-1] in marks
    cues = cues_of(text)
    for name, count in cues.items():
        features[f"cue_{name}"] = count
    tail = cues_of(text[-60:])
    features["tail_credit"] = tail["credit_word"] + tail["agency"]
    parts = split_credit(text) if _LETTER.search(text) and size < LONGEST_CAPTION else None
    described = weight(parts.description) if parts is not None else size
    features["credit"] = parts is not None and parts.credit is not None and described >= 8
    features["bare_credit"] = parts is not None and parts.credit is not None and described < 8
    features["agency"] = parts is not None and parts.agency is not None
    features["described"] = math.log1p(described)
    features["cued"] = bool(cues["credit_word"] + cues["agency"])
    features["cued_shape"] = features["cued"] and 30 <= size < 320
    features["marker"] = bool(find_markers(text)) if size < LONGEST_CAPTION else False
    return {name: float(value) for name, value in features.items()}


def page_features(
    lines: Sequence[Line], own: Sequence[dict[str, float]], headline: int | None
) -> list[dict[str, float]]:
    """Return for each line its place on the page, its neighbours, its repetitions, and the words it shares."""
    texts = [line.text for line in lines]
    sizes = [weight(text) for text in texts]
    prose = [is_prose(text, own[i]) for i, text in enumerate(texts)]
    spots = [i for i, flag in enumerate(prose) if flag]
    first, last = body_span(spots, sizes)
    count = len(lines)
    pieces = [set(tokens(text[:2000])) for text in texts]
    called = [names(text[:2000]) for text in texts]
    body_words = Counter(word for i in spots for word in pieces[i])
    body_names = Counter(name for i in spots for name in called[i])
    title_words = pieces[headline] if headline is not None else set()
    folded = [text.casefold() for text in texts]
    repeats = Counter(folded)
    whole = "\n".join(folded[i] for i in spots)
    shapes = [_shape(row) for row in own]
    credited = sum(f["credit"] + f["bare_credit"] and not prose[i] for i, f in enumerate(own))
    before, after = _distances(prose)
    run_before, run_after = _distances([not is_small(size) for size in sizes])
    rows: list[dict[str, float]] = []
    for i, size in enumerate(sizes):
        known = pieces[i]
        row: dict[str, float] = {
            "place": i / max(count - 1, 1),
            "from_top": math.log1p(i),
            "lines": math.log1p(count),
            "paragraphs": math.log1p(len(spots)),
            "in_body": first <= i <= last,
            "before_body": i < first,
            "after_body": i > last,
            "body_place": (i - first) / max(last - first, 1) if first <= i <= last else (-0.2 if i < first else 1.2),
            "lines_past_body": math.log1p(max(0, i - last)),
            "lines_before_body": math.log1p(max(0, first - i)),
            "prose": prose[i],
            "lone_between": not prose[i] and before[i] <= 1 and after[i] <= 1,
            "prose_around": min(before[i], 8) + min(after[i], 8),
            "lone_name": own[i]["name_role"] and not prose[i] and before[i] <= 2 and after[i] <= 2,
            "lone_sentence": own[i]["ends_period"] and not prose[i] and before[i] <= 1 and after[i] <= 1 and size < 120,
            "lone_bare": not own[i]["ends_period"] and not prose[i] and before[i] + after[i] <= 2 and 45 < size < 160,
            "alike": sum(1 for j in range(max(0, i - 40), min(count, i + 40)) if j != i and shapes[j] == shapes[i]),
            "prose_above": min(before[i], 8),
            "prose_below": min(after[i], 8),
            "between_prose": before[i] <= 1 and after[i] <= 1,
            "short_run": min(run_before[i] + run_after[i], 12),
            "small_above": min(run_before[i], 6),
            "small_below": min(run_after[i], 6),
            "blank_before": lines[i].blank_before,
            "blank_after": lines[i].blank_after,
            "is_headline": i == headline,
            "below_headline": min(i - headline, 12) if headline is not None and i >= headline else -1,
            "repeats": min(repeats[folded[i]] - 1, 3),
            "contained": whole.count(folded[i], 0, 200_000) > prose[i] if 20 <= size <= 600 else 0,
            "in_body_words": sum(body_words[w] > (prose[i]) for w in known) / len(known) if known else 0.0,
            "in_body_names": sum(body_names[w] > (prose[i]) for w in called[i]) / len(called[i]) if called[i] else -0.1,
            "names_unknown": sum(not body_names[w] and not body_words[w[:6]] for w in called[i]),
            "in_title": len(known & title_words) / len(known) if known and i != headline else 0.0,
            "title_in": len(known & title_words) / len(title_words) if title_words and i != headline else 0.0,
            "page_credits": math.log1p(credited),
            "page_credit_gap": float(credited > 1 and not own[i]["credit"]),
            "size_to_body": size / (sum(sizes[j] for j in spots) / len(spots)) if spots else 1.0,
        }
        for label, near in (("prev", i - 1), ("next", i + 1), ("prev2", i - 2), ("next2", i + 2)):
            row.update(_neighbour(label, near, own, sizes, prose))
        rows.append({name: float(value) for name, value in row.items()})
    return rows


def _shape(row: dict[str, float]) -> tuple[float, ...]:
    """Return a coarse outline of a line, by which lines made by one template are alike."""
    return (
        row["ends_period"],
        row["credit"],
        row["paren_end"],
        row["colon_prefix"],
        row["caps_prefix"],
        row["starts_digit"],
        row["starts_quote"],
        min(row["log_length"] // 0.7, 8),
    )


def is_small(size: int) -> bool:
    """Say whether a line of this length is too short for a paragraph."""
    return size < PARAGRAPH - 40


def is_prose(text: str, own: dict[str, float]) -> bool:
    """Say whether a line reads like a paragraph of the body: long, or a whole sentence of some length."""
    size = weight(text)
    if size >= PARAGRAPH:
        return not (own["credit"] and size < 420)
    whole = own["ends_period"] or (own["ends_quote"] and own["commas"])
    return bool(size >= 90 and whole and not own["credit"])


def body_span(spots: Sequence[int], sizes: Sequence[int]) -> tuple[int, int]:
    """Return the first and last line of the body: the densest stretch of prose, gaps of up to 14 lines bridged."""
    if not spots:
        return 0, len(sizes) - 1
    best, start = (spots[0], spots[0], 0), spots[0]
    total, previous = 0, spots[0]
    for spot in spots:
        if spot - previous > 14:
            start, total = spot, 0
        total += min(sizes[spot], 600)
        if total > best[2]:
            best = (start, spot, total)
        previous = spot
    return best[0], best[1]


def _distances(flags: Sequence[bool]) -> tuple[list[int], list[int]]:
    """Return for each position how many lines above and below the nearest set flag is (1 = the neighbour; far = 99)."""
    above, below = [99] * len(flags), [99] * len(flags)
    for i in range(1, len(flags)):
        above[i] = 1 if flags[i - 1] else min(above[i - 1] + 1, 99)
    for i in range(len(flags) - 2, -1, -1):
        below[i] = 1 if flags[i + 1] else min(below[i + 1] + 1, 99)
    return above, below


def _neighbour(
    label: str, near: int, own: Sequence[dict[str, float]], sizes: Sequence[int], prose: Sequence[bool]
) -> dict[str, float]:
    """Return what a neighbouring line is."""
    if not 0 <= near < len(own):
        return dict.fromkeys((f"{label}_{name}" for name in _NEAR), -0.5)
    it = own[near]
    values = (
        it["log_length"],
        prose[near],
        it["bare_credit"],
        it["credit"],
        it["cue_navigation"],
        it["cue_meta"],
        it["cue_byline"],
        it["ends_period"],
        sizes[near] < SHORT,
    )
    return {f"{label}_{name}": float(value) for name, value in zip(_NEAR, values, strict=True)}


_NEAR = ("length", "prose", "bare_credit", "credit", "navigation", "meta", "byline", "period", "short")
