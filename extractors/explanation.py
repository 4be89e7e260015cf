"""What an explanation (说明) says: shares and what they are of, its year, and why and until when a report is late."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from domain.documents import Reading
from domain.records import Field
from domain.values import FoundPercent, find_days, find_percents
from extractors.labels import make_field, money
from extractors.script import Script

APPROXIMATE_CONFIDENCE = 0.5
"""A percentage given as 约 or 左右 is no exact number."""

REVENUE_SHARE, FREE_SHARE = "gate-9", "gate-10"
"""The rules whose statements give a share."""


def share_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """The `percent` after 占比 or 比重, or the only one; several that differ stand in `percent_candidates`.

    `shares` are those whose words say what they are of: [{topic, percent, approximate}].
    """
    found = [percent for percent in _marked(script.text) if percent.value <= 100]
    stated = [percent for percent in found if _is_share(script.text, percent)]
    fields = _subject_fields(reading, script, stated or found)
    for some in (stated, found):
        if some and len({percent.value for percent in some}) == 1:
            return fields | _percent_field(reading, script, some[0])
    if not found:
        return {}
    hit = script.hit(found[0].start, found[0].end)
    values = [money(value) for value in _distinct(stated or found)]
    return fields | {"percent_candidates": make_field(reading, hit, values)}


def _marked(text: str) -> Iterator[FoundPercent]:
    """The percentages but those of large enterprises; ends of a range or of a change are no exact numbers."""
    percents = find_percents(text)
    spans = [text[one.end : other.start] for one, other in pairwise(percents)]
    joined = [_RANGE.fullmatch(span) is not None for span in spans]
    for place, percent in enumerate(percents):
        if _is_of_large(text, percent):
            continue
        inexact = any(joined[max(place - 1, 0) : place + 1]) or _ABOUT_BEHIND.match(text, percent.end) is not None
        yield replace(percent, approximate=True) if inexact else percent


def _is_of_large(text: str, percent: FoundPercent) -> bool:
    """Whether the clause of a percentage speaks of large enterprises and not of small ones."""
    clause = re.split(r"[。;,%\n]", text[max(0, percent.start - _SENTENCE_LENGTH) : percent.start])[-1]
    return "大型" in clause and "中小" not in clause and "小型" not in clause


def period_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`period`: the one year (2024年度, 2024年1-12月) of which the paper speaks."""
    years = list(_YEAR.finditer(script.text)) or list(_BARE_YEAR.finditer(script.text))
    if len({match[1] for match in years}) != 1:
        return {}
    return {"period": make_field(reading, script.hit(*years[0].span(1)), years[0][1])}


def deferral_fields(reading: Reading, script: Script) -> dict[str, Field]:
    """`cause`, why a report is late, and `expected_on`, the day or month by which it will be handed in."""
    fields = {}
    cause = script.search(_CAUSE)
    if cause is not None:
        fields["cause"] = make_field(reading, cause)
    for match in _EXPECTED.finditer(script.text):
        day = next((day for day in find_days(match[0]) if day.valid), None)
        iso = (day.value.isoformat() if day.value else day.month) if day is not None else None
        if iso:
            fields["expected_on"] = make_field(reading, script.hit(*match.span()), iso)
            break
    return fields


def _subject_fields(reading: Reading, script: Script, percents: list[FoundPercent]) -> dict[str, Field]:
    """`shares`: the percentages whose sentence, or else the paper, says what they are of."""
    rows: list[dict[str, object]] = []
    for percent in percents:
        topic = _subject(script.text, percent)
        if topic is not None:
            rows.append({"topic": topic, "percent": money(percent.value), "approximate": percent.approximate})
    if not rows:
        return {}
    first, last = percents[0], percents[-1]
    confidence = min(script.hit(one.start, one.end).confidence for one in percents)
    whole = script.hit(
        first.start, last.end if script.page_at(last.start) == script.page_at(first.start) else first.end
    )
    return {"shares": make_field(reading, whole, _once(rows), confidence)}


def _once(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """The rows, each once."""
    return [row for place, row in enumerate(rows) if row not in rows[:place]]


def _subject(text: str, percent: FoundPercent) -> str | None:
    """What a percentage is of: by the last word for it in its sentence, else by that of the whole paper."""
    before = re.split(r"[。;\n]", text[max(0, percent.start - _SENTENCE_LENGTH) : percent.start])[-1]
    for part in (before, text):
        words = list(_SUBJECT.finditer(part))
        kinds = {word.lastgroup for word in words}
        if part is before and words:
            return FREE_SHARE if words[-1].lastgroup == "free" else REVENUE_SHARE
        if len(kinds) == 1:
            return FREE_SHARE if "free" in kinds else REVENUE_SHARE
    return None


def _percent_field(reading: Reading, script: Script, percent: FoundPercent) -> dict[str, Field]:
    hit = script.hit(percent.start, percent.end)
    if not percent.approximate:
        return {"percent": make_field(reading, hit, money(percent.value))}
    return {
        "percent": make_field(reading, hit, money(percent.value), APPROXIMATE_CONFIDENCE),
        "percent_approximate": make_field(reading, hit, value=True),
    }


def _is_share(text: str, percent: FoundPercent) -> bool:
    """Whether a percentage stands behind 占 or 比重 in its own sentence, with no other number of its own between."""
    before = re.split(_SENTENCE, text[max(0, percent.start - 40) : percent.start])[-1]
    clause = before.rpartition("%")[2]
    return _SHARE.search(clause) is not None


def _distinct(percents: list[FoundPercent]) -> list[Decimal]:
    """The values, each once."""
    return list(dict.fromkeys(percent.value for percent in percents))


_SHARE = re.compile(r"占|比重|比例|占比")
_SENTENCE = re.compile(r"[。;\n]")
_SENTENCE_LENGTH = 120
_SUBJECT = re.compile(
    r"(?P<free>公益|免费)|(?P<revenue>营业(?:总)?收入|服务收入|营收|中小企业(?:的)?收入|主营业务收入)"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?:度|全年|1月?[-至](?:20\d\d年)?12月)")
_BARE_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?![\s\d])(?!末|底|初|以来|成立|修订)")
"""A year that is not the beginning of a day."""
_RANGE = re.compile(
    r"[\s(),]*(?:[-~—–至到]|.{0,6}?(?:提高|上升|提升|增长|增加|下降|降低|升|降)(?:至|到|为)(?:了)?)[\s(),]*"
)
_ABOUT_BEHIND = re.compile(r"\s*\(?(?:约|左右|有余|上下)")
_CAUSE = re.compile(r"(?:因|由于|鉴于|原因(?:是|为|如下)?[:]?)(?P<value>[^,。;\n]{4,60})(?=[,。;\n])")
_EXPECTED = re.compile(r"(?:预计|拟于|计划于?|将于|承诺于?|最迟|不晚于)[^。;\n]{0,40}")
