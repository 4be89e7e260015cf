"""Research bodies founded with others, and research projects of provincial level or above (评分指标8.3（4）).

Either suffices (A62). The level must be visible on the paper (A61); whether a partner is a leading or well-known one
(行业领军或知名机构) only a person can tell, unless it is a university or an academy.
"""

import re
from collections.abc import Iterator, Sequence

from domain.documents import Kind
from domain.findings import Reason, Status
from domain.programme import Rule
from domain.records import Record
from domain.text import squash
from validators.applicant import PARTY_FIELDS, is_same
from validators.bench import Weighed
from validators.holds import Holds
from validators.measured import Measured, yes_or_no
from validators.measures.genuine import weigh_genuine
from validators.weighing.evidence import is_legible
from validators.weighing.scale import UnitScale
from validators.weighing.terms import TERM_FIELDS, weigh_term

LEVELS = frozenset({"国家级", "省级"})
EXPECTED = "共建研发机构的协议，或写明项目编号和级别的科研项目文件"
_WELL_KNOWN = re.compile(r"大学(?:\([^()]*\))?$|^中国(?:科学院|工程院|社会科学院)|科学院$")

_APPLICATION = re.compile(r"申报书|申请书|申请表|申报表|建议书|申报指南|申报通知")
"""What asks for a project, or for proposals, and grants none."""


def measure_research(rule: Rule, weighed: Weighed) -> Measured:
    """Yes where one paper proves it; open where there are papers that do not."""
    scales = list(_weigh_papers(rule, weighed))
    proven = [scale for scale in scales if scale.status is Status.VERIFIED]
    holds = Holds.YES if proven else Holds.DOUBTFUL if scales else Holds.NOTHING
    findings = () if proven else tuple(finding for scale in scales for finding in scale.findings)
    return Measured(yes_or_no(holds), findings, tuple(scale.unit() for scale in proven or scales))


def _weigh_papers(rule: Rule, weighed: Weighed) -> Iterator[UnitScale]:
    own = weighed.bench.rule(rule.metric)
    for record in weighed.of_kind(Kind.COOPERATION_AGREEMENT, Kind.OTHER):
        if record.text("project_number") or record.text("project_level"):
            yield _weigh_project(record, own, weighed)
        elif record.kind is Kind.COOPERATION_AGREEMENT and record.text("research_body"):
            yield _weigh_body(record, own, weighed)


def _weigh_project(record: Record, rule: str | None, weighed: Weighed) -> UnitScale:
    """A project with number and level in which the applicant takes part, approved by the end of the year."""
    fields = ("project_number", "project_level", "participants", *PARTY_FIELDS)
    scale = UnitScale(record.text("title") or record.path, rule, *record.sources("title", *fields))
    names = [*_parties(record), *_participants(record)]
    _weigh_applicant(scale, names, record, weighed)
    level = record.text("project_level")
    if level not in LEVELS:
        scale.open(Reason.DOCUMENT_MISSING, *record.sources("project_number"), name=f"“{scale.name}”为省级及以上的证明")
    if not record.text("project_number"):
        scale.open(Reason.DOCUMENT_MISSING, *record.sources("project_level"), name=f"“{scale.name}”的项目编号")
    if not is_legible(record, *fields):
        scale.open_unread(record.sources(*fields)[0])
    if _APPLICATION.search(record.text("title") or ""):
        scale.open(Reason.DOCUMENT_MISSING, *record.sources("title"), name=f"“{scale.name}”的立项批复、任务书或合同")
    _weigh_day(scale, record, weighed)
    weigh_genuine(scale, record)
    return scale


def _weigh_body(record: Record, rule: str | None, weighed: Weighed) -> UnitScale:
    """A body that the applicant founded together with a partner, by an agreement in force in the year."""
    name, fields = record.text("research_body") or "", ("research_body", *PARTY_FIELDS)
    scale = UnitScale(name, rule, *record.sources(*fields, *TERM_FIELDS))
    names = _parties(record)
    _weigh_applicant(scale, names, record, weighed)
    partners = [other for other in names if not is_same(weighed.bench.pool.match_applicant(other))]
    if not any(_WELL_KNOWN.search(squash(other)) for other in partners):
        found = "、".join(partners) or name
        places = record.sources(*PARTY_FIELDS)
        scale.open(Reason.DOCUMENT_MISSING, *places, name=f"“{found}”为行业领军或知名机构的说明")
    if not is_legible(record, *fields):
        scale.open_unread(record.sources(*fields)[0])
    validity = weigh_term(record, weighed.options.year, "verified")
    if validity.reason is Reason.PAGE_UNREADABLE:
        scale.open_unread(record.sources(*TERM_FIELDS)[0])
    elif validity.reason is not None:
        facts = _facts(validity.reason, name, validity.found, weighed)
        scale.open(validity.reason, *record.sources(*TERM_FIELDS), **facts)
    weigh_genuine(scale, record)
    return scale


def _facts(reason: Reason, name: str, found: str, weighed: Weighed) -> dict[str, str]:
    """The facts of the sentence on the day or term of an agreement."""
    if reason is Reason.DATE_MISSING:
        return {"name": name, "found": "协议"}
    facts = {"name": name, "found": found}
    return facts if reason is Reason.DATE_INVALID else {**facts, "expected": f"{weighed.options.year}年"}


def _weigh_applicant(scale: UnitScale, names: Sequence[str], record: Record, weighed: Weighed) -> None:
    """The paper names the applicant."""
    if any(is_same(weighed.bench.pool.match_applicant(name)) for name in names):
        return
    own = weighed.applicant.name if weighed.applicant is not None else "申报单位"
    facts = {"name": scale.name, "found": "、".join(names) or "未写明", "expected": own}
    scale.open(Reason.PARTY_MISMATCH, *record.sources("participants", *PARTY_FIELDS), **facts)


def _weigh_day(scale: UnitScale, record: Record, weighed: Weighed) -> None:
    """Approved by the end of the year; without a day a person has to look."""
    day, as_of = record.text("signed_on"), weighed.options.as_of.isoformat()
    places = record.sources("signed_on")
    if not day:
        scale.open(Reason.DATE_MISSING, *places, name=scale.name, found="文件")
    elif day > as_of[: len(day)]:
        scale.open(Reason.DATE_OUT_OF_PERIOD, *places, name=scale.name, found=day, expected=f"{as_of}及以前的范围")
    elif not is_legible(record, "signed_on"):
        scale.open_unread(places[0])


def _parties(record: Record) -> list[str]:
    return [value for field in PARTY_FIELDS if (value := record.text(field))]


def _participants(record: Record) -> list[str]:
    field = record.field("participants")
    listed = field.value if field is not None and isinstance(field.value, list | tuple) else ()
    return [str(name) for name in listed]
