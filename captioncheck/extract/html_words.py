"""The words by which web pages mark captions, credits, pictures and what is no part of the article.

Class names, ids and roles are cut into lower-case words ("wp-caption-text" and "wpCaptionText" into wp, caption, text).
A table below lists regular expressions for such words; "_" stands for the space in a sequence of words.
"""

from __future__ import annotations

import re


def names(listed: str) -> frozenset[str]:
    """Return the names in a list with white space between."""
    return frozenset(listed.split())


def _pattern(listed: str) -> re.Pattern[str]:
    """Return a pattern that finds any of the listed words in what `words_of` returns."""
    return re.compile(f" (?:{'|'.join(listed.split()).replace('_', ' ')}) ")


# Marks the element that holds a caption, in the languages that sites are written in.
CAPTION = _pattern(
    r"""\w*caption\w* cutline bu bildunterschrift bildtext bildzeile bildbeschreibung
    legend legende légende leyenda pie pie_(?:de_)?(?:foto|imagen) piefoto peu_(?:de_)?foto epigrafe epígrafe
    didascalia legenda onderschrift bijschrift podpis popisek bildetekst billedtekst kuvateksti altyazi chuthich
    (?:img|image|photo|foto|pic|picture|bild|media|mainpic|figure|illo)_(?:text|texto|desc|description|descr|info|meta)
    (?:img|image|photo|foto|pic|picture|bild|media|mainpic|figure|illo)_(?:title|titulo|cap|note|des|signature)
    (?:img|image|photo|foto|pic|picture|media|textpic)(?:text|desc|description|subtitle\w*|title|cap|note)
    textpic_text"""
)
# Makes an element with such a word something else.
NOT_CAPTION = _pattern(
    r"""chart table video player audio podcast quote teaser card promo related subtitle author byline bio avatar ad
    advert\w* captioned captcha recaptcha post_caption"""
)
CREDIT = _pattern(
    r"""credits? credito crédito creditos copyright\w* copy_?right fotograf\w* photographer fotocredit photocredit
    imagecredit rights rightsholder attribution quelle bildquelle urheber source fuente fonte autor agency agentur
    byline photo_by firma"""
)
# A picture that no caption speaks of; matched against its class and the name of its file.
DECORATION = _pattern(
    r"""avatar icons? logos? pixel tracking spinner badge emoji gravatar author writer profile follow button app_store
    google_(?:news|play) newsletter advert\w*"""
)
GALLERY = _pattern(r"\w*galler\w* galerie galeria galería slide\w* carousel swiper lightbox")
VIDEO = _pattern(r"video\w* player jwplayer youtube podcast audio")
# Regions that are no part of the article; matched against class and id words of the ancestors.
OUTSIDE = _pattern(
    r"""related\w* recirc\w* recommend\w* teasers? \w*teaser promos? promotion newsletter\w* sidebars? popular trending
    most_(?:read|popular|viewed) mostread mostpopular read_(?:more|next|also) more_(?:from|on|news|stories|articles)
    also see_also weitere mehr_zum meistgelesen relacionad[oa]s? leia_mais lea_tambien mas_leidas? masleidas? a_lire
    lire_aussi plus_lus outbrain taboola plista dable navigation navbar menu submenu breadcrumbs? comments? comentarios
    kommentare commentaires disqus cookies? consent modal popup subscribe subscription login avatar bio biography
    author_(?:bio|box|info|card|image|photo|picture) authorbox profile about_(?:the_)?author autorenbox advert\w* ads
    banner_ad sponsor\w* shop shopping product\w* affiliate share sharing social footer site_header topbar other_news
    next_article previous_article prev_next latest_(?:news|posts|stories) post_navigation playlist up_next"""
)
OUTSIDE_TAGS = names("nav footer form dialog")

# A site's controls before and after a caption: "show more", "1 / 12". Single words could be the caption's own.
_CONTROLS = "|".join(
    (
        r"visa mer|visa mindre|show more|read more|(?:show|hide|toggle) caption|powered by|enlarge (?:this )?image",
        r"view gallery|open gallery|open image in gallery|view image in fullscreen|click to enlarge|zoom in",
        r"skip past newsletter promotion|bild vergrößern|bild in galerie öffnen|galerie öffnen|agrandir l['’]image",
        r"ampliar foto|(?:image|bild|foto|photo) \d+ (?:of|von|de|sur|di) \d+",
        r"\d{1,3} ?/ ?\d{1,3}[.:]?|\d{1,3} (?:of|von|de|sur|di|из) \d{1,3}(?:[.:|]|\Z)",
    )
)
_BUTTONS = "expand|close|icon|zoom|enlarge|vollbild|agrandir|ampliar|ingrandisci|vergroot|powiększ|увеличить"
_NOTICES = "advertisement|anzeige|publicidad|publicité|реклама"
# What stands before a caption for who listens to the page.
_SPOKEN = "|".join(
    (
        r"image caption|caption|photo caption|légende image|pie de foto|legenda da foto|bildunterschrift|didascalia",
        r"keterangan gambar|подпись к фото|підпис до фото|التعليق على الصورة|توضیح تصویر|कैप्शन",
        r"图像加注文字|圖像加註文字|사진 설명|画像説明",
    )
)
CONTROL_START = re.compile(rf"\A(?:(?:{_CONTROLS})[\s:|•·,-]+|(?:{_SPOKEN})\s*[:|•·,،，]\s*)+", re.IGNORECASE)
CONTROL_END = re.compile(rf"(?:[\s|•·-]+(?=[A-ZÀ-Þ\d])(?i:{_CONTROLS}))+\Z|(?<=[^\W\d])Visa mer\Z")
_RECORDING = r"(?:video|audio|vídeo|vidéo)\b.{0,20}\b\d{1,3}:\d\d\b.*"
CONTROL_ONLY = re.compile(rf"\A(?:{_CONTROLS}|{_BUTTONS}|{_NOTICES}|[\W\d_]*|{_RECORDING})\Z", re.IGNORECASE)

# A byline that looks like a caption because the author's portrait stands beside it.
_BY = r"by|von|par|por|door|da|di|af|av|od|przez|автор|text|texto|texte|testo|autor(?:in|a)?|author|redaktion"
_NAMES = r"(?:[^\W\d_][\w.'’-]*,? ?){1,6}"
_DAY = r"\d{1,2}[./ -](?:\d{1,2}[./ -]|[^\W\d]+[.,]? )\d{2,4}"
_HOUR = r"(?:um )?\d{1,2}[:.]\d\d(?: ?Uhr)?"
BYLINE = re.compile(rf"\A(?:(?:{_BY}):? {_NAMES}(?:{_DAY}.*)?|.{{0,50}}{_DAY},? {_HOUR})\Z", re.IGNORECASE)

_PARTS = re.compile(r"[A-Z]+(?![a-zß-ÿ])|[A-ZÀ-Þ]?[a-zß-ÿ]+|[^\W\d_]+")


def words_of(*labels: str | None) -> str:
    """Return the words of class names and ids, lower-case, each between single spaces; " " when there are none."""
    words = [word.lower() for label in labels if label for word in _PARTS.findall(label)]
    return f" {' '.join(words)} " if words else " "
