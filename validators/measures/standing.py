"""The legal person (门槛条件1): who is registered, where, since when, and with what premises (domain.md, BJ24.G01)."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.codes import is_uscc, normal_code
from domain.documents import Kind
from domain.findings import Reason
from domain.programme import Ask, Count, Rule
from domain.records import Record
from domain.text import squash
from validators.applicant import is_same
from validators.bench import Weighed
from validators.measured import Measured, of_units
from validators.measures.choice import best_of
from validators.measures.days import reference_day, years_before
from validators.measures.premises import PREMISES, weigh_premises
from validators.names import parse_name, province_of
from validators.regions import read_places
from validators.weighing.evidence import is_certain, is_legible
from validators.weighing.scale import UnitScale

REGISTRATIONS = (Kind.BUSINESS_LICENCE, Kind.INSTITUTION_CERTIFICATE, Kind.SOCIETY_CERTIFICATE)
PAPER_NAME = "营业执照或法人证书"
NEAR = ("营业执照", "法人证书", "登记证书")
"""Words of a path under which an unread licence may lie."""
DEPENDENT = ("分公司", "分支机构", "非法人", "分行", "支行", "办事处", "代表处")
"""Words of a type that is no legal person of its own (A39)."""
AREAS = {"北京": "11", "厦门": "3502"}
"""How the area in a code given out in a region begins (GB/T 2260); it only supports what the paper says."""


def measure_established(rule: Rule, weighed: Weighed) -> Measured:
    """The legal person with its premises: one unit."""
    scale = _scale(rule, weighed)
    if not _weigh_registration(scale, rule, weighed) and not _has_premises(weighed):
        return Measured(Count(handed_in=False))
    weigh_premises(scale, rule, weighed)
    return of_units([scale])


def measure_legal_person(rule: Rule, weighed: Weighed) -> Measured:
    """The legal person alone, for rules that ask for premises elsewhere."""
    scale = _scale(rule, weighed)
    return of_units([scale]) if _weigh_registration(scale, rule, weighed) else Measured(Count(handed_in=False))


def measure_premises(rule: Rule, weighed: Weighed) -> Measured:
    """The premises alone."""
    if not _has_premises(weighed):
        return Measured(Count(handed_in=False))
    scale = _scale(rule, weighed)
    weigh_premises(scale, rule, weighed)
    return of_units([scale])


def _scale(rule: Rule, weighed: Weighed) -> UnitScale:
    return UnitScale(weighed.applicant.name if weighed.applicant else rule.title, rule.id)


def _has_premises(weighed: Weighed) -> bool:
    return bool(weighed.of_kind(*PREMISES))


# --- Registration -----------------------------------------------------------------------------------------------------


def _weigh_registration(scale: UnitScale, rule: Rule, weighed: Weighed) -> bool:
    """Lay the best registration of the applicant on the scale; False where nothing at all was handed in for it."""
    papers = weighed.of_kind(*REGISTRATIONS)
    trials = [_weighed(record, rule, weighed) for record in papers if _is_own(record, weighed)]
    best = best_of(trials)
    if best is not None:
        scale.adopt(best)
        _weigh_contradictions(scale, [record for record in papers if _is_own(record, weighed)])
        return True
    for problem in weighed.bench.pool.unread_near(*NEAR)[:1]:
        scale.open_unread(problem.source)
        return True
    if papers:
        _open_foreign(scale, papers[0], weighed)
        return True
    scale.open(Reason.DOCUMENT_MISSING, name=PAPER_NAME)
    return False


def own_registrations(weighed: Weighed) -> tuple[Record, ...]:
    """The licences and certificates that bear the applicant's name."""
    return tuple(record for record in weighed.of_kind(*REGISTRATIONS) if _is_own(record, weighed))


def _is_own(record: Record, weighed: Weighed) -> bool:
    name = record.text("name")
    return bool(name) and is_same(weighed.bench.pool.match_applicant(name or "", record.text("uscc")))


def _open_foreign(scale: UnitScale, record: Record, weighed: Weighed) -> None:
    """A registration of somebody else, or of a name that was not read."""
    name = record.text("name")
    if not name or not is_legible(record, "name"):
        scale.open_unread(record.place())
        return
    expected = weighed.applicant.name if weighed.applicant else "申报单位"
    scale.open(Reason.HOLDER_MISMATCH, *record.sources("name"), name=_title_of(record), found=name, expected=expected)


def _weighed(record: Record, rule: Rule, weighed: Weighed) -> UnitScale:
    """One registration of the applicant on a scale of its own."""
    scale = UnitScale(record.text("name") or "", rule.id)
    scale.prove(*record.sources("name"))
    if not is_legible(record, "name"):
        scale.open_unread(record.place())
    _weigh_code(scale, record)
    _weigh_independence(scale, record)
    _weigh_region(scale, record, weighed)
    _weigh_age(scale, record, rule, weighed)
    _weigh_term(scale, record, weighed)
    return scale


def _weigh_code(scale: UnitScale, record: Record) -> None:
    """A code that fails its check is said, and weighs nothing (contract, settled cases)."""
    code = record.text("uscc")
    if code and not is_uscc(code):
        scale.remark(Reason.CODE_INVALID, *record.sources("uscc"), name=record.text("name") or PAPER_NAME, found=code)


def _weigh_independence(scale: UnitScale, record: Record) -> None:
    """A branch is no legal person of its own; a person decides (A39)."""
    name = record.text("name") or ""
    type_ = squash(record.text("company_type") or "")
    if parse_name(name).branch or any(word in type_ for word in DEPENDENT):
        found = f"{name}（{type_ or '分支机构'}）"
        scale.open(
            Reason.HOLDER_MISMATCH,
            *record.sources("name", "company_type"),
            name=_title_of(record),
            found=found,
            expected="独立法人",
        )


def _weigh_region(scale: UnitScale, record: Record, weighed: Weighed) -> None:
    """Registered in the region of the programme, by address or office; the code only supports."""
    region = weighed.bench.programme.region
    told = list(_places(record, region))
    found = {place for _, place in told}
    fields = [field for field, _ in told] or ["name"]
    if found == {region}:
        scale.prove(*record.sources(*fields))
        if not any(is_legible(record, field) for field, _ in told):
            scale.open_unread(record.place())
        return
    address = record.text("address") or record.text("authority") or "未读出"
    name = record.text("name") or PAPER_NAME
    if region in found:
        expected = f"登记机关“{record.text('authority')}”"
        scale.open(Reason.REGION_CONFLICT, *record.sources(*fields), name=name, found=address, expected=expected)
    elif found and is_certain(record, *fields) and not _code_says(record, region):
        scale.exclude(Reason.NOT_REGISTERED_HERE, *record.sources(*fields), name=name, found=address, expected=region)
    else:
        scale.open(Reason.NOT_REGISTERED_HERE, *record.sources(*fields), name=name, found=address, expected=region)


def _places(record: Record, region: str) -> Iterator[tuple[str, str]]:
    """The fields that tell where it is: the region itself, which may be a city, else a province."""
    for field in ("address", "authority"):
        text = record.text(field) or ""
        province = province_of(text)
        inside = any(place.short == region for place in read_places(squash(text)).places[1:])
        if province:
            yield field, region if inside else province


def _code_says(record: Record, region: str) -> bool:
    """Whether a valid code was given out in the region."""
    code = normal_code(record.text("uscc") or "")
    return is_uscc(code) and code[2:].startswith(AREAS.get(region, "-"))


def _weigh_age(scale: UnitScale, record: Record, rule: Rule, weighed: Weighed) -> None:
    """So many years before the deadline; where that is not known, what the year's end leaves in doubt is open (A11)."""
    demand = rule.demand(Ask.YEARS)
    if demand is None:
        return
    years = int(demand)
    field, founded = _founded(record)
    if founded is None:
        scale.open(Reason.DATE_MISSING, record.place(), name=record.text("name") or PAPER_NAME, found="成立日期")
        return
    scale.prove(*record.sources(field))
    limit = years_before(reference_day(weighed.options), years)
    if not is_legible(record, field):
        scale.open_unread(record.place())
    elif founded > limit:
        _weigh_young(scale, record, weighed, (field, founded, limit, years))


def _weigh_young(scale: UnitScale, record: Record, weighed: Weighed, found: tuple[str, date, date, int]) -> None:
    """Founded too late, for certain or in doubt."""
    field, founded, limit, years = found
    options, places = weighed.options, record.sources(field)
    if field != "founded_on":
        scale.open(Reason.DATE_MISSING, *places, name=record.text("name") or PAPER_NAME, found="成立日期")
        return
    if options.deadline is None and founded <= options.as_of:
        scale.open(Reason.DEADLINE_UNKNOWN, *places, expected=options.as_of)
        return
    weigh = scale.exclude if is_certain(record, field, "name") else scale.open
    weigh(
        Reason.FOUNDED_TOO_LATE,
        *places,
        name=record.text("name") or PAPER_NAME,
        found=founded,
        expected=limit,
        years=years,
    )


def _founded(record: Record) -> tuple[str, date | None]:
    """The field and day of founding; a certificate that shows only a day of issue is at least so old."""
    for field in ("founded_on", "valid_from", "issued_on"):
        day = record.day(field)
        if day is not None:
            return field, day
    return "founded_on", None


def _weigh_term(scale: UnitScale, record: Record, weighed: Weighed) -> None:
    """A term that ends before the deadline: a person looks for its renewal."""
    until, reference = record.day("valid_until"), reference_day(weighed.options)
    if until is not None and until < reference:
        name = f"{record.text('name')}的{_title_of(record)}"
        scale.open(Reason.EXPIRED, *record.sources("valid_until"), name=name, found=until, expected=reference)


def _weigh_contradictions(scale: UnitScale, papers: Sequence[Record]) -> None:
    """Two registrations of the applicant that give different founding days."""
    sure = [record for record in papers if record.day("founded_on") and is_legible(record, "founded_on")]
    days = sorted({str(record.day("founded_on")) for record in sure})
    if len(days) > 1:
        places = [source for record in sure for source in record.sources("founded_on")]
        name = sure[0].text("name") or PAPER_NAME
        scale.open(Reason.VALUE_INVALID, *places, name=name, expected="成立日期", found="、".join(days))


def _title_of(record: Record) -> str:
    """What a registration is called in a sentence."""
    titles = {Kind.INSTITUTION_CERTIFICATE: "事业单位法人证书", Kind.SOCIETY_CERTIFICATE: "法人登记证书"}
    return titles.get(record.kind, "营业执照")
