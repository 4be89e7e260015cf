"""The statement of truth (真实性声明函, 附件4-2-1-9): fixed wording, unit, seal, signature, date."""

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from domain.documents import Kind, SealState
from domain.findings import Finding, Reason, make_finding
from domain.records import Record
from domain.report import Submission
from domain.text import squash
from validators.applicant import is_same, match_applicant
from validators.holds import Holds
from validators.weighing.evidence import foreign_seal, is_certain, is_legible, is_sealed

WORDING = (
    "本单位知悉并保证所提供的北京市中小企业公共服务示范平台绩效评价资料和相关证明文件的真实性、完整性和准确性，"
    "并承担因资料虚假而产生的后果。"
)
LICENCES = frozenset({Kind.BUSINESS_LICENCE, Kind.INSTITUTION_CERTIFICATE, Kind.SOCIETY_CERTIFICATE})
LIKE_WORDING = 95
"""Percent of likeness from which the wording counts as that of the template (domain.md 1.4, STM.01)."""


def check_statement(submission: Submission, rule: str) -> tuple[Holds, list[Finding]]:
    """Whether one of the statements is complete; what the best of them lacks."""
    found = [record for record in submission.records if _is_statement(record)]
    if not found:
        return Holds.NOTHING, [make_finding(Reason.STATEMENT_MISSING, rule=rule)]
    lacking = min((list(_lacking(record, submission, rule)) for record in found), key=len)
    return (Holds.DOUBTFUL if lacking else Holds.YES), lacking


def _is_statement(record: Record) -> bool:
    topics = record.field("topics")
    spoken = topics is not None and isinstance(topics.value, list | tuple) and "truth" in topics.value
    return record.kind in {Kind.STATEMENT, Kind.COMMITMENT} and spoken


def _lacking(record: Record, submission: Submission, rule: str) -> Iterator[Finding]:
    """What keeps a statement from being complete, each with its place."""
    path = record.path
    for trouble, field in _alterations(record, submission):
        yield make_finding(Reason.STATEMENT_ALTERED, *record.sources(field), rule=rule, name=path, found=trouble)
    if not record.text("signed_on"):
        yield make_finding(Reason.DATE_MISSING, record.place(), rule=rule, name=path, found="声明函")
    if not is_sealed(record):
        unclear = record.text("seal_state") == SealState.UNKNOWN
        reason = Reason.SEAL_UNCLEAR if unclear else Reason.SEAL_MISSING
        yield make_finding(reason, *record.sources("seal_state"), rule=rule, name=path)
    yield from _signer_doubts(record, submission, rule)
    if stranger := foreign_seal(record):
        places, expected = record.sources("seals"), stranger.expected
        yield make_finding(Reason.SEAL_MISMATCH, *places, rule=rule, name=path, found=stranger.found, expected=expected)


def _alterations(record: Record, submission: Submission) -> Iterator[tuple[str, str]]:
    """Where the words are not those of the template, and the field that shows it."""
    likeness, unit = _likeness(record), record.text("unit")
    if likeness < LIKE_WORDING:
        yield f"文字与模板相似度{likeness:.0f}%", "text"
    if not (unit and is_same(match_applicant(submission.applicant, unit)) and is_legible(record, "unit")):
        yield f"填报单位为“{unit or '未写明'}”", "unit"
    if not record.text("signer") and not _bears_name_seal(record, submission):
        yield "未见法定代表人签字", "text"


def _signer_doubts(record: Record, submission: Submission, rule: str) -> Iterator[Finding]:
    """The signer is the legal representative of the licence, as far as both were read surely (STM.01)."""
    signer, licensed = record.text("signer"), _licensed_persons(submission)
    if signer is None or not licensed or squash(signer) in licensed or not is_certain(record, "signer"):
        return
    found = f"签字人为“{signer}”，登记证照的法定代表人为“{'、'.join(licensed)}”"
    places = record.sources("signer")
    yield make_finding(Reason.PERSON_MISMATCH, *places, rule=rule, name=record.path, found=found)


def _licensed_persons(submission: Submission) -> tuple[str, ...]:
    """The legal representatives whom the applicant's licences name, as far as they were read surely."""
    names = [
        squash(person)
        for record in submission.records
        if record.kind in LICENCES and (person := record.text("legal_representative"))
        if is_certain(record, "legal_representative")
        if is_same(match_applicant(submission.applicant, record.text("name") or ""))
    ]
    return tuple(dict.fromkeys(names))


def _bears_name_seal(record: Record, submission: Submission) -> bool:
    """Whether a name seal (人名章) of the legal representative stands for the signature (A56)."""
    field = record.field("seals")
    texts = field.value if field is not None and isinstance(field.value, list | tuple) else ()
    return any(person in squash(str(text)) for person in _licensed_persons(submission) for text in texts)


def _likeness(record: Record) -> float:
    """How far the statement has the words of the template, all of them."""
    wanted, said = _words(WORDING), _words(record.text("text") or "")
    return fuzz.partial_ratio(wanted, said) if len(said) > len(wanted) else fuzz.ratio(wanted, said)


def _words(text: str) -> str:
    return re.sub(r"[\W_]", "", squash(text))
