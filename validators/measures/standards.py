"""Count the standards that the applicant wrote or helped to write (评分指标11)."""

import re
from datetime import date
from enum import Enum

from domain.documents import Kind
from domain.findings import Reason
from domain.programme import Rule
from domain.records import Record
from domain.text import squash
from validators.bench import Weighed
from validators.measured import Measured, of_units
from validators.measures.choice import best_copies
from validators.measures.holding import Held, confidence_of, holding_of, weigh_holder, weigh_start
from validators.weighing.evidence import is_flagged
from validators.weighing.scale import CERTAIN, LEGIBLE, UnitScale


class Level(Enum):
    """The level of a standard, by the prefix of its number; the value is what a reviewer reads."""

    INTERNATIONAL = "国际标准"
    NATIONAL = "国家标准"
    INDUSTRY = "行业标准"
    LOCAL = "地方标准"
    GROUP = "团体标准"
    ENTERPRISE = "企业标准"
    UNKNOWN = "层级不明"

    @property
    def counts(self) -> bool | None:
        """Whether the rule takes it (国际、国家、行业或地方标准); None where a person has to say."""
        if self is Level.UNKNOWN:
            return None
        return self not in (Level.GROUP, Level.ENTERPRISE)


PREFIXES: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (Level.GROUP, re.compile(r"T/(?![0-9])")),
    (Level.ENTERPRISE, re.compile(r"Q/")),
    (Level.INTERNATIONAL, re.compile(r"ISO|IEC|ITU")),
    (Level.NATIONAL, re.compile(r"GB(?![A-Z])(?:/[TZ])?|GBZ")),
    (Level.LOCAL, re.compile(r"DB[0-9]{2}")),
    (
        Level.INDUSTRY,
        re.compile(
            r"(?:AQ|BB|CB|CH|CJJ?|CY|DA|DL|DY|DZ|EJ|FZ|GA|GC|GD|GH|GM|GY|HB|HG|HJ|HS|HY|JB|JC|JGJ?|JR|JT|JY|LB|LD"
            r"|LS|LY|MH|MR|MT|MZ|NB|NY|QB|QC|QJ|QX|RB|RF|SB|SC|SF|SH|SJ|SL|SN|SW|SY|TB|TD|TY|WB|WH|WJ|WM|WS|WW|XB|XF|YB|YC"
            r"|YD|YS|YY|YZ|ZY)(?:/[TZ])?(?=[0-9])"
        ),
    ),
)
_SIGNS = re.compile(r"[\s—–−‐‑:：－_-]+")
_YEAR = re.compile(r"(?:19|20)\d{2}\Z")


def level_of(number: str) -> Level:
    """The level that a number tells."""
    plain = squash(number).upper()
    return next((level for level, prefix in PREFIXES if prefix.match(plain)), Level.UNKNOWN)


def stated_level(record: Record, number: str) -> Level:
    """The level that number and cover tell together; unknown where they contradict each other."""
    by_number, words = level_of(number), record.text("level") or ""
    by_words = next((level for level in (Level.GROUP, Level.ENTERPRISE) if level.value in words), None)
    return by_number if by_words in (None, by_number) else Level.UNKNOWN


def standard_key(number: str) -> str:
    """A number as numbers are compared: GB/T 12345—2024 is GB/T 12345-2024; parts stay apart."""
    return _SIGNS.sub("-", squash(number).upper()).strip("-")


def measure_standards(rule: Rule, weighed: Weighed) -> Measured:
    """One unit for each number, by its best copy; further ones are duplicates."""
    records = weighed.of_kind(Kind.STANDARD_TEXT)
    return of_units(best_copies([(_weighed(record, rule, weighed), _keys(record)) for record in records]))


def _keys(record: Record) -> tuple[str, ...]:
    """By what a standard is known."""
    key = standard_key(record.text("number") or "")
    return (key,) if key else ()


def _weighed(record: Record, rule: Rule, weighed: Weighed) -> UnitScale:
    """One standard on a scale of its own."""
    name = " ".join(text for text in map(record.text, ("number", "title")) if text) or "标准文本"
    scale = UnitScale(name, rule.id, record.place())
    _weigh_level(scale, record)
    _weigh_publication(scale, record, weighed.options.as_of)
    _weigh_drafters(scale, record, weighed)
    return scale


def _weigh_level(scale: UnitScale, record: Record) -> None:
    """International, national, of an industry or local; of a group or an enterprise it does not count."""
    number = record.text("number")
    places, confidence = record.sources("number"), confidence_of(record, "number")
    if not number or confidence < LEGIBLE:
        scale.open_unread(places[0])
        return
    level = stated_level(record, number)
    facts = {"name": scale.name, "found": level.value, "expected": "国际标准、国家标准、行业标准或地方标准"}
    if level.counts:
        scale.prove(*places)
    elif level.counts is False and confidence >= CERTAIN:
        scale.exclude(Reason.ISSUER_NOT_ELIGIBLE, *places, **facts)
    else:
        scale.open(Reason.ISSUER_NOT_ELIGIBLE, *places, **facts)


def _weigh_publication(scale: UnitScale, record: Record, as_of: date) -> None:
    """Published by the end of the year; a draft is no published standard, and yet may count (制（修）订)."""
    if is_flagged(record, "draft"):
        scale.open(Reason.DOCUMENT_MISSING, *record.sources("draft"), name=f"“{scale.name}”的正式发布文本")
        return
    if record.text("published_on"):
        weigh_start(scale, record, "published_on", as_of)
        return
    year = _YEAR.search(standard_key(record.text("number") or ""))
    if year is None or int(year[0]) > as_of.year:
        scale.open(Reason.DATE_MISSING, record.place(), name=scale.name, found="标准文本")


def _weigh_drafters(scale: UnitScale, record: Record, weighed: Weighed) -> None:
    """The applicant, under one of its names, among those who drafted it (起草单位)."""
    listed = record.field("drafters")
    found = listed.value if listed is not None and isinstance(listed.value, list | tuple) else ()
    names = [str(name) for name in found]
    if not names:
        scale.open(Reason.DOCUMENT_MISSING, record.place(), name=f"“{scale.name}”写明起草单位的页面")
        return
    holding = holding_of(weighed, names)
    confidence = confidence_of(record, "drafters")
    shown = "、".join(names) if holding.held is Held.OTHERS else holding.name
    weigh_holder(scale, weighed, holding, shown, record.sources("drafters"), confidence)
