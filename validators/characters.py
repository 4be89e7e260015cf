"""How two characters that differ may still stand for one: a mask, the same number, a like shape, a like sound."""

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from opencc import OpenCC
from pypinyin import Style, pinyin
from pypinyin.constants import PHRASES_DICT
from pypinyin.contrib.tone_convert import to_normal

from domain.text import clean

MASKS = frozenset("*?□■×✕✖●○◇※〓∗�某")
"""What stands where a character is hidden or could not be read."""


class Likeness(StrEnum):
    """Why two different characters may be one."""

    MASK = "mask"
    NUMERAL = "numeral"
    SHAPE = "shape"
    SOUND = "sound"


def simplify(text: str) -> str:
    """The text in simplified characters, one for one, for comparison only (domain.md 3.0, step 4)."""
    return "".join(map(_simplified, text))


@lru_cache(maxsize=1 << 16)
def likeness(first: str, second: str) -> Likeness | None:
    """Why these two characters may be one, if they may; two different numbers never are."""
    if first in MASKS or second in MASKS:
        return Likeness.MASK
    for ordinals in (_NUMERALS, _STEMS):
        if first in ordinals and second in ordinals:
            return Likeness.NUMERAL if ordinals[first] == ordinals[second] else None
    if _shapes().get(first, frozenset()) & _shapes().get(second, frozenset()):
        return Likeness.SHAPE
    return Likeness.SOUND if readings(first) & readings(second) else None


@cache
def readings(character: str) -> frozenset[str]:
    """The readings of a Chinese character in pinyin without tones; none for what is no Chinese character.

    All readings count that some word has (盛 is sheng and cheng, domain.md 3.0); those of old texts only do not (越 as
    huo), unless no word is known.
    """
    if not is_chinese(character):
        return frozenset()
    known = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    alive = _living_readings().get(character, frozenset())
    return frozenset(reading for reading in known if reading in alive) or frozenset(filter(str.isalpha, known))


def shape_groups(character: str) -> frozenset[int]:
    """The numbers of the groups of look-alikes in which a character stands."""
    return _shapes().get(character, frozenset())


def is_chinese(character: str) -> bool:
    """Whether a character is an ideograph."""
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000"


def numeral(character: str) -> int | None:
    """The value of a character that counts or numbers, in small, capital or Arabic figures."""
    return _NUMERALS.get(character)


def is_ordinal(character: str) -> bool:
    """Whether a character tells members of a series apart: a figure, or one of 甲乙丙丁."""
    return character in _NUMERALS or character in _STEMS


@cache
def _simplified(character: str) -> str:
    """One character in simplified form; where simplified text uses a traditional form itself, that form stays."""
    if not is_chinese(character) or character in _KEPT:
        return character
    converted = str(_converter().convert(character))
    return converted if len(converted) == 1 else character


@cache
def _converter() -> OpenCC:
    """The offline converter; its dictionaries lie in the package."""
    return OpenCC("t2s")


@cache
def _living_readings() -> Mapping[str, frozenset[str]]:
    """The readings that each character has in the words of the dictionary."""
    plain = cache(to_normal)
    found: dict[str, set[str]] = defaultdict(set)
    for word, spelled in PHRASES_DICT.items():
        for character, variants in zip(word, spelled, strict=False):
            found[character].add(str(plain(variants[0])))
    return {character: frozenset(variants) for character, variants in found.items()}


@cache
def _shapes() -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(_groups()):
        for character in group:
            found[character].add(number)
    return {character: frozenset(numbers) for character, numbers in found.items()}


def _groups() -> list[str]:
    text = (files("validators") / "lookalikes.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return [*(simplify(clean(group)) for line in lines for group in line.split()), *_LATIN]


# Characters of the 通用规范汉字表 which are the traditional form of another in other words (乾坤, 乾净).
_KEPT = frozenset("乾於徵夥昇氾脩瞭")

_LATIN = ("O0D", "o0", "Il1", "B8", "S5", "Z2", "G6", "rn", "vu")

_NUMERALS: Mapping[str, int] = {
    character: value
    for value, characters in enumerate(
        ("〇零0", "一1壹弌", "二2贰贰弍", "三3叁弎", "四4肆", "五5伍", "六6陆", "七7柒", "八8捌", "九9玖", "十拾")
    )
    for character in characters
} | {"百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10000}

_STEMS: Mapping[str, int] = {stem: order for order, stem in enumerate("甲乙丙丁")}
