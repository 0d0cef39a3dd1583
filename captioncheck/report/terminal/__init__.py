"""Results for people: one block an article, each caption with its verdict, its reasons and its place in the source."""

from captioncheck.report.terminal.reporter import TerminalReporter

__all__ = ["TerminalReporter"]
