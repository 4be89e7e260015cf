"""Total assets and revenue (门槛条件2, 评分指标4): from the audit report of the year, else from sealed statements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.documents import Kind
from domain.findings import Reason, Severity, make_finding
from domain.programme import Count, Rule
from domain.records import Record
from domain.values import in_yuan
from validators.applicant import is_same, match_applicant
from validators.bench import Weighed
from validators.measured import Measured
from validators.measures.amounts import bar_of, is_above, measured_value, weigh_bar
from validators.measures.choice import ORDER
from validators.measures.genuine import weigh_genuine
from validators.measures.owner import is_somebody_elses
from validators.weighing.evidence import is_certain, is_flagged, is_legible, is_sealed, least_confidence
from validators.weighing.scale import UnitScale

WAN = Decimal(10_000)
ASSETS, REVENUE = "total_assets_yuan", "revenue_yuan"
BALANCE = (ASSETS, "liabilities_yuan", "equity_yuan")
REPORT_NAME = "上年度财务审计报告"
NO_VIEW = frozenset({"否定", "无法表示"})
"""Opinions by which the auditors do not stand behind the sums."""
NOTE_TOPIC = "gate-2"


@dataclass(frozen=True, slots=True)
class Accounts:
    """A report or statements on the scale, and the sum that it gives for the year, if it does."""

    record: Record
    scale: UnitScale
    yuan: Decimal | None
    is_legible: bool
    """Whether the sum was read well enough to prove something."""
    is_of_year: bool
    """Whether the paper may be that of the applicant and the year."""


def measure_total_assets(rule: Rule, weighed: Weighed) -> Measured:
    """资产总计 at the end of the year in the applicant's own books, in 万元."""
    return _measure(rule, weighed, ASSETS)


def measure_revenue(rule: Rule, weighed: Weighed) -> Measured:
    """营业收入 of the year in the applicant's own books, in 万元."""
    return _measure(rule, weighed, REVENUE)


def _measure(rule: Rule, weighed: Weighed, field: str) -> Measured:
    """The sum of the best report; without a report of the applicant and the year, of sealed statements, left open."""
    reports = [_weigh(record, rule, weighed, field) for record in weighed.of_kind(Kind.AUDIT_REPORT)]
    statements = [_weigh(record, rule, weighed, field) for record in weighed.of_kind(Kind.FINANCIAL_STATEMENT)]
    chosen = _best([one for one in reports if one.is_of_year])
    if chosen is None:
        chosen = _best([one for one in statements if one.is_of_year])
        if chosen is not None:
            _weigh_fallback(chosen, weighed)
    elif _contradicted(chosen, reports):
        _open_contradiction(chosen, reports)
    chosen = chosen or _best([*reports, *statements])
    if chosen is None:
        return _missing(rule, weighed)
    if chosen.yuan is None:
        return measured_value(chosen.scale, None)
    value = chosen.yuan / WAN
    if not (field == ASSETS and _passes_as_group(chosen, value, rule, weighed)):
        weigh_bar(chosen.scale, value, least_confidence(chosen.record, field), rule, weighed)
    return measured_value(chosen.scale, value)


def _missing(rule: Rule, weighed: Weighed) -> Measured:
    """Nothing was handed in but, perhaps, the note that says why."""
    notes = _notes(weighed)
    places = tuple(source for note in notes for source in note.sources("text"))
    finding = make_finding(Reason.DOCUMENT_MISSING, *places, rule=rule.id, name=REPORT_NAME)
    findings = (finding,) if rule.metric == "total_assets" else ()
    return Measured(Count(certain=False, handed_in=bool(notes)), findings)


# --- One paper --------------------------------------------------------------------------------------------------------


def _weigh(record: Record, rule: Rule, weighed: Weighed, field: str) -> Accounts:
    """A report or statements, held against the applicant, the year and itself."""
    scale = UnitScale(record.path, rule.id, *record.sources("auditee", field))
    own = _weigh_auditee(scale, record, weighed)
    dated = _weigh_period(scale, record, weighed)
    yuan = _weigh_sum(scale, record, field)
    _weigh_balance(scale, record)
    if is_flagged(record, "consolidated"):
        scale.open(
            Reason.DOCUMENT_MISSING, *record.sources(field), name="申报单位本单位（母公司）财务报表，现仅有合并报表"
        )
    _weigh_paper(scale, record)
    return Accounts(record, scale, yuan if own and dated else None, is_legible(record, field), own and dated)


def _weigh_auditee(scale: UnitScale, record: Record, weighed: Weighed) -> bool:
    """Whose books: the applicant's, or those of somebody who may be it."""
    applicant = weighed.applicant
    others = [field for field in ("auditee", "preparer") if is_somebody_elses(record, field, applicant)]
    named = [record.text(field) for field in (*others, "auditee")]
    if not others and named[0] and is_same(match_applicant(applicant, named[0])):
        if not is_legible(record, "auditee"):
            scale.open_unread(record.sources("auditee")[0])
        return True
    facts = {"found": named[0] or "未写明", "expected": applicant.name if applicant else "申报单位"}
    scale.open(Reason.HOLDER_MISMATCH, *record.sources("auditee", "preparer"), name=record.path, **facts)
    return not others


def _weigh_period(scale: UnitScale, record: Record, weighed: Weighed) -> bool:
    """Of the year; a paper that names no year, or names it illegibly, may be."""
    year, period = str(weighed.options.year), record.text("period")
    if period is None:
        scale.open(Reason.DATE_MISSING, record.place(), name=record.path, found="财务报表")
        return True
    if period != year:
        facts = {"name": record.path, "found": period, "expected": f"{year}年度"}
        scale.open(Reason.DATE_OUT_OF_PERIOD, *record.sources("period"), **facts)
        return not is_certain(record, "period")
    if not is_legible(record, "period"):
        scale.open_unread(record.sources("period")[0])
    return True


def _weigh_sum(scale: UnitScale, record: Record, field: str) -> Decimal | None:
    """The sum itself, read well enough to prove something."""
    yuan = record.number(field)
    if yuan is None:
        name = "资产负债表（资产总计）" if field == ASSETS else "利润表（营业收入）"
        scale.open(Reason.DOCUMENT_MISSING, record.place(), name=f"“{record.path}”中的{name}")
    elif not is_legible(record, field):
        scale.open_unread(record.sources(field)[0])
    return yuan


def _weigh_balance(scale: UnitScale, record: Record) -> None:
    """Assets are what liabilities and equity come to, up to rounding in the unit of the paper."""
    assets, owed, held = (record.number(name) for name in BALANCE)
    if assets is None or owed is None or held is None:
        return
    if abs(assets - owed - held) <= _rounding(record.text("currency_unit") or "元", (assets, owed, held)):
        return
    if not is_certain(record, *BALANCE):
        scale.open_unread(record.sources(*BALANCE)[0])
        return
    found = f"资产总计{assets:,.2f}元，负债合计{owed:,.2f}元，权益合计{held:,.2f}元"
    scale.open(Reason.BALANCE_ARITHMETIC, *record.sources(*BALANCE), name=record.path, found=found)


def _rounding(unit: str, sums: Sequence[Decimal]) -> Decimal:
    """Yuan by which sums in this unit may differ through rounding: of whole units, or of hundredths."""
    one = in_yuan(Decimal(1), unit)
    if one == 1:
        return Decimal(1)
    return one * (Decimal("0.015") if any(sum_ % one for sum_ in sums) else Decimal("1.5"))


def _weigh_paper(scale: UnitScale, record: Record) -> None:
    """Seal, draft, opinion, code and day of the paper itself."""
    if is_flagged(record, "draft"):
        scale.open(Reason.DOCUMENT_MISSING, *record.sources("draft"), name=f"正式的{REPORT_NAME}，现为征求意见稿")
    weigh_genuine(scale, record)
    if not is_sealed(record):
        unclear = record.text("seal_state") == "unknown"
        reason = Reason.SEAL_UNCLEAR if unclear else Reason.SEAL_MISSING
        scale.remark(reason, *record.sources("seal_state"), name=record.path)
    if record.kind is Kind.AUDIT_REPORT:
        _weigh_letter(scale, record)


def _weigh_letter(scale: UnitScale, record: Record) -> None:
    """What the auditors say, and that their report can be looked up (财会〔2023〕15号)."""
    opinion, reported, period = record.text("opinion"), record.text("reported_on"), record.text("period")
    if not any(record.text(name) for name in ("firm", "opinion", "number")):
        scale.open(Reason.DOCUMENT_MISSING, record.place(), name=f"“{record.path}”中的审计意见")
    if opinion in NO_VIEW:
        facts = {"name": record.path, "found": f"{opinion}意见", "expected": "审计意见"}
        scale.open(Reason.VALUE_INVALID, *record.sources("opinion"), **facts)
    if record.field("verification_code") is None:
        name = f"“{record.path}”的报告编码（注册会计师行业统一监管平台）"
        scale.remark(Reason.DOCUMENT_MISSING, record.place(), severity=Severity.NOTE, name=name)
    if reported and period and reported[:4] <= period[:4]:
        facts = {"name": record.path, "found": reported, "expected": f"{period[:4]}年12月31日之后"}
        if is_certain(record, "reported_on"):
            scale.open(Reason.DATE_OUT_OF_PERIOD, *record.sources("reported_on"), **facts)
        else:
            scale.remark(Reason.DATE_OUT_OF_PERIOD, *record.sources("reported_on"), severity=Severity.MINOR, **facts)


# --- Several papers ---------------------------------------------------------------------------------------------------


def _best(papers: Sequence[Accounts]) -> Accounts | None:
    """The paper with the best status, of equals the one with a sum and least against it."""
    ranked = sorted(
        papers,
        key=lambda one: (ORDER.index(one.scale.status), one.yuan is None, len(one.scale.reasons), one.record.path),
    )
    return ranked[0] if ranked else None


def _contradicted(chosen: Accounts, others: Sequence[Accounts]) -> bool:
    """Whether another report that may be the applicant's for the year gives another sum."""
    return any(_differs(chosen, other) for other in others)


def _differs(chosen: Accounts, other: Accounts) -> bool:
    known = other.is_of_year and other.is_legible and other.yuan is not None and chosen.yuan is not None
    return known and other.yuan != chosen.yuan


def _open_contradiction(chosen: Accounts, reports: Sequence[Accounts]) -> None:
    other = next(one for one in reports if _differs(chosen, one))
    facts = {"found": f"{chosen.yuan:,.2f}元", "expected": f"“{other.record.path}”为{other.yuan:,.2f}元"}
    chosen.scale.open(Reason.AMOUNT_MISMATCH, *other.scale.place, name=chosen.record.path, **facts)


def _passes_as_group(chosen: Accounts, value: Decimal, rule: Rule, weighed: Weighed) -> bool:
    """Where only the consolidated sum reaches the bar, a person decides (C6)."""
    bar, group = bar_of(rule, weighed), chosen.record.number("group_total_assets_yuan")
    if bar is None or group is None or is_above(rule, value, bar) or not is_above(rule, group / WAN, bar):
        return False
    facts = {
        "name": f"{rule.title}（本单位）",
        "found": f"{value:f}万元，合并为{(group / WAN):f}万元",
        "expected": f"{bar.normalize():f}万元",
    }
    chosen.scale.open(Reason.BELOW_THRESHOLD, *chosen.record.sources("group_total_assets_yuan"), **facts)
    return True


def _weigh_fallback(chosen: Accounts, weighed: Weighed) -> None:
    """Statements in place of a report: open until that is handed in, on the day that the note names (A43)."""
    notes = _notes(weighed)
    expected = next((day for note in notes if (day := note.text("expected_on"))), None)
    name = REPORT_NAME + (f"（说明载明预计{expected}前补交）" if expected else "")
    places = [source for note in notes for source in note.sources("expected_on", "text")]
    chosen.scale.open(Reason.DOCUMENT_MISSING, *places, name=name)
    for reason, lacking in _lacking(notes):
        chosen.scale.remark(reason, *places, name=lacking)


def _lacking(notes: Sequence[Record]) -> Iterator[tuple[Reason, str]]:
    """What the note in place of the report lacks: itself, its seal, its reason, its day."""
    if not notes:
        yield Reason.DOCUMENT_MISSING, "未能提供审计报告的说明（加盖公章，写明原因和预期补交时间）"
    for note in notes:
        if not is_sealed(note):
            yield Reason.SEAL_MISSING, note.path
        for field, words in (("cause", "未能提供审计报告的原因"), ("expected_on", "预期补交审计报告的时间")):
            if note.field(field) is None:
                yield Reason.DOCUMENT_MISSING, f"“{note.path}”中{words}"


def _notes(weighed: Weighed) -> list[Record]:
    """The notes that say why there is no audit report."""
    found = weighed.of_kind(Kind.STATEMENT, Kind.COMMITMENT)
    return [record for record in found if NOTE_TOPIC in _topics(record)]


def _topics(record: Record) -> Sequence[object]:
    topics = record.field("topics")
    return topics.value if topics is not None and isinstance(topics.value, list | tuple) else ()
