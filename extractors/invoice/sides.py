"""Buyer and seller of an invoice as printed, with their codes: the label says who is who, else the place does."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.codes import is_uscc, normal_code, repair_uscc
from domain.documents import Reading
from domain.records import Field
from domain.text import squash
from extractors.labels import make_field
from extractors.parties import party_name
from extractors.script import Hit, Script

REPAIRED_CONFIDENCE = 0.9
"""A code whose look-alikes were mapped and whose both check characters then pass."""
FAILED_CONFIDENCE = 0.5
"""A code of 18 characters that fails its check."""

SIDES = ("buyer", "seller")
_SUM_LABEL = re.compile(r"合\t?计|价\t?税")

_TAXPAYER = re.compile(r"(?<![0-9A-Z])(?P<value>[0-9A-Z]{15}(?:[0-9A-Z]{3}|[0-9A-Z]{5})?)(?![0-9A-Za-z])")
_SIDE_LETTERS = "[购买销售方货单位信息]{0,3}"
"""Letters of the label that runs from top to bottom beside a side: readers put them before the next word."""
_NAME_LABEL = re.compile(
    rf"(?:(?<=[\n\t])|\A){_SIDE_LETTERS}\t?(?:(?:购买方|销售方|购货单位|销货单位)\t?)?名\t*称\t?[:;]\t?"
)
_CODE_LABEL = re.compile(r"(?:识别号|信用代码|税号)\t?[:;]\t?")


def side_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`buyer`, `seller` and their codes: by their labels, else the buyer stands left of the seller, or above."""
    fields = {}
    names, codes = _names(script), _codes(script)
    swapped = bool(names) and names[0].label == "seller" and not _is_beside(names)
    for side, hit in _sides(script, names):
        fields[side] = make_field(reading, hit, party_name(hit.text) or squash(hit.text))
    for side, hit in _sides(script, codes[::-1] if swapped and len(codes) == len(SIDES) else codes):
        fields[f"{side}_code"] = _code_field(reading, hit)
    return fields


def _names(script: Script) -> tuple[Hit, ...]:
    """The values behind the two 名称, in reading order; `label` is the side that the label names, if any."""
    hits = ((_behind(script, match), _named_side(match[0])) for match in _NAME_LABEL.finditer(script.text))
    return tuple(replace(hit, label=side) for hit, side in hits if hit is not None and len(party_name(hit.text)) > 1)


def _named_side(label: str) -> str:
    """The side that a label names; "" for 名称 alone."""
    return "buyer" if "购" in label else "seller" if "销" in label else ""


def _behind(script: Script, match: re.Match[str]) -> Hit | None:
    """The word behind a label, else the nearest right of it in its row."""
    end = min(_end(script.text, "\t", match.end()), script.line_end(match.end()))
    hit = script.hit(match.end(), end)
    if hit.text:
        return hit
    right = script.right_of(script.hit(*match.span()))
    return script.hit(right[0].start, right[0].end) if right else None


def _end(text: str, sign: str, start: int) -> int:
    """Where a sign stands next, or the end."""
    place = text.find(sign, start)
    return len(text) if place < 0 else place


def _codes(script: Script) -> tuple[Hit, ...]:
    """The taxpayer codes behind their labels, else those of the page that pass their check."""
    hits = (_behind(script, match) for match in _CODE_LABEL.finditer(script.text))
    found = tuple(hit for hit in hits if hit is not None and _TAXPAYER.match(normal_code(hit.text)))
    return found or tuple(hit for hit in script.find(_TAXPAYER) if is_uscc(hit.text))


def _sides(script: Script, hits: Sequence[Hit]) -> Iterator[tuple[str, Hit]]:
    """Which hit is the buyer's and which the seller's."""
    if len(hits) < len(SIDES):
        yield from ((hit.label or _lone_side(script, hit), hit) for hit in hits)
        return
    first, second = hits[:2]
    named = first.label or second.label
    swapped = named and (first.label == "seller" or second.label == "buyer")
    if swapped or (not named and _is_beside(hits) and _left(second) < _left(first)):
        first, second = second, first
    yield "buyer", first
    yield "seller", second


def _is_beside(hits: Sequence[Hit]) -> bool:
    return len(hits) > 1 and _beside(hits[0], hits[1])


def _left(hit: Hit) -> float:
    return hit.level[0] if hit.level else 0.0


def _beside(one: Hit, other: Hit) -> bool:
    """Whether two values stand in one row."""
    if one.level is None or other.level is None:
        return False
    shared = min(one.level[3], other.level[3]) - max(one.level[1], other.level[1])
    return shared > 0


def _lone_side(script: Script, hit: Hit) -> str:
    """The side of the only name that was found: left and above is the buyer's."""
    if hit.level is None:
        return "buyer"
    sums = script.search(_SUM_LABEL)
    below = sums is not None and sums.level is not None and hit.level[1] > sums.level[1]
    return "seller" if below or hit.level[0] > 0.5 else "buyer"


def _code_field(reading: Reading, hit: Hit) -> Field:
    """A taxpayer code; look-alikes are mapped only where both check characters then pass, and that is marked."""
    match = _TAXPAYER.match(normal_code(hit.text))
    printed = match["value"] if match else normal_code(hit.text)
    repaired = repair_uscc(printed)
    if repaired is not None and repaired != printed:
        return make_field(reading, hit, repaired, REPAIRED_CONFIDENCE)
    sure = is_uscc(printed) or len(printed) != 18
    return make_field(reading, hit, printed, 1.0 if sure else FAILED_CONFIDENCE)
