"""指标明细: what each rule counts where it is no row of its own list, unit by unit."""

from collections.abc import Iterator, Mapping, Sequence

from domain.findings import Finding, Reason
from domain.report import Report, RuleResult, Unit
from reports.book import Book, Cell, places
from reports.wording import STATUS

UNITS_SHEET = "指标明细"
HEADS = (("指标", 13), ("要求", 34), ("名称", 34), ("状态", 11), ("原因", 60), ("佐证位置", 60), ("人工意见", 16))

ByReason = Mapping[Reason, Sequence[Finding]]


def write_units(book: Book, report: Report, name: str) -> None:
    """The sheet, where any rule has units."""
    rows = list(_rows(report))
    if rows:
        book.rows(book.sheet(UNITS_SHEET, HEADS, f"{name}　{UNITS_SHEET}"), rows, len(HEADS))


def _rows(report: Report) -> Iterator[tuple[Sequence[Cell], object]]:
    by_reason: dict[Reason, list[Finding]] = {}
    for _, finding in report.findings:
        by_reason.setdefault(finding.reason, []).append(finding)
    for result in report.rules:
        yield from ((_cells(result, unit, by_reason), unit.status) for unit in result.units)


def _cells(result: RuleResult, unit: Unit, by_reason: ByReason) -> list[Cell]:
    rule = result.rule
    said = [_sentence(by_reason.get(reason, ()), reason, unit, rule.id) for reason in unit.reasons]
    status = STATUS[unit.status]
    return [rule.id, f"{rule.article} {rule.title}", unit.name, status, "\n".join(said), places(unit.sources), ""]


def _sentence(findings: Sequence[Finding], reason: Reason, unit: Unit, rule: str) -> str:
    """What was said of this unit for this reason: by its name or at its places, first by its rule; else the reason."""

    def closeness(finding: Finding) -> tuple[bool, bool, bool]:
        named = dict(finding.facts).get("name") == unit.name
        placed = not set(unit.sources).isdisjoint(finding.sources)
        return (named or placed, finding.rule == rule, named)

    best = max(findings, key=closeness, default=None)
    return best.message if best is not None and any(closeness(best)[:2]) else reason.value
