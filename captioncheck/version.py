"""The version, where every room may read it: the package itself imports the rooms."""

__version__ = "0.1.0"
