"""Chinese numerals, and signs folded one to one so that places in the folded text are places in the text."""

import re
import unicodedata
from collections.abc import Callable, Mapping

VARIANTS: Mapping[str, str] = {
    **dict.fromkeys("—–−‐‑‒―─━", "-"),
    **dict.fromkeys("〜∼˜", "~"),
    **dict.fromkeys("○◯", "〇"),
    **dict.fromkeys("·•・", "."),
    **dict(zip("￥萬億圓貳弐弍兩參叄参弎陸號曰", "¥万亿圆贰贰贰两叁叁叁叁陆号日", strict=True)),
}
"""Look-alike and traditional forms, one sign each."""

DIGITS: Mapping[str, int] = {
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "两": 2,
}

NUMERALS = "〇零一二三四五六七八九两壹贰叁肆伍陆柒捌玖十百千拾佰仟廿卅万亿"
"""Every sign of a Chinese number; none of them means anything inside a character class."""

_SIGNS = {
    **{sign: str(digit) for sign, digit in DIGITS.items()},
    **dict(zip("十百千拾佰仟万亿", "SBQSBQWY", strict=True)),
    "廿": "2S",
    "卅": "3S",
}
_SECTION = re.compile(r"0*(?:([0-9])Q)?0*(?:([0-9])B)?0*(?:([0-9])S)?0*([0-9])?")


class _Folding(dict[int, str]):
    """A sign to its plain form of equal length, found once per sign."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        folded = unicodedata.normalize("NFKC", sign)
        folded = VARIANTS.get(sign) or VARIANTS.get(folded) or folded
        if unicodedata.category(sign) in ("Cc", "Cf") or folded.isspace():
            folded = " "
        self[code] = folded if len(folded) == 1 else sign
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text with half-width signs, plain dashes and plain spaces; as long as the text itself."""
    return text.translate(_FOLDING)


def parse_digits(text: str) -> int | None:
    """A number written digit by digit: 二〇二四, 贰零贰肆, 2024; spaces between are nothing."""
    digits = [DIGITS.get(sign, sign) for sign in fold(text) if sign != " "]
    written = "".join(map(str, digits))
    return int(written) if re.fullmatch(r"[0-9]{1,18}", written) else None


def parse_numeral(text: str) -> int | None:
    """A whole number in Chinese numerals, lower or capital; None where it could be read in two ways.

    “一万二” may be 12000 or, carelessly, 10002: it is no number. “拾万” is 100000; every other unit needs its digit.
    """
    signs = [_SIGNS.get(sign) for sign in fold(text) if sign != " "]
    if not signs or len(signs) > 40 or None in signs:
        return None
    return _parse_parts("".join(filter(None, signs)), "Y", _parse_myriads, 10**8)


def _parse_myriads(signs: str) -> int | None:
    return _parse_parts(signs, "W", _parse_section, 10**4)


def _parse_parts(signs: str, unit: str, parse: Callable[[str], int | None], factor: int) -> int | None:
    """A number of two parts round 亿 or 万; a bare digit behind the unit is ambiguous."""
    high, has_unit, low = signs.rpartition(unit)
    if not has_unit:
        return parse(signs)
    if unit in high or re.fullmatch(r"[1-9]", low):
        return None
    above, below = parse(high), parse(low) if low else 0
    return None if above is None or below is None else above * factor + below


def _parse_section(signs: str) -> int | None:
    """A number below ten thousand; a bare digit after 千 or 百 needs 零 between."""
    written = "1" + signs if signs.startswith("S") else signs
    match = _SECTION.fullmatch(written)
    if match is None or re.search(r"[QB][1-9]$", written) or not written:
        return None
    thousands, hundreds, tens, ones = (int(digit or 0) for digit in match.groups())
    return thousands * 1000 + hundreds * 100 + tens * 10 + ones
