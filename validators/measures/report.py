"""The performance report (绩效报告, 附件4-2 六): as a sealed scan and as a Word file that say the same (RPT.01)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from domain.documents import Kind, SealState
from domain.findings import Finding, Reason, Severity, make_finding
from domain.programme import Rule
from domain.records import Record
from domain.text import squash
from validators.applicant import is_same, match_applicant
from validators.bench import Weighed
from validators.branch import categories_in, registered_category
from validators.holds import Holds
from validators.measured import Measured, yes_or_no
from validators.weighing.evidence import foreign_seal, is_flagged, is_legible, is_sealed

REPORT = "绩效报告"
LIKE = 90
"""Percent of likeness from which scan and Word file are one text."""
SCAN, WORD = "盖章扫描件", "可编辑的Word版"
CHAPTERS = (
    "一、平台基本情况",
    "二、平台运营管理情况",
    "三、平台提供服务情况",
    "四、平台服务业绩",
    "五、与枢纽平台的服务协同情况",
    "六、下一步发展规划",
)


@dataclass(frozen=True, slots=True)
class _Pair:
    """The scan and the Word file that go together; either may be missing."""

    scan: Record | None
    word: Record | None
    likeness: float | None

    @property
    def versions(self) -> tuple[Record, ...]:
        """Those that are there, the scan first."""
        return tuple(record for record in (self.scan, self.word) if record is not None)


def measure_report(rule: Rule, weighed: Weighed) -> Measured:
    """Whether the report is there in both forms, complete, and the applicant's."""
    reports = weighed.of_kind(Kind.PERFORMANCE_REPORT)
    if not reports:
        missing = [make_finding(Reason.REPORT_MISSING, rule=rule.id, name=name) for name in (SCAN, WORD)]
        return Measured(yes_or_no(Holds.NOTHING), tuple(missing))
    pair = _best_pair(reports)
    doubts = tuple(_doubts(pair, weighed, rule.id))
    return Measured(yes_or_no(Holds.DOUBTFUL if doubts else Holds.YES), doubts)


def _best_pair(reports: Sequence[Record]) -> _Pair:
    """The scan and the Word file that are most alike."""
    scans = [record for record in reports if not is_flagged(record, "editable")]
    words = [record for record in reports if is_flagged(record, "editable")]
    pairs = [_Pair(scan, word, likeness(scan, word)) for scan in scans for word in words]
    if pairs:
        return max(pairs, key=lambda pair: (pair.likeness or 0, is_sealed(pair.scan) if pair.scan else False))
    sealed = sorted(scans, key=lambda record: not is_sealed(record))
    return _Pair(sealed[0] if sealed else None, words[0] if words else None, None)


def likeness(one: Record, other: Record) -> float:
    """How much two reports are alike, in percent of their letters and figures."""
    return fuzz.ratio(_letters(one), _letters(other))


def _letters(record: Record) -> str:
    return re.sub(r"[\W_]", "", squash(record.text("text") or ""))


def _doubts(pair: _Pair, weighed: Weighed, rule: str) -> Iterator[Finding]:
    """What the report lacks, and where it contradicts."""
    if pair.scan is None:
        yield make_finding(Reason.REPORT_MISSING, rule=rule, name=SCAN)
    else:
        yield from _seal_doubts(pair.scan, rule)
    if pair.word is None:
        yield make_finding(Reason.REPORT_MISSING, rule=rule, name=WORD)
    if pair.scan is not None and pair.likeness is not None and pair.likeness < LIKE:
        found = f"{REPORT}的另一版本（与Word版文字相似度{pair.likeness:.0f}%）"
        yield make_finding(
            Reason.KIND_AMBIGUOUS,
            *pair.scan.sources("text"),
            severity=Severity.MINOR,
            rule=rule,
            name=pair.scan.path,
            found=found,
        )
    yield from _cover_doubts(pair, weighed, rule)
    yield from _chapter_doubts(pair, rule)


def _seal_doubts(scan: Record, rule: str) -> Iterator[Finding]:
    """The scan bears the applicant's seal."""
    if not is_sealed(scan):
        unclear = scan.text("seal_state") == SealState.UNKNOWN
        reason = Reason.SEAL_UNCLEAR if unclear else Reason.SEAL_MISSING
        yield make_finding(reason, *scan.sources("seal_state"), rule=rule, name=scan.path)
    if stranger := foreign_seal(scan):
        yield make_finding(
            Reason.SEAL_MISMATCH,
            *scan.sources("seals"),
            rule=rule,
            name=scan.path,
            found=stranger.found,
            expected=stranger.expected,
        )


def _cover_doubts(pair: _Pair, weighed: Weighed, rule: str) -> Iterator[Finding]:
    """Unit, day and category, as far as either version says them."""
    unit = _said(pair, "unit")
    same = unit is not None and is_same(match_applicant(weighed.applicant, unit.text("unit") or ""))
    if unit is None:
        yield _unsaid(pair, "unit", "单位名称", rule)
    elif not same and weighed.applicant is not None:
        yield make_finding(
            Reason.PARTY_MISMATCH,
            *unit.sources("unit"),
            rule=rule,
            name=REPORT,
            found=unit.text("unit"),
            expected=weighed.applicant.name,
        )
    if _said(pair, "reported_on") is None:
        yield make_finding(Reason.DATE_MISSING, pair.versions[0].place(), rule=rule, name=REPORT, found="封面")
    if _said(pair, "district") is None:
        yield _unsaid(pair, "district", "所属区", rule)
    yield from _category_doubts(pair, weighed, rule)


def _category_doubts(pair: _Pair, weighed: Weighed, rule: str) -> Iterator[Finding]:
    """One category, that of the registry."""
    cover, registered = _said(pair, "category"), registered_category(weighed.submission)
    if cover is None:
        yield _unsaid(pair, "category", "服务类别", rule)
        return
    said = cover.text("category") or ""
    told = categories_in(said)
    if registered is not None and told != (registered,):
        yield make_finding(
            Reason.CATEGORY_MISMATCH, *cover.sources("category"), rule=rule, found=said, expected=registered
        )
    elif len(told) != 1:
        expected = "服务类别（应选择其中一项）"
        yield make_finding(
            Reason.VALUE_INVALID, *cover.sources("category"), rule=rule, name=REPORT, found=said, expected=expected
        )


def _chapter_doubts(pair: _Pair, rule: str) -> Iterator[Finding]:
    """The six chapters of the template."""
    found: set[str] = set()
    for record in pair.versions:
        field = record.field("headings")
        found |= set(field.value) if field is not None and isinstance(field.value, list | tuple) else set()
    missing = [chapter for chapter in CHAPTERS if chapter not in found]
    if missing:
        yield _lacks(pair, "、".join(f"“{chapter}”" for chapter in missing) + "部分", rule)


def _unsaid(pair: _Pair, field: str, label: str, rule: str) -> Finding:
    """A field of the cover that is not filled in, or that cannot be read."""
    unread = next((record for record in pair.versions if record.text(field)), None)
    if unread is None:
        return _lacks(pair, f"封面的“{label}”", rule)
    source = unread.sources(field)[0]
    return make_finding(Reason.PAGE_UNREADABLE, source, rule=rule, name=unread.path, found=source.page or 1)


def _lacks(pair: _Pair, part: str, rule: str) -> Finding:
    """A part of the report that is not there."""
    place = pair.versions[0].place()
    return make_finding(Reason.DOCUMENT_MISSING, place, severity=Severity.MINOR, rule=rule, name=f"{REPORT}{part}")


def _said(pair: _Pair, field: str) -> Record | None:
    """The version that says a field most legibly: Word before scan."""
    told = [record for record in reversed(pair.versions) if record.text(field) and is_legible(record, field)]
    return told[0] if told else None
