"""Count the applicant's licences, qualifications and accreditations (评分指标2): distinct, held, in force."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

from domain.documents import Kind
from domain.findings import Reason, Severity
from domain.programme import Options, Rule
from domain.records import Record
from domain.text import squash
from validators.bench import Weighed
from validators.measured import Measured, of_units
from validators.measures.choice import best_copies
from validators.measures.genuine import weigh_lapse
from validators.measures.holding import (
    Held,
    confidence_of,
    holding_of,
    is_of_client,
    weigh_end,
    weigh_holder,
    weigh_start,
)
from validators.weighing.evidence import is_flagged, is_legible, least_confidence, number_key
from validators.weighing.scale import UnitScale

TELECOM = re.compile(r"[\u4e00-\u9fff]?(?:[AB][12]\.?[AB]?-?\d{6,8}|ICP证)")
"""Numbers of telecom licences (增值电信业务经营许可证); a mere filing (ICP备案) is no licence."""

SURE = 0.95
"""Numbers read as surely as this are not taken for misread ones."""
MISREAD = 2
"""Numbers of one licence that differ in so many signs may be one number, misread."""


def measure_licences(rule: Rule, weighed: Weighed) -> Measured:
    """One unit for each certificate or licence, by its best copy; further ones are duplicates."""
    trials = [_weighed(record, rule, weighed) for record in licences_of(weighed) if not _is_of_client(record, weighed)]
    scales = best_copies([(scale, _keys(record)) for record, scale in trials])
    kept: list[Record] = []
    for (record, trial), scale in zip(trials, scales, strict=True):
        if trial is scale:
            _doubt_copy(scale, record, kept)
            kept.append(record)
    return of_units(scales)


def _is_of_client(record: Record, weighed: Weighed) -> bool:
    """Whether a licence is that of an enterprise of the lists."""
    holder = record.text("holder") or ""
    return holding_of(weighed, [holder]).held is Held.OTHERS and is_of_client(weighed, [holder])


def _weighed(record: Record, rule: Rule, weighed: Weighed) -> tuple[Record, UnitScale]:
    """One licence on a scale of its own."""
    scale = UnitScale(_name(record), rule.id, record.place())
    _weigh(scale, record, weighed)
    holder = record.text("holder") or ""
    holding = holding_of(weighed, [holder])
    weigh_holder(scale, weighed, holding, holder, record.sources("holder"), confidence_of(record, "holder"))
    return record, scale


def _doubt_copy(scale: UnitScale, record: Record, kept: Iterable[Record]) -> None:
    """Leave to a person what may be a copy of another licence, with its number misread."""
    other = next((other for other in kept if _is_alike(record, other)), None)
    if other is not None:
        facts = {"name": scale.name, "other": f"“{_name(other)}”（编号相近）"}
        scale.open(Reason.DUPLICATE_ORDER, record.place(), other.place(), **facts)


def _is_alike(one: Record, other: Record) -> bool:
    """Whether two licences of one name and day differ in few signs of their numbers, one of them read unsurely."""
    if min(least_confidence(one, "number"), least_confidence(other, "number")) >= SURE:
        return False
    same = all(one.text(name) == other.text(name) for name in ("standard", "awarded_on", "issued_on", "approved_on"))
    numbers = [number_key(record.text("number") or "") for record in (one, other)]
    titles = [squash(record.text("title") or "") for record in (one, other)]
    return same and Levenshtein.distance(*numbers) <= MISREAD and Levenshtein.distance(*titles) <= MISREAD


def licences_of(weighed: Weighed) -> tuple[Record, ...]:
    """Licences and accreditations, certificates of management systems, licences of telecom services."""
    found = weighed.of_kind(Kind.RECOGNITION_PROOF, Kind.MANAGEMENT_CERTIFICATE, Kind.ICP_FILING)
    return tuple(record for record in found if _is_licence(record))


def _is_licence(record: Record) -> bool:
    if record.kind is Kind.RECOGNITION_PROOF:
        return is_flagged(record, "permit")
    if record.kind is Kind.ICP_FILING:
        shown = squash(f"{record.text('number') or ''} {record.text('title') or ''}")
        return TELECOM.search(shown) is not None or "经营许可证" in shown
    return True


def _name(record: Record) -> str:
    shown = [text for text in map(record.text, ("title", "standard", "number")) if text]
    return " ".join(shown) or "资质证书"


def _keys(record: Record) -> tuple[str, ...]:
    """By what a licence is known: its number; without one, what it is and when it was issued."""
    number = number_key(record.text("number") or "")
    if number:
        return (number,)
    said = [squash(record.text(name) or "") for name in ("title", "standard", "holder", "awarded_on", "issued_on")]
    return ("|".join(said),) if any(said) else ()


def _note_deadline(scale: UnitScale, record: Record, options: Options) -> None:
    """Say of a licence that was in force at the end of the year whether it ended before the deadline (S02)."""
    until = record.day("valid_until")
    if options.deadline is not None and until is not None and options.as_of <= until < options.deadline:
        facts = {"found": until.isoformat(), "expected": options.deadline.isoformat()}
        scale.remark(Reason.EXPIRED, *record.sources("valid_until"), severity=Severity.NOTE, name=scale.name, **facts)


def _weigh(scale: UnitScale, record: Record, weighed: Weighed) -> None:
    """Issued by the end of the year, and in force on that day."""
    as_of = weighed.options.as_of
    weigh_lapse(scale, record, licences_of(weighed))
    if not is_legible(record, "number", "title", "standard"):
        scale.open_unread(record.place())
    start = next((name for name in ("awarded_on", "issued_on", "approved_on") if record.text(name)), "awarded_on")
    weigh_start(scale, record, start, as_of)
    if record.text("valid_until"):
        weigh_end(scale, record, as_of)
        _note_deadline(scale, record, weighed.options)
    elif not is_flagged(record, "perpetual"):
        facts = {"found": "未写明", "expected": "有效期"}
        scale.open(Reason.VALUE_INVALID, record.place(), name=scale.name, **facts)
