"""Texts and pictures to unit vectors."""
