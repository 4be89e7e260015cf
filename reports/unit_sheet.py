"""指标明细: what each rule counts where it is no row of its own list, unit by unit."""

from collections.abc import Iterator, Mapping, Sequence

from domain.findings import Finding, Reason
from domain.report import Report, RuleResult, Unit
from reports.book import Book, Cell, places
from reports.wording import STATUS

UNITS_SHEET = "指标明细"
HEADS = (("指标", 13), ("要求", 34), ("名称", 34), ("状态", 11), ("原因", 60), ("佐证位置", 60), ("人工意见", 16))

Messages = Mapping[tuple[Reason, str], str]


def write_units(book: Book, report: Report, name: str) -> None:
    """The sheet, where any rule has units."""
    rows = list(_rows(report))
    if rows:
        book.rows(book.sheet(UNITS_SHEET, HEADS, f"{name}　{UNITS_SHEET}"), rows, len(HEADS))


def _rows(report: Report) -> Iterator[tuple[Sequence[Cell], object]]:
    findings = [finding for _, finding in report.findings]
    general = _messages(findings)
    for result in report.rules:
        own = _messages(finding for finding in findings if finding.rule == result.rule.id)
        yield from ((_cells(result, unit, {**general, **own}), unit.status) for unit in result.units)


def _cells(result: RuleResult, unit: Unit, messages: Messages) -> list[Cell]:
    rule = result.rule
    said = [messages.get((reason, unit.name), reason.value) for reason in unit.reasons]
    status = STATUS[unit.status]
    return [rule.id, f"{rule.article} {rule.title}", unit.name, status, "\n".join(said), places(unit.sources), ""]


def _messages(findings: Sequence[Finding] | Iterator[Finding]) -> Messages:
    """The first sentence of each reason on each name."""
    found: dict[tuple[Reason, str], str] = {}
    for finding in findings:
        found.setdefault((finding.reason, dict(finding.facts).get("name", "")), finding.message)
    return found
