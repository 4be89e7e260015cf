"""Weigh the staff (附表1): each person against twelve months of insurance and a degree or title."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.claims import Claim
from domain.codes import is_id_number, mask_id
from domain.documents import Kind, Source
from domain.findings import Finding, Reason, make_finding
from domain.records import Record
from domain.report import Applicant
from validators.applicant import is_same, match_applicant
from validators.names import compare_persons
from validators.pairing import Pool
from validators.weighing.activities import row_source
from validators.weighing.papers import is_certain, is_legible
from validators.weighing.scale import CERTAIN, LEGIBLE, Scale

RULE = "gate-8"
EDUCATION = (Kind.DIPLOMA, Kind.DEGREE_CERTIFICATE, Kind.EDUCATION_REPORT)
TITLES = (Kind.TITLE_CERTIFICATE,)
HIGH_LEVELS = frozenset({"博士研究生", "硕士研究生", "研究生", "本科", "博士", "硕士", "学士", "第二学士学位"})
LOW_LEVELS = frozenset({"专科", "高职", "大专", "中专", "高中", "中职", "技校"})
HIGH_TITLES = frozenset({"中级", "副高级", "正高级", "高级"})
LOW_TITLES = frozenset({"初级", "助理级", "员级"})


@dataclass(frozen=True, slots=True)
class Insured:
    """A person in a social-insurance record, with the months under one employer."""

    name: str
    id_number: str
    employer: str
    months: frozenset[str]
    confidence: float
    source: Source
    record: Record


@dataclass(frozen=True, slots=True)
class Qualification:
    """What one certificate says: enough, too little, or unread (None)."""

    record: Record
    enough: bool | None
    found: str


def weigh_staff(claims: Sequence[Claim], pool: Pool, year: int, *, both: bool = False) -> list[Scale]:
    """Every row of the list, weighed; `both` asks for degree and title (switch staff_qual, A4)."""
    scales = [Scale(claim, RULE) for claim in claims]
    insured = _insured(pool)
    persons = _share_out(scales, insured)
    for scale in scales:
        if scale.reasons:
            continue
        found, rivals = persons.get(scale.claim.row, ((), False))
        _weigh_person(scale, found, pool, year, both=both)
        if rivals:
            scale.open(Reason.PERSON_MISMATCH, name=scale.claim.name, found="社保记录中有同名的人，证件号码不同")
    return scales


def _insured(pool: Pool) -> Mapping[str, tuple[Insured, ...]]:
    """All insured persons by name, in the order of the papers."""
    found: dict[str, list[Insured]] = defaultdict(list)
    for record in pool.of_kind(Kind.SOCIAL_INSURANCE):
        employer = record.text("employer") or ""
        for row in record.rows("persons"):
            for insured in _segments(record, row, employer):
                found[insured.name].append(insured)
    return {name: tuple(group) for name, group in found.items()}


def _segments(record: Record, row: Mapping[str, object], employer: str) -> list[Insured]:
    """A person's months, one entry per employer where the record tells them apart."""
    confidence = row.get("confidence", 1.0)
    segments = row.get("segments")
    parts = segments if isinstance(segments, list | tuple) and segments else ({"employer": employer, **row},)
    return [
        Insured(
            name=str(row.get("name") or ""),
            id_number=str(row.get("id_number") or ""),
            employer=str(part.get("employer") or employer),
            months=frozenset(str(month) for month in _listed(part.get("months"))),
            confidence=float(confidence) if isinstance(confidence, int | float) else 1.0,
            source=row_source(record, row),
            record=record,
        )
        for part in parts
        if isinstance(part, Mapping)
    ]


def _listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else ()


def _share_out(
    scales: Sequence[Scale], insured: Mapping[str, tuple[Insured, ...]]
) -> dict[int, tuple[tuple[Insured, ...], bool]]:
    """The insured entries of each row, and whether a namesake makes them doubtful.

    Two persons of one name with different ID numbers are two persons; as many rows of the name take them in order. More
    rows than persons repeat one; fewer rows leave open who is meant.
    """
    rows: dict[str, list[Scale]] = defaultdict(list)
    for scale in scales:
        rows[scale.claim.name].append(scale)
    shared: dict[int, tuple[tuple[Insured, ...], bool]] = {}
    for name, group in rows.items():
        persons = _persons(insured.get(name, ()))
        for place, scale in enumerate(group):
            if place >= max(1, len(persons)):
                scale.exclude(Reason.DUPLICATE_PERSON, scale.claim.source, name=name, other=group[0].claim.row)
            elif persons:
                shared[scale.claim.row] = (persons[place], len(persons) > len(group))
    return shared


def _persons(entries: Sequence[Insured]) -> list[tuple[Insured, ...]]:
    """Entries of one name parted by valid ID number; an unreadable number goes with the only person there is."""
    numbers = list(dict.fromkeys(e.id_number for e in entries if is_id_number(e.id_number)))
    if len(numbers) < 2:
        return [tuple(entries)] if entries else []
    return [tuple(e for e in entries if e.id_number == number) for number in numbers]


def _weigh_person(scale: Scale, insured: Sequence[Insured], pool: Pool, year: int, *, both: bool) -> None:
    claim = scale.claim
    certificates = _certificates(claim, pool)
    if not insured and not certificates:
        _open_nothing(scale, pool, year)
        return
    scale.prove(claim.source)
    _weigh_insurance(scale, insured, pool, year)
    _weigh_qualification(scale, certificates, pool, both=both)
    _weigh_identity(scale, insured, [qualification.record for qualification in certificates])


def _open_nothing(scale: Scale, pool: Pool, year: int) -> None:
    name = scale.claim.name
    for problem in pool.unread_near(name)[:1]:
        scale.open(Reason.PAGE_UNREADABLE, problem.source, name=problem.source.path, found=problem.source.page or 1)
    if not scale.reasons:
        scale.open(Reason.NO_EVIDENCE, name=name, expected=f"{year}年1-12月社保记录，学历或职称证明")


def _weigh_insurance(scale: Scale, insured: Sequence[Insured], pool: Pool, year: int) -> None:
    """Twelve months of the year under the applicant (contract, staff)."""
    name, wanted = scale.claim.name, _months(year)
    if not insured:
        scale.open(Reason.INSURANCE_MISSING, name=name, expected=f"{year}年1-12月")
        return
    own = [entry for entry in insured if _is_own(entry, pool.applicant)]
    scale.prove(*(entry.source for entry in own or insured))
    _remark_number(scale, insured)
    have = frozenset().union(*(entry.months for entry in own)) & wanted
    if have == wanted:
        if not all(entry.confidence >= LEGIBLE for entry in own):
            page = own[0].source
            scale.open(Reason.PAGE_UNREADABLE, page, name=page.path, found=page.page or 1)
        return
    if not have:
        employers = "、".join(dict.fromkeys(entry.employer for entry in insured))
        scale.open(Reason.EMPLOYER_MISMATCH, insured[0].source, name=name, found=employers or "未写明")
        return
    lacking = "、".join(sorted(wanted - have))
    certain = all(_is_certain(entry) for entry in insured)
    weigh = scale.exclude if certain else scale.open
    weigh(Reason.MONTHS_MISSING, *(entry.source for entry in own), name=name, found=lacking, expected=f"{year}年1-12月")


def _is_certain(entry: Insured) -> bool:
    """Whether a person's row was read so well that lacking months are lacking, not unread."""
    return entry.confidence >= CERTAIN and is_id_number(entry.id_number) and is_certain(entry.record, "employer")


def _is_own(entry: Insured, applicant: Applicant | None) -> bool:
    return is_same(match_applicant(applicant, entry.employer))


def _months(year: int) -> frozenset[str]:
    return frozenset(f"{year}-{month:02d}" for month in range(1, 13))


def _remark_number(scale: Scale, insured: Sequence[Insured]) -> None:
    for entry in insured:
        number = entry.id_number
        if len(number) == len("110105194912310021") and "*" not in number and not is_id_number(number):
            scale.remark(Reason.ID_NUMBER_INVALID, entry.source, name=scale.claim.name, found=mask_id(number))
            return


def _certificates(claim: Claim, pool: Pool) -> list[Qualification]:
    """The certificates that bear the person's name."""
    kinds = (*EDUCATION, *TITLES, Kind.VOCATIONAL_CERTIFICATE)
    named = [record for record in pool.of_kind(*kinds) if record.text("name")]
    return [
        _qualification(record) for record in named if is_same(compare_persons(claim.name, record.text("name") or ""))
    ]


def _qualification(record: Record) -> Qualification:
    """Whether a certificate shows a degree from bachelor on, or a title from intermediate on (3.9)."""
    level = record.text("level") or ""
    found = record.text("title") or level
    if not is_legible(record, "level", "name"):
        return Qualification(record, None, found)
    if record.kind in TITLES:
        enough = True if level in HIGH_TITLES else False if level in LOW_TITLES else None
    elif record.kind is Kind.VOCATIONAL_CERTIFICATE:
        enough = None
    elif (completed := record.field("completed")) is not None and completed.value is False:
        enough, found = False, "结业"
    else:
        enough = True if level in HIGH_LEVELS else False if level in LOW_LEVELS else None
    return Qualification(record, enough, found)


def _weigh_qualification(scale: Scale, certificates: Sequence[Qualification], pool: Pool, *, both: bool) -> None:
    name = scale.claim.name
    enough = [c for c in certificates if c.enough]
    degree = any(c.record.kind in EDUCATION for c in enough)
    title = any(c.record.kind in TITLES for c in enough)
    if (degree and title) or (enough and not both):
        scale.prove(*(source for c in enough for source in c.record.sources("name", "level", "title")))
        return
    places = tuple(source for c in certificates for source in c.record.sources("name", "level", "title"))
    found = "、".join(dict.fromkeys(c.found for c in certificates if c.found))
    below = certificates and all(c.enough is False for c in certificates)
    if below and all(is_certain(c.record, "name", "level", "title") for c in certificates):
        scale.exclude(Reason.QUALIFICATION_BELOW, *places, name=name, found=found)
        return
    for problem in pool.unread_near(name)[:1]:
        place = problem.source
        scale.open(Reason.PAGE_UNREADABLE, place, name=place.path, found=place.page or 1)
    reason = Reason.QUALIFICATION_BELOW if below else Reason.QUALIFICATION_MISSING
    facts = {"found": found} if below else {}
    scale.open(reason, *places, name=name, **facts)


def _weigh_identity(scale: Scale, insured: Sequence[Insured], certificates: Sequence[Record]) -> None:
    """The ID number of a certificate must not be another person's (G08.C6)."""
    numbers = {entry.id_number for entry in insured if is_id_number(entry.id_number)}
    for record in certificates:
        number = record.text("id_number") or ""
        if numbers and is_id_number(number) and number not in numbers:
            places = (*record.sources("id_number"), *(entry.source for entry in insured[:1]))
            scale.open(Reason.PERSON_MISMATCH, *places, name=scale.claim.name, found="证件号码不同")


def order_finding(scales: Sequence[Scale], pool: Pool) -> Finding | None:
    """Persons of the insurance record that do not stand in the order of the roster: a fault of form (A21)."""
    rows = {scale.claim.name: scale.claim.row for scale in reversed(scales)}
    for record in pool.of_kind(Kind.SOCIAL_INSURANCE):
        names = [str(row.get("name")) for row in record.rows("persons")]
        listed = list(dict.fromkeys(name for name in names if name in rows))
        misplaced = _misplaced([rows[name] for name in listed])
        if misplaced:
            found = "、".join(listed[place] for place in misplaced)
            return make_finding(
                Reason.SEQUENCE_ORDER,
                *record.sources("persons"),
                rule=RULE,
                list_name="staff",
                name="社保记录",
                found=found,
            )
    return None


def _misplaced(rows: Sequence[int]) -> list[int]:
    """The places that do not belong to a longest increasing run of rows."""
    runs: list[tuple[int, ...]] = []
    for place, row in enumerate(rows):
        before: list[tuple[int, ...]] = [run for run in runs if rows[run[-1]] < row]
        runs.append((*_longest(before), place))
    kept = set(_longest(runs))
    return [place for place in range(len(rows)) if place not in kept]


def _longest(runs: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return max(runs, key=lambda run: (len(run), run), default=())
