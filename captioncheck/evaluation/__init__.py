"""Measuring: error rates on labelled captions, and thresholds from a newsroom's own archive."""
