"""The rules `form` and `report`: what agrees with the registry holds, whatever differs is a person's."""

# ruff: noqa: ANN401 - a paper may say anything

from collections.abc import Mapping
from typing import Any

import pytest

import programmes
from domain.documents import Kind
from domain.findings import Finding, Reason, Severity
from domain.programme import Verdict
from domain.records import Record
from domain.report import Applicant, Platform, Report, RuleResult
from flows.verify import Request, options_of
from tests.papers import OWN, OWN_CODE, record, submission
from validators.measures.report import CHAPTERS
from validators.verification import verify

PROGRAMME = programmes.load(programmes.DEFAULT)
PLATFORM = Platform(number=7, operator=OWN, platform="砚溪 中小企业服务平台", category="综合咨询", district="海淀区")
REGISTERED = Applicant(name=OWN, uscc=OWN_CODE, platform=PLATFORM)
UNREGISTERED = Applicant(name=OWN, uscc=OWN_CODE)
TEXT = "本年度平台服务企业一百二十六家，建立了完善的服务流程和标准，配备专职人员。" * 4


def form(path: str = "填报信息.xlsx", sure: float | Mapping[str, float] = 1.0, **changes: Any) -> Record:
    said: dict[str, Any] = {
        "category": "综合咨询",
        "applicant.name": OWN,
        "platform_name": "砚溪中小企业服务平台",
        "district": "海淀区",
        "founded": "2012-03-05",
        "legal_rep": "王晓华",
        "ops.2024.assets_wan": 1500,
        "ops.2024.revenue_wan": 2000,
        "ops.2024.n_served": 0,
    }
    fields = {name.replace("__", "."): value for name, value in changes.items()}
    return record(Kind.DECLARED_FORM, path=path, sure=sure, **(said | fields))


def report(word: bool, **changes: Any) -> Record:
    said: dict[str, Any] = {
        "category": "综合咨询",
        "unit": OWN,
        "district": "海淀区",
        "reported_on": "2025-03-04",
        "headings": list(CHAPTERS),
        "text": TEXT,
        "editable": word,
        "seals": [] if word else [OWN],
        "seal_state": "not-found" if word else "present",
    }
    return record(Kind.PERFORMANCE_REPORT, path="报告.docx" if word else "报告.pdf", **(said | changes))


def verified(*records: Record, applicant: Applicant | None = REGISTERED) -> Report:
    options = options_of(Request(archives=()), PROGRAMME)
    return verify(PROGRAMME, submission(records, applicant=applicant), options, version="0")


def result(found: Report, rule: str) -> RuleResult:
    return next(one for one in found.rules if one.rule.id == rule)


def of_rule(found: Report, rule: str) -> list[Finding]:
    return [finding for _, finding in found.findings if finding.rule == rule]


def reasons(found: Report, rule: str) -> list[Reason]:
    return [finding.reason for finding in of_rule(found, rule)]


# --- form -------------------------------------------------------------------------------------------------------------


def test_a_form_that_agrees_with_the_registry_holds() -> None:
    found = verified(form())
    assert result(found, "form").verdict is Verdict.MET
    assert reasons(found, "form") == []


def test_without_a_form_nothing_is_there_and_one_note_says_so() -> None:
    found = verified()
    assert result(found, "form").verdict is Verdict.MISSING
    (said,) = of_rule(found, "form")
    assert (said.reason, said.severity) == (Reason.DOCUMENT_MISSING, Severity.NOTE)


def test_an_applicant_who_is_not_in_the_registry_is_open_with_a_note() -> None:
    found = verified(form(), applicant=UNREGISTERED)
    assert result(found, "form").verdict is Verdict.OPEN
    (said,) = of_rule(found, "form")
    assert (said.reason, said.severity) == (Reason.EVIDENCE_NOT_LISTED, Severity.NOTE)


@pytest.mark.parametrize("category", ["技术创新", "综合咨询、技术创新"])
def test_another_or_a_second_category_contradicts_the_registry(category: str) -> None:
    found = verified(form(category=category))
    assert result(found, "form").verdict is Verdict.OPEN
    assert reasons(found, "form") == [Reason.CATEGORY_MISMATCH]


def test_two_categories_are_no_choice_without_the_registry_too() -> None:
    found = verified(form(category="综合咨询、技术创新"), applicant=UNREGISTERED)
    assert Reason.VALUE_INVALID in reasons(found, "form")


@pytest.mark.parametrize(
    ("name", "agrees"),
    [
        ("砚溪中小企业服务平台", True),
        ("“砚溪中小企业服务平台”", True),
        ("砚溪  中小企业 服务平台", True),
        ("砚溪中小企业公共服务平台", False),
        ("砚溪中小企业示范平台", False),
    ],
)
def test_the_platform_is_called_as_in_the_registry(name: str, agrees: bool) -> None:
    found = verified(form(platform_name=name))
    assert (reasons(found, "form") == []) is agrees
    assert agrees or reasons(found, "form") == [Reason.PLATFORM_NAME_MISMATCH]


def test_a_name_of_the_registry_may_hold_the_word() -> None:
    (platform,) = [one for one in programmes.registry() if one.number == 148]
    applicant = Applicant(name=platform.operator, platform=platform)
    said = form(applicant__name=platform.operator, platform_name=platform.platform, category=platform.category)
    assert "示范" in platform.platform
    assert reasons(verified(said, applicant=applicant), "form") == [Reason.DECLARED_MISMATCH]  # 海淀区, not 大兴区


@pytest.mark.parametrize(("name", "told"), [("砚溪示范平台", True), ("砚溪合作示范区公共服务平台", False)])
def test_without_the_registry_the_word_is_told_unless_it_is_a_place(name: str, told: bool) -> None:
    found = verified(form(platform_name=name), applicant=UNREGISTERED)
    assert (Reason.VALUE_INVALID in reasons(found, "form")) is told


def test_the_bank_branch_is_the_operator_under_either_name() -> None:
    (platform,) = [one for one in programmes.registry() if one.number == 85]
    applicant = Applicant(name=platform.operator, platform=platform)
    said: dict[str, Any] = {
        "platform_name": platform.platform,
        "category": platform.category,
        "district": platform.district,
    }
    name = platform.operator.partition("（")[0]
    found = verified(form(applicant__name=name, **said), applicant=applicant)
    assert result(found, "form").verdict is Verdict.MET


def test_another_unit_fills_in_the_form() -> None:
    found = verified(form(applicant__name="北京霁川科技有限公司"))
    assert reasons(found, "form") == [Reason.DECLARED_MISMATCH]
    assert result(found, "form").verdict is Verdict.OPEN


def test_fields_that_every_form_needs_are_named_in_one_sentence() -> None:
    found = verified(form(founded=None, ops__2024__assets_wan=None))
    (said,) = of_rule(found, "form")
    assert said.reason is Reason.DOCUMENT_MISSING
    assert "“注册时间”、“资产总额（万元）”" in said.message
    assert result(found, "form").verdict is Verdict.OPEN


@pytest.mark.parametrize(("sure", "verdict"), [(0.79, Verdict.OPEN), (0.80, Verdict.MET)])
def test_a_category_that_cannot_be_read_proves_nothing(sure: float, verdict: Verdict) -> None:
    found = verified(form(sure={"category": sure}))
    assert result(found, "form").verdict is verdict
    assert reasons(found, "form") == ([Reason.PAGE_UNREADABLE] if verdict is Verdict.OPEN else [])


@pytest.mark.parametrize(("length", "told"), [(300, False), (301, True)])
def test_a_long_text_is_a_note_and_leaves_the_rule_alone(length: int, told: bool) -> None:
    found = verified(form(profile__intro="简" * length))
    assert [finding.severity for finding in of_rule(found, "form")] == ([Severity.NOTE] if told else [])
    assert result(found, "form").verdict is Verdict.MET


def test_the_form_handed_in_by_itself_counts_and_another_version_is_told() -> None:
    alone, archived = form(ops__2024__n_served=5), form(path="材料/填报.xlsx", n_partners=3, ops__2024__n_served=4)
    options = options_of(Request(archives=()), PROGRAMME)
    handed_in = submission((alone, archived), applicant=REGISTERED)
    ledger = tuple(entry for entry in handed_in.ledger if entry.sha256 == archived.sha256)
    found = verify(PROGRAMME, submission((alone, archived), applicant=REGISTERED, ledger=ledger), options, version="0")
    assert result(found, "gate-4").count.declared == 5
    assert [f.reason for f in of_rule(found, "form")] == [Reason.KIND_AMBIGUOUS]


# --- report -----------------------------------------------------------------------------------------------------------


def test_a_report_in_both_versions_holds() -> None:
    found = verified(report(word=True), report(word=False))
    assert result(found, "report").verdict is Verdict.MET
    assert reasons(found, "report") == []


def test_without_a_report_both_versions_are_asked_for() -> None:
    found = verified()
    assert result(found, "report").verdict is Verdict.MISSING
    assert reasons(found, "report") == [Reason.REPORT_MISSING] * 2


@pytest.mark.parametrize("word", [True, False])
def test_one_version_alone_leaves_it_open(word: bool) -> None:
    found = verified(report(word=word))
    assert result(found, "report").verdict is Verdict.OPEN
    assert reasons(found, "report") == [Reason.REPORT_MISSING]


@pytest.mark.parametrize(("state", "reason"), [("not-found", Reason.SEAL_MISSING), ("unknown", Reason.SEAL_UNCLEAR)])
def test_the_scan_bears_a_seal(state: str, reason: Reason) -> None:
    found = verified(report(word=True), report(word=False, seal_state=state, seals=[]))
    assert reasons(found, "report") == [reason]
    assert result(found, "report").verdict is Verdict.OPEN


@pytest.mark.parametrize(("length", "alike"), [(10, True), (40, False)])
def test_scan_and_word_say_the_same(length: int, alike: bool) -> None:
    other = TEXT[:-length] + "甲" * length
    found = verified(report(word=True), report(word=False, text=other))
    assert reasons(found, "report") == ([] if alike else [Reason.KIND_AMBIGUOUS])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"unit": "北京霁川科技有限公司", "seals": ["北京霁川科技有限公司"]}, Reason.PARTY_MISMATCH),
        ({"category": "技术创新"}, Reason.CATEGORY_MISMATCH),
        ({"category": "综合咨询、技术创新"}, Reason.CATEGORY_MISMATCH),
        ({"reported_on": None}, Reason.DATE_MISSING),
        ({"district": None}, Reason.DOCUMENT_MISSING),
        ({"headings": list(CHAPTERS[:5])}, Reason.DOCUMENT_MISSING),
    ],
)
def test_what_the_report_lacks_leaves_it_open(changes: dict[str, Any], reason: Reason) -> None:
    found = verified(report(word=True, **changes), report(word=False, **changes))
    assert reasons(found, "report") == [reason]
    assert result(found, "report").verdict is Verdict.OPEN


def test_what_one_version_says_is_said() -> None:
    found = verified(report(word=True), report(word=False, reported_on=None, headings=[], category=None))
    assert reasons(found, "report") == []
