"""Scans of archives: rows on disk with a journal beside them, so that a scan can be killed and goes on."""
