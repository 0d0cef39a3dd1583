"""What the XML outputs share. Texts come in cleaned: see `plain`."""

from __future__ import annotations

from xml.etree import ElementTree as ET

OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n'


def indented(element: ET.Element) -> str:
    """Return an element of the root's, with its children, as lines."""
    ET.indent(element, "  ", level=1)
    return f"  {ET.tostring(element, encoding='unicode')}\n"
