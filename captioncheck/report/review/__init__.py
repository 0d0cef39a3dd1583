"""The results as one page to read, judge and print: HTML that loads nothing from anywhere.

`entries` makes what the page shows of each result, `thumbnails` and `heatmaps` the pictures that it holds, `assembly`
the file. `HtmlReporter` does it at the end of a run, `results` reads what an earlier run has written.
"""

from captioncheck.report.review.reporter import HtmlReporter

__all__ = ["HtmlReporter"]
