"""Check characters of codes (domain.md, appendix A), and the masks under which private numbers are shown."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015: no I, O, Z, S, V."""

LOOK_ALIKES: Mapping[int, str] = str.maketrans({"O": "0", "I": "1", "Z": "2", "S": "5"})
"""Letters outside the alphabet of GB 32100 and what was printed there; V has no look-alike."""

PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
"""First two digits of an ID number (GB/T 2260, with the residence permits 81–83)."""

USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PATENT_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)

USCC_FORM = re.compile(r"[0-9A-Z]{2}[0-9]{6}[0-9A-Z]{10}")
ID_FORM = re.compile(r"[0-9]{17}[0-9X]")
PATENT_FORM = re.compile(r"(?:ZL)?([0-9]{12}|[0-9]{8})\.?([0-9X])")
MOBILE = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")
MASKED_MOBILE = re.compile(r"1[3-9][0-9]\*{4}[0-9]{4}")
LANDLINE = re.compile(
    r"(?:(?:0[0-9]{2,3}-?)?[2-9][0-9]{7}|0[0-9]{2,3}-?[2-9][0-9]{6})(?:-[0-9]{1,6})?|400-?[0-9]{3}-?[0-9]{4}"
)

INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")

PRIVATE_ID = re.compile(
    r"(?<![0-9])(?:[0-9]{6}[ -]?[0-9]{8}[ -]?[0-9]{3}[ -]?(?:[Xx]|[0-9](?![0-9]))"
    r"|[0-9](?:[ -][0-9]){16}[ -][0-9Xx](?![0-9])|[0-9]{15}(?![0-9])|[0-9]{19,}[Xx]?)"
)
PRIVATE_MOBILE = re.compile(
    r"(?<![0-9])(?:\+?86[ -]?)?(?:1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|1[ -][3-9](?:[ -][0-9]){9})(?![0-9])"
)


def normal_code(text: str) -> str:
    """A code in half-width capitals, without spaces and hyphens."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in folded if not sign.isspace() and sign not in INVISIBLE and sign not in "-—–_")


def is_uscc(text: str) -> bool:
    """Whether this is a 统一社会信用代码 whose own check character and that of the code inside are right (GB 32100)."""
    code = normal_code(text)
    if not USCC_FORM.fullmatch(code) or not set(code) <= set(USCC_ALPHABET):
        return False
    return code[17] == uscc_check(code[:17]) and code[16] == organisation_check(code[8:16])


def uscc_check(body: str) -> str:
    """The 18th character of a 统一社会信用代码 (GB 32100-2015)."""
    total = weighted_sum([USCC_ALPHABET.index(sign) for sign in body], USCC_WEIGHTS)
    return USCC_ALPHABET[-total % 31]


def organisation_check(body: str) -> str:
    """The ninth character of an organisation code (GB 11714)."""
    rest = 11 - weighted_sum([int(sign, 36) for sign in body], ORGANISATION_WEIGHTS) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def repair_uscc(text: str) -> str | None:
    """The code with look-alikes mapped (O→0, I→1, Z→2, S→5), kept only if both check characters pass."""
    code = normal_code(text)
    for candidate in (code, code.translate(LOOK_ALIKES)):
        if is_uscc(candidate):
            return candidate
    return None


def is_id_number(text: str) -> bool:
    """Whether this is an 18-digit ID number with a real birthday and the right check character (GB 11643)."""
    code = normal_code(text)
    return bool(ID_FORM.fullmatch(code)) and _is_day(code[6:14]) and code[17] == id_check(code[:17])


def id_check(body: str) -> str:
    """The 18th character of an ID number (GB 11643-1999)."""
    return "10X98765432"[weighted_sum([int(sign) for sign in body], ID_WEIGHTS) % 11]


def is_patent_number(text: str) -> bool:
    """Whether this is a patent number with the right check digit: 12 digits, or 8 before 2003; ZL may lead."""
    match = PATENT_FORM.fullmatch(normal_code(text))
    return match is not None and match[2] == patent_check(match[1])


def patent_check(body: str) -> str:
    """The check digit of a patent number of 12 or 8 digits."""
    rest = weighted_sum([int(sign) for sign in body], PATENT_WEIGHTS[: len(body)]) % 11
    return "X" if rest == 10 else str(rest)


def is_phone(text: str) -> bool:
    """Whether this is a mobile number (masked or not), a landline or a 400 number (appendix A.6)."""
    number = "".join(_fold(sign) for sign in text if not sign.isspace() and sign not in "()（）")
    mobile = number.replace("-", "")
    return any(form.fullmatch(mobile) for form in (MOBILE, MASKED_MOBILE)) or bool(LANDLINE.fullmatch(number))


def mask_id(text: str) -> str:
    """An ID number as it may be shown: the first three and the last four characters."""
    code = normal_code(text)
    if len(code) < 12:
        return "*" * len(code)
    return code[:3] + "*" * (len(code) - 7) + code[-4:]


def mask_phone(text: str) -> str:
    """A phone number as it may be shown: 138****8000; of a short one the last four characters."""
    code = normal_code(text)
    mobile = MOBILE.fullmatch(code)
    if mobile or MASKED_MOBILE.fullmatch(code):
        number = mobile[1] if mobile else code
        return number[:3] + "****" + number[-4:]
    if len(code) < 7:
        return "*" * len(code)
    return code[:-8] + "****" + code[-4:]


def mask_private(text: str) -> str:
    """The text with every ID number and mobile number masked.

    Numbers that only look like an ID number (a misread digit) are masked too: a leak weighs more than a hidden serial.
    """
    places = [index for index, sign in enumerate(text) if sign not in INVISIBLE]
    folded = "".join(_fold(text[index]) for index in places)
    masks = [(match.span(), mask_id(match[0])) for match in PRIVATE_ID.finditer(folded) if _looks_private(match[0])]
    masks += [(match.span(), mask_phone(match[0])) for match in PRIVATE_MOBILE.finditer(folded)]
    shown, end = [], 0
    for (first, last), mask in sorted(masks):
        if places[first] < end:
            continue
        shown += [text[end : places[first]], mask]
        end = places[last - 1] + 1
    return "".join([*shown, text[end:]])


def weighted_sum(values: Sequence[int], weights: Sequence[int]) -> int:
    """The sum of values times weights."""
    return sum(value * weight for value, weight in zip(values, weights, strict=True))


def _looks_private(text: str) -> bool:
    code = normal_code(text)
    if len(code) > 18:
        return any(is_id_number(code[start : start + 18]) for start in range(len(code) - 17))
    if is_id_number(code):
        return not is_uscc(code) or code[:2] in PROVINCES
    if len(code) == 15:
        return code[:2] in PROVINCES and _is_day("19" + code[6:12])
    return code[:2] in PROVINCES and not is_uscc(code)


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1850
    except ValueError:
        return False


def _fold(sign: str) -> str:
    folded = unicodedata.normalize("NFKC", sign)
    if folded in "—–−‐‑":
        return "-"
    return folded if len(folded) == 1 else sign
