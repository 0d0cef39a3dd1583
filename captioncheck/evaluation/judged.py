"""Labelled captions with their judgements: from a run of our own, or from results that `check` has written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from captioncheck.datatypes import Checked, Level, Result, Skipped, Status, Verdict
from captioncheck.errors import ConfigError
from captioncheck.evaluation.kinds import Kind
from captioncheck.evaluation.labels import Labels
from captioncheck.extract.base import Source, one_line

UNKNOWN = "unknown"
"""The language of an article of which nobody says it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled caption as judged; `language` is the article's."""

    record: str
    text: str
    headline: str
    language: str
    kind: Kind
    verdict: Verdict
    level: Level
    fit: float


@dataclass(frozen=True, slots=True)
class Found:
    """One caption of a result, before its label is looked up; `language` is the article's."""

    record: str
    text: str
    headline: str
    language: str | None
    verdict: Verdict
    level: Level
    fit: float


@dataclass(frozen=True, slots=True)
class Sample:
    """The judged captions of a set, how many had no label, and what has a label but no judgement.

    `lacking` are ids of records without a result; `merged` counts captions that were read as repeats of another one.
    """

    rows: tuple[Judged, ...]
    unlabelled: int
    lacking: tuple[str, ...]
    merged: int


def joined(found: Iterable[Found], labels: Labels) -> Sample:
    """Join judgements with labels. Raises ConfigError when a record comes twice."""
    rows: list[Judged] = []
    unlabelled = 0
    seen: dict[tuple[str, str], Found] = {}
    for one in found:
        known = labels.of(one.record, one.text)
        if known is None:
            unlabelled += 1
            continue
        if seen.setdefault((one.record, one.text), one) is not one:
            raise ConfigError(f"the record '{one.record}' has two results; give those of one run")
        headline = one.headline or labels.headlines.get(one.record, "")
        language = known.language or one.language or UNKNOWN
        rows.append(Judged(one.record, one.text, headline, language, known.kind, one.verdict, one.level, one.fit))
    if not rows:
        raise ConfigError("no caption has both a label and a judgement: do the record ids of labels and results match?")
    records = {row.record for row in rows}
    lacking = tuple(sorted(labels.named - records))
    own = sum(record in records for record, _ in labels.captions)
    return Sample(tuple(rows), unlabelled, lacking, max(own - len(rows), 0) if labels.captions else 0)


def _named(record: str | None, path: str) -> str:
    """Return what labels call an article: its id, or the path of a file that is one article."""
    return one_line(path) if record is None else str(record)


def of_results(results: Iterable[Result], complain: Callable[[Skipped], None]) -> Iterator[Found]:
    """Yield the captions of results as they come; `complain` hears of every input that could not be read."""
    for result in results:
        if isinstance(result, Checked):
            article = result.article
            for row in result.judgements:
                record, text = _named(article.location.record, article.location.path), row.caption.text
                yield Found(record, text, article.headline, article.language, row.verdict, row.level, row.fit)
        elif result.status is Status.ERROR:
            complain(result)


def of_file(source: Source) -> Iterator[Found]:
    """Yield the captions of a file that `check --format jsonl` (or json) wrote. Raises ConfigError for any other."""
    for number, article in _articles(source):
        if not isinstance(article, dict) or "status" not in article:
            raise ConfigError(f"{source.path}: line {number} is no result of 'captioncheck check --format jsonl'")
        try:
            yield from _captions(article)
        except (KeyError, TypeError, ValueError) as error:
            raise ConfigError(f"{source.path}: line {number}: {error!r} in a result") from error


def _captions(article: dict[str, Any]) -> Iterator[Found]:
    for caption in article["captions"] if article["status"] == Status.OK else ():
        yield Found(
            _named(article["record"], article["path"]),
            caption["text"],
            article.get("headline") or "",
            article.get("language"),
            Verdict(caption["verdict"]),
            Level(caption["level"]),
            float(caption["fit"]),
        )


def _articles(source: Source) -> Iterator[tuple[int, Any]]:
    data = source.data()
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        whole = None
    if isinstance(whole, dict) and isinstance(whole.get("articles"), list):
        yield from ((1, article) for article in whole["articles"])
        return
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                raise ConfigError(f"{source.path}: line {number} is not JSON") from error
