"""The one room that opens pictures: references to bytes, bytes to pixels, and what is said where that cannot be.

`PictureFinder.find` gives a picture's bytes and digest (cheap: nothing is decoded), `decode` its pixels; `open_picture`
does both. Each raises PictureError, whose message is the reason as a user should read it.
"""

from captioncheck.pictures.decoding import Decoded, decode
from captioncheck.pictures.files import PictureFile
from captioncheck.pictures.finding import PictureFinder, finder_for, open_picture

__all__ = ["Decoded", "PictureFile", "PictureFinder", "decode", "finder_for", "open_picture"]
