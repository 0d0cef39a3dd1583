"""The words of credits and agencies as sets and patterns, from `data/agencies.toml` and `data/credit_words.toml`."""

from __future__ import annotations

import re
from functools import cache

from captioncheck.grammar.tables import table

UNCASED = re.compile(r"[\u0590-\u08ff\u0900-\u109f\u1100-\u11ff\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af]")


@cache
def agencies() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern with every agency's spellings (longest first) and the usual name of each spelling."""
    names: dict[str, str] = {}
    for usual, spellings in table("agencies")["agencies"].items():
        for spelling in spellings:
            names.setdefault(spelling, usual)
    for weak in table("agencies")["weak"]["names"]:
        names.setdefault(weak, weak)
    ordered = sorted(names, key=len, reverse=True)
    cased = "|".join(re.escape(name) for name in ordered if not UNCASED.search(name))
    uncased = "|".join(re.escape(name) for name in ordered if UNCASED.search(name))
    return re.compile(rf"((?<![^\W_])(?:{cased})(?![^\W_])|(?:{uncased}))"), names


@cache
def noise() -> re.Pattern[str]:
    """Return the pattern of a page's own buttons that hang on to a caption ("hide caption")."""
    words = "|".join(map(re.escape, table("credit_words")["noise"]["all"]))
    return re.compile(rf"\s*(?:{words})\s*$")


@cache
def labels() -> frozenset[str]:
    """Return the words that a colon turns into a credit ("Foto:")."""
    return frozenset(label for group in table("credit_words")["labels"].values() for label in group)


@cache
def weak_agencies() -> frozenset[str]:
    """Return the letters that mean an agency only inside a credit."""
    return frozenset(table("agencies")["weak"]["names"])


@cache
def plain_agencies() -> frozenset[str]:
    """Return the agencies that are a credit even without a stop before them."""
    return frozenset(table("agencies")["plain"]["names"])


@cache
def front_agencies() -> frozenset[str]:
    """Return the agencies that a dash alone parts from the text behind them ("AFP – …")."""
    names = agencies()[1].keys() - weak_agencies()
    return plain_agencies() | {name for name in names if (name.isupper() and len(name) > 1) or UNCASED.search(name)}


@cache
def fillers() -> frozenset[str]:
    """Return the words that may stand among the names of a credit."""
    words = table("credit_words")
    labels = {word for group in words["labels"].values() for word in group}
    return frozenset(words["fillers"]["all"]) | labels | {word for group in words["endings"].values() for word in group}


@cache
def label() -> re.Pattern[str]:
    """Return the pattern of a label with its separator, compounds included ("Archivfoto: ")."""
    words = table("credit_words")
    labels = sorted({word for group in words["labels"].values() for word in group}, key=len, reverse=True)
    prefixes = "|".join(sorted(words["stems"]["prefixes"], key=len, reverse=True))
    body = "|".join(re.escape(label) for label in labels)
    return re.compile(
        rf"(?:(?:{prefixes})s?-?)?(?:{body})(?:\s*\([^)]{{1,12}}\)|/[a-z]{{2,12}}|\s+by)?"
        r"(?:\s*(?:[:：=＝﹕∶／]|\.\.\.|…)\s*|(?<=[图圖文摄攝写真사진])\s*/\s*)",
        re.I,
    )


@cache
def phrase() -> re.Pattern[str]:
    """Return the pattern of what needs no colon ("Photo by ")."""
    phrases = sorted(table("credit_words")["phrases"]["all"], key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(re.escape(phrase) for phrase in phrases)})(?![^\W_])\s*:?\s*", re.I)


@cache
def bare_label() -> re.Pattern[str]:
    """Return the pattern of labels that may lack their colon after a full stop or a bracket ("(Foto AP)")."""
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(table('credit_words')['bare']['all'])})\s+")


@cache
def ending() -> re.Pattern[str]:
    """Return the pattern of Chinese, Japanese and Korean credits, whose verb comes last."""
    words = table("credit_words")["endings"]
    verbs = "|".join(sorted({*words["zh"], *words["ja"]}, key=len, reverse=True))
    korean = "|".join(sorted(words["ko"], key=len, reverse=True))
    signed = "|".join(re.escape(name) for name in sorted(agencies()[1], key=len, reverse=True) if UNCASED.search(name))
    return re.compile(
        rf"(?:(?:{signed})(?:社)?(?:记者|記者|通讯员|特派员)\s*\S{{1,12}}?\s*(?:摄|攝|报道|撮影)?"
        # no hiragana in the name: "資料を提供" is a sentence
        rf"|(?<![^\s。，、；]) ?[\u4e00-\u9fffァ-ヶーA-Za-z0-9·・/＝\s]{{1,14}}?(?:{verbs})"
        rf"|[＝=]\s?\S{{1,24}}(?:撮影|提供)?"
        rf"|(?:(?<=[.。\]=/|])|(?<=^))\s*[가-힣A-Za-z0-9·\s]{{1,14}}?(?:{korean})"
        rf"|/\s*(?:{signed}))\s*[。.)）]?\s*$"
    )
