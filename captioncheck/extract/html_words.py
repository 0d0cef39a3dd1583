"""The words by which web pages mark captions, credits, pictures and what is no part of the article.

Class names, ids and roles are cut into lower-case words ("wp-caption-text" and "wpCaptionText" into wp, caption, text);
the patterns below are matched against those words joined by single spaces, with a space at both ends.
"""

from __future__ import annotations

import re

# Words that mark the element that holds a caption, in the languages that sites are written in.
CAPTION = re.compile(
    r" (?:caption\w*|\w*caption|captions?|figcaption|cutline|bu|bildunterschrift|bildtext|bildzeile|bildbeschreibung|"
    r"legend|legende|légende|leyenda|pie (?:de )?(?:foto|imagen)|piefoto|pie|epigrafe|epígrafe|didascalia|legenda|"
    r"onderschrift|bijschrift|podpis|bildetekst|billedtekst|kuvateksti|"
    r"(?:img|image|photo|foto|pic|picture|bild|media|mainpic|figure) (?:text|texto|desc|description|descr|info|meta|title|titulo)) "
)
# Words that make an element with a caption word something else.
NOT_CAPTION = re.compile(
    r" (?:chart|table|video|player|audio|podcast|quote|teaser|card|promo|related|subtitle|author|byline|bio|avatar|ad|advert\w*|"
    r"captioned|captcha|recaptcha) "
)
CREDIT = re.compile(
    r" (?:credits?|credito|crédito|creditos|copyright\w*|copy ?right|fotograf\w*|photographer|fotocredit|photocredit|imagecredit|"
    r"rights|rightsholder|attribution|quelle|bildquelle|urheber|source|fuente|fonte|autor|agency|agentur|byline|photo by|firma) "
)
# An element that holds a picture and what belongs to it.
PICTURE_BLOCK = re.compile(
    r" (?:\w*(?:image|img|photo|foto|picture|bild|media|figure|gallery|galerie|galeria|slide|slider|slideshow|carousel|"
    r"lightbox|thumb|illustration)\w*|pic|pics|picbox|mainpic|lead|hero|aufmacher|featured|multimedia) "
)
# A picture that no caption speaks of; matched against its class and the name of its file.
DECORATION = re.compile(
    r" (?:avatar|icons?|logos?|pixel|tracking|spinner|badge|emoji|gravatar|author|writer|profile|follow|button|app store|"
    r"google (?:news|play)|newsletter|advert\w*) "
)
GALLERY = re.compile(r" (?:\w*galler\w*|galerie|galeria|galería|slide\w*|carousel|swiper|lightbox) ")
# Regions that are no part of the article; matched against class and id words of the ancestors.
OUTSIDE = re.compile(
    r" (?:related\w*|recirc\w*|recommend\w*|recommended|recommendations?|teasers?|\w*teaser|promos?|promotion|newsletter\w*|sidebar|sidebars|"
    r"most (?:read|popular|viewed)|popular|trending|mostread|mostpopular|read (?:more|next|also)|more (?:from|on|news|stories|articles)|"
    r"also|see also|weitere|mehr zum|meistgelesen|relacionad[oa]s?|relacionadas|leia mais|lea tambien|mas leidas?|"
    r"masleidas?|a lire|a lire aussi|lire aussi|plus lus|outbrain|taboola|plista|dable|navigation|navbar|menu|submenu|breadcrumbs?|"
    r"comments?|comentarios|kommentare|commentaires|disqus|cookies?|consent|modal|popup|subscribe|subscription|login|"
    r"avatar|bio|biography|author (?:bio|box|info|card|image|photo|picture)|authorbox|profile|about (?:the )?author|autorenbox|"
    r"advert\w*|advertisement|ads|banner ad|sponsor\w*|shop|shopping|product\w*|affiliate|share|sharing|social|"
    r"site footer|page footer|footer|site header|topbar|other news|next article|previous article|prev next|"
    r"latest (?:news|posts|stories)|post navigation|playlist|up next) "
)
VIDEO = re.compile(r" (?:video\w*|player|jwplayer|youtube|podcast|audio) ")
OUTSIDE_TAGS = frozenset(("nav", "footer", "form", "dialog"))

# Words of a site's controls at the ends of a caption: "show more", "enlarge", "1 / 12".
_CONTROL_WORDS = (
    "powered by|visa mer|visa mindre|show more|read more|show caption|hide caption|toggle caption|expand|enlarge(?: image| this image)?|"
    "view gallery|open gallery|open image in gallery|close|icon|image caption|bild vergrößern|bild in galerie öffnen|galerie öffnen|"
    "vollbild(?:ansicht)?|agrandir(?: l['’]image)?|ampliar(?: foto)?|ingrandisci|vergroot|advertisement|anzeige|publicidad|"
    "skip past newsletter promotion|view image in fullscreen|zoom(?: in)?|click to enlarge|image \\d+ of \\d+|bild \\d+ von \\d+|"
    "foto \\d+ de \\d+|\\d{1,3} ?(?:/|of|von|de|sur|di|из) ?\\d{1,3}[.:]?"
)
CONTROL_START = re.compile(rf"\A(?:(?:{_CONTROL_WORDS})[\s:|•·,-]+)+", re.IGNORECASE)
CONTROL_END = re.compile(rf"(?:[\s|•·-]+(?:{_CONTROL_WORDS}))+\Z|(?<=[^\W\d])Visa mer\Z", re.IGNORECASE)
CONTROL_ONLY = re.compile(
    rf"\A(?:(?:{_CONTROL_WORDS})|[\W\d_]*|(?:video|audio|vídeo|vidéo)\b.{{0,20}}\b\d{{1,3}}:\d\d\b.*)\Z", re.IGNORECASE
)

# A byline that looks like a caption because the author's portrait stands beside it.
_BY = r"by|von|par|por|door|da|di|af|av|od|przez|автор|text|texto|texte|testo|autor(?:in|a)?|author|redaktion"
_DAY = r"\d{1,2}[./ -](?:\d{1,2}[./ -]|[^\W\d]+[.,]? )\d{2,4}"
BYLINE = re.compile(
    rf"\A(?:(?:{_BY}):? (?:[^\W\d_][\w.'’-]*,? ?){{1,6}}(?:{_DAY}.*)?|.{{0,50}}{_DAY},? (?:um )?\d{{1,2}}[:.]\d\d(?: ?Uhr)?)\Z",
    re.IGNORECASE,
)

_PARTS = re.compile(r"[A-Z]+(?![a-zß-ÿ])|[A-ZÀ-Þ]?[a-zß-ÿ]+|[^\W\d_]+")


def words_of(*names: str | None) -> str:
    """Return the words of class names and ids, lower-case, each between single spaces; " " when there are none."""
    words = [word.lower() for name in names if name for word in _PARTS.findall(name)]
    return f" {' '.join(words)} " if words else " "
