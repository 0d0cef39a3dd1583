"""CC201: the caption does not describe its picture."""

from __future__ import annotations

from captioncheck.datatypes import Evidence
from captioncheck.score.pictures import Sight

_LOOKS = {
    "wrong_picture": "caption and article agree, so it looks like the wrong picture",
    "wrong_caption": "picture and article agree, so it looks like the wrong caption",
}


def picture(sight: Sight, story: str) -> Evidence:
    """Say how many other captions fit the picture better, and which of picture and caption looks wrong."""
    message = f"does not describe its picture: {_rank(sight)}"
    if story in _LOOKS:
        message = f"{message}; {_LOOKS[story]}"
    return Evidence("CC201", "picture", message, sight.z, tuple(rival.text for rival in sight.rivals[:2]))


def _rank(sight: Sight) -> str:
    if sight.better:
        return f"{sight.better} of {sight.among} captions of other pictures fit it better"
    return f"it fits hardly better than {sight.among} captions of other pictures"
