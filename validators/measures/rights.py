"""Count the applicant's own intellectual property (评分指标3): a right is a certificate, granted and in force."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz.distance import Levenshtein

from domain.codes import is_patent_number, normal_code
from domain.documents import Kind
from domain.findings import Reason, Status
from domain.programme import Rule
from domain.records import Field, Record
from domain.text import squash
from domain.values import term_end
from validators.bench import Weighed
from validators.measured import Measured, of_units
from validators.measures.choice import best_copies
from validators.measures.holding import (
    Held,
    confidence_of,
    holding_of,
    is_of_client,
    weigh_end,
    weigh_holder,
    weigh_start,
)
from validators.weighing.evidence import is_flagged, least_confidence, number_key
from validators.weighing.scale import LEGIBLE, UnitScale

RIGHTS = (Kind.IP_CERTIFICATE, Kind.TRADEMARK_CERTIFICATE)
MARK_YEARS = 10
"""A trademark holds for ten years, and ten more with each renewal (商标法 第三十九条)."""
PATENT_YEARS: Mapping[str, int] = {"1": 20, "2": 10, "3": 10, "8": 20, "9": 10}
"""The shortest term of a patent by the fifth digit of its number; designs of before June 2021 have ten years."""
_REGISTERED = re.compile(r"(\d{4})SR")
SURE = 0.95
"""Numbers read as surely as this are not taken for misread ones."""
MISREAD = 2
"""Numbers of one right that differ in so many signs may be one number, misread."""


@dataclass(frozen=True, slots=True)
class Right:
    """A certificate with what is attached to it elsewhere, and the numbers by which it is known."""

    record: Record
    owners: tuple[str, ...]
    keys: tuple[str, ...]

    @property
    def name(self) -> str:
        """What a reviewer calls it."""
        shown = [text for text in map(self.record.text, ("name", "number")) if text]
        return " ".join(shown) or (self.record.text("registration") or "知识产权证书")


def measure_rights(rule: Rule, weighed: Weighed) -> Measured:
    """One unit for each certificate, by its best copy; further ones are duplicates."""
    rights = [right for right in rights_of(weighed) if not _is_of_client(right, weighed)]
    trials = [(_weighed(right, rule, weighed), right.keys) for right in rights]
    scales = best_copies(trials)
    kept: list[Right] = []
    for right, (trial, _), scale in zip(rights, trials, scales, strict=True):
        if trial is scale:
            _doubt_copy(scale, right, kept)
            _weigh_contradictions(scale, right, rights, weighed)
            kept.append(right)
    return of_units(scales or _only_listed(weighed, rule))


def _is_of_client(right: Right, weighed: Weighed) -> bool:
    """Whether a right is that of an enterprise of the lists."""
    return holding_of(weighed, right.owners).held is Held.OTHERS and is_of_client(weighed, right.owners)


def _weighed(right: Right, rule: Rule, weighed: Weighed) -> UnitScale:
    """One certificate on a scale of its own."""
    scale = UnitScale(right.name, rule.id, right.record.place())
    _weigh(scale, right, weighed)
    shown, places = "、".join(right.owners), right.record.sources("owner")
    holding = holding_of(weighed, right.owners)
    weigh_holder(scale, weighed, holding, shown, places, confidence_of(right.record, "owner"))
    return scale


def _weigh_contradictions(scale: UnitScale, right: Right, rights: Iterable[Right], weighed: Weighed) -> None:
    """What another paper on the same number says against it: that it has ended, or that another owns it."""
    for other in rights:
        if other is right or not set(other.keys) & set(right.keys):
            continue
        record = other.record
        if (lapsed := record.text("lapsed")) is not None:
            scale.open(
                Reason.VALUE_INVALID, *record.sources("lapsed"), name=scale.name, found=lapsed, expected="法律状态"
            )
        if holding_of(weighed, other.owners).held is Held.OTHERS and scale.status is Status.VERIFIED:
            own = weighed.applicant.name if weighed.applicant is not None else "申报单位"
            facts = {"name": scale.name, "found": "、".join(other.owners), "expected": own}
            scale.open(Reason.HOLDER_MISMATCH, *record.sources("owner"), **facts)


def _only_listed(weighed: Weighed, rule: Rule) -> list[UnitScale]:
    """A list of rights proves none; where nothing else was handed in, the certificates are asked for."""
    lists = [record for record in weighed.of_kind(*RIGHTS) if is_flagged(record, "listed")]
    scales = [UnitScale("知识产权清单", rule.id, record.place()) for record in lists[:1]]
    for scale in scales:
        scale.open(Reason.DOCUMENT_MISSING, name="清单所列知识产权的证书")
    return scales


def rights_of(weighed: Weighed) -> tuple[Right, ...]:
    """The certificates of the submission; renewals and transfers that lie apart are joined to theirs."""
    records = [record for record in weighed.of_kind(*RIGHTS) if not is_flagged(record, "listed")]
    attached = [record for record in records if is_flagged(record, "attachment")]
    whole = [record for record in records if not is_flagged(record, "attachment")]
    numbers = {number_key(record.text("number") or "") for record in whole}
    joined = [_joined(record, attached) for record in whole]
    alone = [record for record in attached if number_key(record.text("number") or "") not in numbers]
    return tuple(_right(record) for record in (*joined, *alone))


def _joined(record: Record, attached: Iterable[Record]) -> Record:
    """A certificate with the owner and the last day that its attachments give it."""
    number = number_key(record.text("number") or "")
    fields: dict[str, Field] = dict(record.fields)
    for other in attached:
        if not number or number_key(other.text("number") or "") != number or other.kind is not record.kind:
            continue
        if is_flagged(other, "renewed") and (other.text("valid_until") or "") > (record.text("valid_until") or ""):
            fields["valid_until"] = other.fields["valid_until"]
        if other.field("owner_before") is not None:
            fields |= {name: other.fields[name] for name in ("owner", "owners") if name in other.fields}
    return replace(record, fields=fields)


def _right(record: Record) -> Right:
    listed = record.field("owners")
    named = listed.value if listed is not None and isinstance(listed.value, list | tuple) else ()
    owners = tuple(str(name) for name in named) or tuple(_parted(record.text("owner") or ""))
    texts = [record.text("number"), record.text("registration")]
    keys = tuple(f"{record.kind.value} {key}" for text in texts if text and (key := _key(text)))
    return Right(record, owners, keys)


def _parted(text: str) -> Sequence[str]:
    return [name for part in squash(text).replace("；", ";").replace("、", ";").split(";") if (name := part.strip())]


def _key(text: str) -> str:
    """A number as it is compared: without ZL, blanks and signs."""
    return number_key(normal_code(text).removeprefix("ZL"))


def _weigh(scale: UnitScale, right: Right, weighed: Weighed) -> None:
    """Whether it is a right at all, and one of the year."""
    record, options = right.record, weighed.options
    if is_flagged(record, "application"):
        name = f"“{right.record.text('name') or scale.name}”的授权证书（所交为受理通知书）"
        scale.exclude(Reason.DOCUMENT_MISSING, *record.sources("application"), name=name)
        return
    if (lapsed := record.text("lapsed")) is not None:
        scale.open(Reason.VALUE_INVALID, *record.sources("lapsed"), name=scale.name, found=lapsed, expected="法律状态")
    if not right.keys:
        scale.open_unread(record.place())
    _weigh_number(scale, record)
    if not _is_registered_by(record, options.as_of):
        weigh_start(scale, record, "granted_on", options.as_of)
    in_year = date(options.year, 1, 1)
    if record.text("valid_until"):
        weigh_end(scale, record, options.as_of, since=in_year)
    elif (until := least_end(record)) is not None and until < options.as_of:
        facts = {"found": "未写明", "expected": "有效期"}
        scale.open(Reason.VALUE_INVALID, record.place(), name=scale.name, **facts)


def _is_registered_by(record: Record, as_of: date) -> bool:
    """Whether a certificate of software whose day was not read bears a registration of a year that is over."""
    year = _REGISTERED.match(squash(record.text("registration") or ""))
    return not record.text("granted_on") and year is not None and int(year[1]) <= as_of.year and as_of.month == 12


def _weigh_number(scale: UnitScale, record: Record) -> None:
    """A number read badly counts nothing; a patent number whose check digit fails is for a person (appendix A.3)."""
    number = record.text("number") or ""
    if min(confidence_of(record, "number"), confidence_of(record, "registration")) < LEGIBLE:
        scale.open_unread(record.sources("number", "registration")[0])
    if normal_code(number).startswith("ZL"):
        if is_patent_number(number):
            scale.prove(*record.sources("number"))
        else:
            scale.open(Reason.CODE_INVALID, *record.sources("number"), name=scale.name, found=number)


def least_end(record: Record) -> date | None:
    """The earliest day on which a right without a stated end may have ended; None for rights that last for decades."""
    number, granted = normal_code(record.text("number") or ""), record.day("granted_on")
    if record.kind is Kind.TRADEMARK_CERTIFICATE:
        return term_end(granted, MARK_YEARS) if granted is not None else date.min
    if number.startswith("ZL") and number[2:7].isdigit():
        years = PATENT_YEARS.get(number[6], 10)
        return term_end(date(int(number[2:6]), 1, 1), years)
    return None


def _doubt_copy(scale: UnitScale, right: Right, kept: Iterable[Right]) -> None:
    """Leave to a person what may be a copy of another certificate with its number misread."""
    for other in kept:
        if right.record.kind is other.record.kind and _is_alike(right, other):
            facts = {"name": scale.name, "other": f"“{other.name}”（编号相近）"}
            scale.open(Reason.DUPLICATE_ORDER, right.record.place(), other.record.place(), **facts)
            return


def _is_surely_numbered(record: Record) -> bool:
    """Whether the numbers of a certificate cannot well be misread: by their check digit, or as they were read."""
    number = record.text("number") or ""
    checked = normal_code(number).startswith("ZL") and is_patent_number(number)
    return checked or least_confidence(record, "number", "registration") >= SURE


def _is_alike(one: Right, other: Right) -> bool:
    """Whether two certificates of one name and day differ in few signs of their numbers, one of them recognised."""
    sure = all(_is_surely_numbered(right.record) for right in (one, other))
    same = all(one.record.text(name) == other.record.text(name) for name in ("granted_on",))
    names = [squash(right.record.text("name") or "") for right in (one, other)]
    near = any(Levenshtein.distance(a, b) <= MISREAD for a in one.keys for b in other.keys)
    return not sure and same and near and Levenshtein.distance(*names) <= MISREAD
