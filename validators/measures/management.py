"""Management (门槛条件7): a certificate of a management system, or enough distinct documents (domain.md, BJ24.G07)."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from domain.documents import Kind, Source
from domain.findings import Reason, Severity, Status
from domain.programme import Ask, Count, Rule
from domain.records import Record
from domain.text import squash
from validators.applicant import is_same
from validators.bench import Weighed
from validators.measured import Measured, of_units
from validators.measures.choice import best_of
from validators.measures.genuine import weigh_lapse
from validators.names import Relation
from validators.pairing import UNREADABLE
from validators.weighing.evidence import is_certain, is_flagged, is_legible
from validators.weighing.scale import UnitScale

ALIKE = 0.7
"""The share of their sketches from which two texts are one document under two titles."""
NEAR = ("体系", "制度", "流程", "收费标准")
CERTIFICATE_NAME, DOCUMENTS_NAME = "管理体系认证证书", "管理制度文件"
STANDARD = re.compile(r"GB/?T|ISO|IEC|IATF|RB/?T|YY/?T|GJB|SJ/?T|OHSAS|CMMI")


def measure_management(rule: Rule, weighed: Weighed) -> Measured:
    """The better of both ways: one unit."""
    certificate, documents = _by_certificate(rule, weighed), _by_documents(rule, weighed)
    best = best_of(scale for scale in (certificate, documents) if scale is not None)
    if best is None:
        return Measured(Count(handed_in=False))
    if best.status is not Status.VERIFIED and certificate is not None and documents is not None:
        other = documents if best is certificate else certificate
        best.findings.extend(other.findings)
        best.prove(*other.sources)
    return of_units([best])


def _strays(weighed: Weighed) -> bool:
    """Whether papers lie in the folders of management whose text or kind is not known: they may be what is wanting."""
    near = re.compile("|".join(NEAR))
    unsure = {Reason.KIND_AMBIGUOUS, *UNREADABLE}
    paths = [problem.source.path for problem in weighed.submission.problems if problem.reason in unsure]
    paths += [entry.path for entry in weighed.submission.ledger if entry.kind is Kind.UNKNOWN]
    return any(near.search(path) for path in paths)


# --- By certificate ---------------------------------------------------------------------------------------------------


def _by_certificate(rule: Rule, weighed: Weighed) -> UnitScale | None:
    """The best of the certificates; None without any."""
    papers = weighed.of_kind(Kind.MANAGEMENT_CERTIFICATE)
    best = best_of(_weighed_certificate(record, rule, weighed) for record in papers)
    near = weighed.bench.pool.unread_near(*NEAR)
    if best is None and near:
        best = UnitScale(CERTIFICATE_NAME, rule.id)
        best.open_unread(near[0].source)
    return best


def _weighed_certificate(record: Record, rule: Rule, weighed: Weighed) -> UnitScale:
    """One certificate on a scale of its own."""
    number = record.text("number") or ""
    scale = UnitScale(f"{CERTIFICATE_NAME} {number}".strip(), rule.id)
    scale.prove(*record.sources("holder"), *record.sources("valid_until"))
    holder = record.text("holder")
    if not holder or not is_legible(record, "holder", "standard") or not STANDARD.search(record.text("standard") or ""):
        scale.open_unread(record.place())
    elif not is_same(weighed.bench.pool.match_applicant(holder, record.text("uscc"))):
        expected = weighed.applicant.name if weighed.applicant else "申报单位"
        scale.open(Reason.HOLDER_MISMATCH, *record.sources("holder"), name=scale.name, found=holder, expected=expected)
    _weigh_validity(scale, record, weighed)
    weigh_lapse(scale, record, weighed.of_kind(Kind.MANAGEMENT_CERTIFICATE))
    return scale


def _weigh_validity(scale: UnitScale, record: Record, weighed: Weighed) -> None:
    """Valid on the last day of the year (A19); an end before the deadline is said, and does not weigh."""
    as_of, deadline = weighed.options.as_of, weighed.options.deadline
    until, issued = record.day("valid_until"), record.day("issued_on")
    places = record.sources("valid_until")
    if until is None or not is_legible(record, "valid_until"):
        scale.open_unread(record.place())
    elif until < as_of:
        weigh = scale.exclude if is_certain(record, "valid_until", "holder") and not _strays(weighed) else scale.open
        weigh(Reason.EXPIRED, *places, name=scale.name, found=until, expected=as_of)
    elif issued is not None and issued > as_of:
        shown = record.sources("issued_on")
        scale.open(Reason.DATE_OUT_OF_PERIOD, *shown, name=scale.name, found=f"发证{issued}", expected=f"{as_of}之前")
    elif deadline is not None and until < deadline:
        scale.remark(Reason.EXPIRED, *places, severity=Severity.NOTE, name=scale.name, found=until, expected=deadline)


# --- By documents -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Document:
    """A document of management: its title for comparing, its sketch, and whether it surely counts by itself."""

    record: Record
    title: str
    sketch: frozenset[str]
    sure: bool


def _by_documents(rule: Rule, weighed: Weighed) -> UnitScale | None:
    """The distinct documents against the number that the rule asks; None without any."""
    demand = rule.demand(Ask.DOCUMENTS)
    papers = [one for one in weighed.of_kind(Kind.MANAGEMENT_DOCUMENT) if not is_flagged(one, "volume")]
    if demand is None or not papers:
        return None
    scale = UnitScale(DOCUMENTS_NAME, rule.id)
    foreign = [record for record in papers if _weigh_foreign(scale, record, weighed)]
    parts = Counter(record.sha256 for record in papers)
    documents = [
        _document(record, sure=record not in foreign and parts[record.sha256] == 1 and _is_issued(record, weighed))
        for record in papers
    ]
    sure, possible = _distinct([one for one in documents if one.sure]), _titles(documents)
    scale.prove(*_sources([one.record for one in documents]))
    if sure < demand:
        found = f"{sure}项" if sure == possible else f"{sure}项（另有{possible - sure}项待人工确认）"
        certain = possible < demand and not _strays(weighed) and all(is_certain(one, "title") for one in papers)
        weigh = scale.exclude if certain else scale.open
        weigh(Reason.BELOW_THRESHOLD, name=DOCUMENTS_NAME, found=found, expected=f"{demand}项")
    return scale


def _document(record: Record, *, sure: bool) -> _Document:
    field = record.field("sketch")
    sketch = field.value if field is not None and isinstance(field.value, list | tuple) else ()
    title = re.sub(r"[\W_]|试行|修订|版", "", squash(record.text("title") or ""))
    return _Document(record, title, frozenset(map(str, sketch)), sure and bool(title) and is_legible(record, "title"))


def _is_issued(record: Record, weighed: Weighed) -> bool:
    """Whether the applicant issued a document, as far as it was read."""
    issuer = record.text("issuer")
    return bool(issuer) and is_same(weighed.bench.pool.match_applicant(issuer or ""))


def _weigh_foreign(scale: UnitScale, record: Record, weighed: Weighed) -> bool:
    """A document that names another organisation and never the applicant: a template that was copied unchanged."""
    issuer = record.text("issuer")
    names = [*([issuer] if issuer else []), *_names(record)]
    matches = {name: _is_foreign(name, weighed) for name in names}
    if not matches or not all(matches.values()):
        return False
    expected = weighed.applicant.name if weighed.applicant else "申报单位"
    places = record.sources("issuer") if issuer else record.sources("names")
    title, found = record.text("title") or DOCUMENTS_NAME, "、".join(matches)
    scale.remark(Reason.HOLDER_MISMATCH, *places, severity=Severity.MAJOR, name=title, found=found, expected=expected)
    return True


def _is_foreign(name: str, weighed: Weighed) -> bool:
    """Whether a name is that of another organisation; words of the sentence may still stand before it."""
    applicant = weighed.applicant
    if applicant is None:
        return False
    if any(squash(name).endswith(squash(own)) for own in (applicant.name, *applicant.aliases)):
        return False
    match = weighed.bench.pool.match_applicant(name)
    return match is not None and match.relation is Relation.DIFFERENT


def _names(record: Record) -> list[str]:
    field = record.field("names")
    return [str(name) for name in field.value] if field is not None and isinstance(field.value, list | tuple) else []


def _distinct(documents: Sequence[_Document]) -> int:
    """How many documents are told apart by title and by text."""
    kept: list[_Document] = []
    for one in documents:
        if not any(one.title == other.title or _are_alike(one, other) for other in kept):
            kept.append(one)
    return len(kept)


def _titles(documents: Sequence[_Document]) -> int:
    """How many there may be at most: by title alone, each untitled one for itself."""
    return len({one.title for one in documents if one.title}) + sum(not one.title for one in documents)


def _are_alike(one: _Document, other: _Document) -> bool:
    """Whether two texts are nearly the same, by the smallest checksums that both have (bottom-k sketch)."""
    size = min(len(one.sketch), len(other.sketch))
    if not size:
        return False
    smallest = frozenset(sorted(one.sketch | other.sketch)[:size])
    return len(smallest & one.sketch & other.sketch) / size >= ALIKE


def _sources(records: Sequence[Record]) -> list[Source]:
    return [source for record in records for source in record.sources("title")]
