"""A page on the pictures of one article, whole in one file: each with its caption, its rivals and its heat map."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from captioncheck.datatypes import Article, Judgement
from captioncheck.report.terminal.wording import percent
from captioncheck.version import __version__

_STYLE = """
:root { color-scheme: light dark; --line: #8885; --bad: #b3261e; --unsure: #8a5a00; --good: #1b6e3c; --soft: #8882;
  --quiet: #5a5a5a; --paper: #ffffff; --ink: #1a1a1a; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --unsure: #ffcf66; --good: #7fd6a0; --quiet: #b0b0b0;
  --paper: #161616; --ink: #ececec; } }
html { background: var(--paper); color: var(--ink); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem;
  overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 0 0 .2rem; } .about, footer { color: var(--quiet); font-size: .9rem; }
section { display: grid; grid-template-columns: minmax(12rem, 22rem) minmax(0, 1fr); gap: 1.5rem;
  border-top: 1px solid var(--line); padding: 1.5rem 0; margin-top: 1.5rem; }
@media (max-width: 44rem) { section { grid-template-columns: minmax(0, 1fr); } }
figure { margin: 0; } .frame { position: relative; display: block; width: fit-content; margin-top: .3rem; }
.frame img { max-width: 100%; max-height: 32rem; display: block; }
.frame .heat { position: absolute; inset: 0; width: 100%; height: 100%; display: none; }
input:checked ~ .frame .heat { display: block; } label { font-size: .9rem; }
input:checked ~ .frame img:first-child { filter: grayscale(.5); }
.scale { display: none; align-items: center; gap: .5rem; margin: .3rem 0; font-size: .85rem; color: var(--quiet); }
input:checked ~ .scale { display: flex; }
.scale i { flex: 1; height: .6rem; background: linear-gradient(to right, COLOURS); }
.verdict { font-weight: 700; } .error { color: var(--bad); } .warning { color: var(--unsure); }
.none { color: var(--good); } .caption { font-size: 1.05rem; }
p { margin: .3rem 0; } ul { margin: .3rem 0; padding-left: 1.2rem; }
table { border-collapse: collapse; width: 100%; margin-top: .6rem; font-size: .93rem; }
td, th { text-align: start; vertical-align: top; padding: .25rem .5rem; border-top: 1px solid var(--line); }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tr.own { background: var(--soft); font-weight: 600; }
"""


_LONG = 140
HEAT = ((38, 22, 92), (187, 55, 84), (252, 206, 60))
"""The colours of a heat map, from no support to most: they differ in lightness too, for whoever sees no colours."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A caption and how well it fits a picture: its cosine, and in standard deviations above other captions."""

    text: str
    cosine: float
    z: float


@dataclass(frozen=True, slots=True)
class PictureView:
    """One picture of a page: data: URIs of it and of its heat map ("" where there is none, `note` says why)."""

    judgement: Judgement
    picture: str
    heat: str
    note: str
    own: Fit
    rivals: Sequence[Fit]
    better: int
    among: int


def render(article: Article, views: Iterable[PictureView], model: str) -> str:
    """Return the page as HTML that loads nothing from anywhere."""
    title = escape(article.headline or article.location.path)
    where = ", ".join(filter(None, (article.location.path, article.location.record, article.language)))
    article_data = _data(article.location.path, article.location.record)
    body = "".join(_section(number, view) for number, view in enumerate(views, 1))
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n'
        f'<meta name="generator" content="captioncheck {__version__}">\n'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; style-src '
        f"'unsafe-inline'\">\n<title>{title}</title>\n<style>{_style()}</style>\n"
        f'<header><h1 dir="auto" data-article="{article_data}">{title}</h1>\n'
        f'<p class="about">{escape(where)}</p></header>\n<main>{body}</main>\n'
        f"<footer>captioncheck {__version__}, picture model {escape(model)}</footer>\n</html>\n"
    )


def _style() -> str:
    return _STYLE.replace("COLOURS", ", ".join(f"rgb{colour}" for colour in HEAT))


def _data(*values: object) -> str:
    """Return values as an attribute that `captioncheck review` finds the page's pictures by."""
    return escape(json.dumps(values), quote=True)


def _section(number: int, view: PictureView) -> str:
    judgement = view.judgement
    caption = judgement.caption
    reasons = "".join(f"<li><b>{rule.code} {rule.name}</b> {escape(rule.message)}</li>" for rule in judgement.rules)
    level = judgement.level if str(judgement.level) in ("error", "warning", "none") else "note"
    fitting = view.among - view.better
    return (
        f'<section data-caption="{_data(caption.location.line, caption.text)}">\n'
        f"<figure>{_picture(number, view)}</figure>\n<div>\n"
        f'<p><span class="verdict {level}">{escape(str(judgement.verdict))}</span> fit {percent(judgement.fit)}</p>\n'
        f'<p class="caption" dir="auto">{escape(caption.text)}</p>\n'
        f"<p>line {caption.location.line}; it fits its picture better than {fitting} of {view.among} other captions "
        f"do.</p>\n" + (f"<ul>{reasons}</ul>\n" if reasons else "") + f"{_table(view)}</div>\n</section>\n"
    )


def _picture(number: int, view: PictureView) -> str:
    alt = escape(view.judgement.caption.text, quote=True)
    image = f'<img src="{view.picture}" alt="{alt}">'
    if not view.heat:
        return f'<span class="frame">{image}</span><p class="about">{escape(view.note)}</p>'
    return (
        f'<input type="checkbox" id="heat{number}" checked> <label for="heat{number}">where the caption finds support'
        f'</label><span class="frame">{image}<img class="heat" src="{view.heat}" alt=""></span>'
        f'<p class="scale">away from it<i></i>near to it</p><p class="about">{escape(view.note)}</p>'
    )


def _table(view: PictureView) -> str:
    rows = sorted((view.own, *view.rivals), key=lambda row: -row.z)
    cells = "".join(
        f'<tr{" class=own" if row is view.own else ""}><td class="number">{row.z:+.1f}</td>'
        f'<td class="number">{row.cosine:.3f}</td><td dir="auto">{escape(_short(row.text))}</td></tr>'
        for row in rows
    )
    head = (
        '<tr><th class="number">z</th><th class="number">cosine</th><th>its own caption, and the best others</th></tr>'
    )
    about = '<p class="about">z: standard deviations above what other captions reach with this picture</p>'
    return f"<table>{head}{cells}</table>{about}"


def _short(text: str) -> str:
    """Return the beginning of a long caption: all of it stands above the table."""
    return text if len(text) <= _LONG else text[:_LONG].rsplit(" ", 1)[0] + " …"
