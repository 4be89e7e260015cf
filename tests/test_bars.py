"""What is short of a bar: said once, fatal only where nothing that was handed in can make it up."""

from domain.findings import Finding, Reason, Severity
from domain.report import Report, RuleResult
from tests.perfect import read_perfectly


def short(report: Report, rule: str) -> list[Finding]:
    return [found for _, found in report.findings if found.reason is Reason.BELOW_THRESHOLD and found.rule == rule]


def result(report: Report, rule: str) -> RuleResult:
    return next(found for found in report.rules if found.rule.id == rule)


def test_at_the_trap_of_a_hundred_the_missing_sets_are_counted_and_named() -> None:
    report, _ = read_perfectly("cap-100-trap", 4)
    (finding,) = short(report, "gate-4")
    assert finding.severity is Severity.NOTE
    assert "已核实的为99家，未达到100家，尚需1家的完整材料，可优先补齐：" in finding.message
    rows = [judged for judged in report.lists["orders"].judgements if judged.claim.source in finding.sources]
    amounts = {judged.claim.name: float(str(judged.claim.cells["amount_wan"])) for judged in rows}
    open_names = {one.claim.name for one in report.lists["served"].judgements if one.status.value == "open"}
    others = [
        float(str(one.claim.cells["amount_wan"]))
        for one in report.lists["orders"].judgements
        if one.claim.name in open_names - set(amounts)
    ]
    assert set(amounts) <= open_names
    assert min(amounts.values()) >= max(others, default=0.0)
    assert [source.cell for source in finding.sources] == [
        one.claim.source.cell for one in sorted(rows, key=lambda one: -amounts[one.claim.name])
    ]


def test_a_bar_that_is_met_is_not_spoken_of() -> None:
    report, _ = read_perfectly("cap-100", 4)
    assert result(report, "gate-4").verdict == "met"
    assert short(report, "gate-4") == []


def test_what_nothing_can_make_up_is_fatal() -> None:
    report, _ = read_perfectly("clean", 4)
    served = result(report, "gate-4")
    assert served.verdict == "not-met"
    (finding,) = short(report, "gate-4")
    assert finding.severity is Severity.FATAL
    assert f"已核实{served.count.verified}家、最多{served.count.verified + served.count.open}家" in finding.message
    assert short(report, "gate-8") == []


def test_the_other_reading_of_degrees_and_titles_is_counted_beside() -> None:
    report, _ = read_perfectly("clean", 4)
    staff = result(report, "gate-8").count
    assert staff.verified == 8
    assert staff.readings == {"学历和职称兼备": 0}  # each of them has one or the other
