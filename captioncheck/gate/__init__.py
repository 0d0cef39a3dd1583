"""What decides which findings count: the settings, comments in the sources, a baseline, what changed since a commit."""
