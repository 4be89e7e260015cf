"""A clean record (门槛条件3): the credit query without penalties, and the commitment of the legal representative."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from domain.documents import Kind
from domain.findings import Reason
from domain.programme import Ask, Count, Rule
from domain.records import Record
from domain.text import squash
from validators.applicant import is_same
from validators.bench import Weighed
from validators.measured import Measured, of_units
from validators.measures.choice import best_of
from validators.measures.days import months_before, reference_day, years_before
from validators.measures.genuine import weigh_genuine
from validators.measures.standing import own_registrations
from validators.names import Relation, compare_persons
from validators.weighing.evidence import is_legible
from validators.weighing.scale import UnitScale

COMMITMENTS = (Kind.COMMITMENT, Kind.STATEMENT)
TOPIC = "gate-3"
"""What the text of the commitment speaks of: 诚信、守法、无不良信用 (`extractors.statement`)."""
QUERY_NAME, COMMITMENT_NAME = "“信用中国”信用信息查询结果", "法定代表人诚信、守法、无不良信用承诺"
NEAR_QUERY, NEAR_COMMITMENT = ("信用",), ("承诺",)
LONGEST_MONTHS = 3
"""How old a query may be on the deadline, by the reading “three-months” of the switch."""


def measure_clean_record(rule: Rule, weighed: Weighed) -> Measured:
    """Query and commitment: one unit."""
    queries, commitments = weighed.of_kind(Kind.CREDIT_REPORT), tuple(_commitments(weighed))
    near = weighed.bench.pool.unread_near(*NEAR_QUERY)
    if not queries and not commitments and not near:
        return Measured(Count(handed_in=False))
    scale = UnitScale(weighed.applicant.name if weighed.applicant else rule.title, rule.id)
    query = best_of(_weighed_query(record, rule, weighed) for record in queries)
    commitment = best_of(_weighed_commitment(record, rule, weighed) for record in commitments)
    for trial, name, words in (
        (query, QUERY_NAME, NEAR_QUERY),
        (commitment, COMMITMENT_NAME, NEAR_COMMITMENT),
    ):
        if trial is not None:
            scale.adopt(trial)
        else:
            _weigh_absence(scale, name, words, weighed)
    _adopt_records(scale, queries, rule, weighed)
    return of_units([scale])


def _weigh_absence(scale: UnitScale, name: str, words: Sequence[str], weighed: Weighed) -> None:
    for problem in weighed.bench.pool.unread_near(*words)[:1]:
        scale.open_unread(problem.source)
        return
    scale.open(Reason.DOCUMENT_MISSING, name=name)


# --- The query --------------------------------------------------------------------------------------------------------


def _weighed_query(record: Record, rule: Rule, weighed: Weighed) -> UnitScale:
    """One credit query on a scale of its own."""
    scale = UnitScale(record.text("subject") or record.path, rule.id)
    scale.prove(*record.sources("subject"), *record.sources("penalties"))
    if not _weigh_subject(scale, record, weighed):
        return scale
    _weigh_site(scale, record, weighed.bench.programme.region)
    _weigh_day(scale, record, weighed)
    _weigh_records(scale, record, rule, weighed)
    return scale


def _adopt_records(scale: UnitScale, queries: Sequence[Record], rule: Rule, weighed: Weighed) -> None:
    """Whatever any query that may be the applicant's shows on record: a clean page does not wash it off."""
    for record in queries:
        trial = UnitScale(record.path, rule.id)
        if not _is_of_another(record, weighed):
            _weigh_records(trial, record, rule, weighed)
        if Reason.RECORD_NOT_CLEAN in trial.reasons and Reason.RECORD_NOT_CLEAN not in scale.reasons:
            scale.adopt(trial)


def _is_of_another(record: Record, weighed: Weighed) -> bool:
    """Whether a query legibly names another subject; a page without a name may be the second of the applicant's."""
    subject = record.text("subject")
    if not subject or not is_legible(record, "subject"):
        return False
    return not is_same(weighed.bench.pool.match_applicant(subject, record.text("uscc")))


def _weigh_subject(scale: UnitScale, record: Record, weighed: Weighed) -> bool:
    """The query is of the applicant."""
    subject, code = record.text("subject"), record.text("uscc")
    own = subject and is_same(weighed.bench.pool.match_applicant(subject, code))
    if not subject or not is_legible(record, "subject"):
        scale.open_unread(record.place())
        return False
    if not own:
        expected = weighed.applicant.name if weighed.applicant else "申报单位"
        places = record.sources("subject")
        scale.open(Reason.HOLDER_MISMATCH, *places, name=QUERY_NAME, found=subject, expected=expected)
    return bool(own)


def _weigh_site(scale: UnitScale, record: Record, region: str) -> None:
    """Made on the site of the region; any other site is for a person."""
    site = record.text("site")
    if not site or squash(site) != squash(f"信用中国（{region}）"):
        scale.open(
            Reason.ISSUER_NOT_ELIGIBLE,
            *record.sources("site"),
            name=QUERY_NAME,
            found=site or "未显示",
            expected=f"信用中国（{region}）",
        )


def _weigh_day(scale: UnitScale, record: Record, weighed: Weighed) -> None:
    """Not older than three months on the deadline; where that is not known, on the last day of the year."""
    day = record.day("queried_on")
    if day is None:
        subject = record.text("subject") or ""
        scale.open(Reason.DATE_MISSING, *record.sources("queried_on"), name=subject, found=QUERY_NAME)
        return
    scale.prove(*record.sources("queried_on"))
    if not weighed.bench.reads("credit_query", "three-months"):
        return
    first = months_before(reference_day(weighed.options), LONGEST_MONTHS)
    if not is_legible(record, "queried_on"):
        scale.open_unread(record.place())
    elif day < first:
        places, expected = record.sources("queried_on"), f"{first}之后"
        scale.open(Reason.DATE_OUT_OF_PERIOD, *places, name=QUERY_NAME, found=day, expected=expected)


def _weigh_records(scale: UnitScale, record: Record, rule: Rule, weighed: Weighed) -> None:
    """No penalty within the years of the rule, and nothing else on record; what is there is for a person."""
    field = record.field("penalties")
    if field is None or not is_legible(record, "penalties"):
        scale.open_unread(record.place())
        return
    years = rule.demand(Ask.YEARS)
    since = years_before(reference_day(weighed.options), int(years)) if years is not None else date.min
    recent = [row for row in record.rows("penalties") if not _is_older(row, since)]
    adverse = _texts(record, "adverse")
    if recent or adverse:
        found = "；".join([*(_words(row) for row in recent), *adverse])
        places = (*record.sources("penalties"), *(record.sources("adverse") if adverse else ()))
        scale.open(Reason.RECORD_NOT_CLEAN, *places, name=record.text("subject") or "", found=found)


def _is_older(row: Mapping[str, object], since: date) -> bool:
    """Whether a penalty surely lies before the years that count."""
    day = str(row.get("decided_on") or "")
    return len(day) == len("2024-01-31") and day < since.isoformat()


def _words(row: Mapping[str, object]) -> str:
    """A penalty in a few words: day, office, number, sum."""
    amount = row.get("amount_yuan")
    said = [row.get("decided_on"), row.get("authority"), row.get("number"), f"{amount}元" if amount else None]
    return " ".join(str(part) for part in said if part) or str(row.get("said") or "行政处罚")


def _texts(record: Record, name: str) -> list[str]:
    field = record.field(name)
    return [str(item) for item in field.value] if field is not None and isinstance(field.value, list | tuple) else []


# --- The commitment ---------------------------------------------------------------------------------------------------


def _commitments(weighed: Weighed) -> Iterator[Record]:
    """The letters that speak of integrity."""
    return (record for record in weighed.of_kind(*COMMITMENTS) if TOPIC in _texts(record, "topics"))


def _weighed_commitment(record: Record, rule: Rule, weighed: Weighed) -> UnitScale:
    """One commitment on a scale of its own."""
    scale = UnitScale(record.text("signer") or record.path, rule.id)
    scale.prove(*record.sources("signer"), *record.sources("topics"))
    _weigh_unit(scale, record, weighed)
    _weigh_signer(scale, record, weighed)
    _weigh_commitment_day(scale, record, weighed)
    weigh_genuine(scale, record)
    return scale


def _weigh_commitment_day(scale: UnitScale, record: Record, weighed: Weighed) -> None:
    """Dated, and not before the year of which it speaks."""
    day, first = record.text("signed_on"), f"{weighed.options.year}-01-01"
    if not day:
        scale.open(Reason.DATE_MISSING, record.place(), name=record.text("signer") or "", found=COMMITMENT_NAME)
    elif day < first[: len(day)]:
        facts = {"name": COMMITMENT_NAME, "found": day, "expected": f"{first}之后"}
        scale.open(Reason.DATE_OUT_OF_PERIOD, *record.sources("signed_on"), **facts)


def _weigh_unit(scale: UnitScale, record: Record, weighed: Weighed) -> None:
    """Where it names a unit, that is the applicant."""
    unit = record.text("unit")
    if unit and not is_same(weighed.bench.pool.match_applicant(unit)):
        expected = weighed.applicant.name if weighed.applicant else "申报单位"
        places = record.sources("unit")
        scale.open(Reason.HOLDER_MISMATCH, *places, name=COMMITMENT_NAME, found=unit, expected=expected)


def _weigh_signer(scale: UnitScale, record: Record, weighed: Weighed) -> None:
    """Signed by the legal representative whom the registration names."""
    signer = record.text("signer")
    heads = _heads(weighed)
    if not signer or not is_legible(record, "signer"):
        scale.open_unread(record.place())
    elif not heads:
        scale.open(Reason.DOCUMENT_MISSING, *record.sources("signer"), name="写明法定代表人的营业执照或法人证书")
    elif not any(compare_persons(head, signer).relation is Relation.SAME for head in heads):
        found = f"承诺书为{signer}，营业执照或法人证书为{'、'.join(heads)}"
        scale.open(Reason.PERSON_MISMATCH, *record.sources("signer"), name=COMMITMENT_NAME, found=found)


def _heads(weighed: Weighed) -> tuple[str, ...]:
    """The legal representatives whom the applicant's registrations name, as far as they were read."""
    papers = [record for record in own_registrations(weighed) if is_legible(record, "legal_representative")]
    return tuple(dict.fromkeys(head for record in papers if (head := record.text("legal_representative"))))
