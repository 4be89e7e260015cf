"""Text as it is compared: one form for what papers, sheets and keyboards write in many (domain.md 3.0, text clean-up).

The raw string stays with whoever quotes it; the forms here are for matching.
"""

import re
import unicodedata


def clean(text: str) -> str:
    """The text in one form: radicals and widths unified, nothing invisible, no space between Chinese characters."""
    plain = unicodedata.normalize("NFKC", text.translate(_REPAIRS))
    return _BETWEEN_CHINESE.sub("", _SPACES.sub(" ", plain)).strip()


def squash(text: str) -> str:
    """The clean text without any space: what labels are compared in (“甲   方 ：” is “甲方:”)."""
    return unicodedata.normalize("NFKC", "".join(clean(text).split()))


_SPACES = re.compile(r"\s+")

# Ideographs, the ideographic zero (also as the circle ○) and the punctuation that only Chinese text bears.
_CHINESE = "\u3001-\u3003\u3005-\u3011\u3014-\u301f\u25cb\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_BETWEEN_CHINESE = re.compile(f"(?<=[{_CHINESE}]) (?=[{_CHINESE}])")

# CJK Radicals Supplement: fonts of browsers and WPS put these behind ordinary characters, and NFKC knows only two of
# them. Forms without an ideograph of their own stand for the whole character.
_RADICALS = (
    "⺀冫⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵"
    "⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳网⺴网⺵网"
    "⺶羊⺷羊⺸羋⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝"
    "⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄"
    "⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)

# First and last code point of what is drawn as nothing: controls that are no space, soft hyphen, joiners, fillers,
# zero-width and directional marks, variation selectors, halves of surrogate pairs, tags.
_INVISIBLE = (
    (0x0000, 0x0008),
    (0x000E, 0x001B),
    (0x007F, 0x0084),
    (0x0086, 0x009F),
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x0600, 0x0605),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xD800, 0xDFFF),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF9, 0xFFFB),
    (0x1BCA0, 0x1BCA3),
    (0xE0000, 0xE007F),
    (0xE0100, 0xE01EF),
)

_REPAIRS: dict[int, str | None] = {
    **{code: None for first, last in _INVISIBLE for code in range(first, last + 1)},
    **{ord(radical): character for radical, character in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)},
}
