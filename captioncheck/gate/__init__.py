"""What decides which findings count: comments in the sources, a baseline, and what has changed since a commit."""
