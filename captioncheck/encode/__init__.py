"""Texts (and, in time, pictures) to unit vectors."""
