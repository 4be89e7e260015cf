"""Measures of the applicant's standing on small papers: what is read badly, what is doubtful, further numbers."""

# ruff: noqa: ANN401 - a paper may say anything

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import programmes
from domain.documents import Kind, Problem
from domain.findings import Reason
from domain.programme import Ask, Demand, Rule
from domain.records import Record
from flows.verify import Request, options_of
from tests.papers import OWN, OWN_CODE, ledger_entry, record, submission, unread
from validators.bench import Bench, Weighed
from validators.counting import measure
from validators.measured import Measured
from validators.measures.days import months_before, years_before
from validators.measures.standing import measure_legal_person, measure_premises
from validators.packaging import check_packaging
from validators.pairing import Pool
from validators.weighing.papers import PaperDesk

PROGRAMME = programmes.load(programmes.DEFAULT)
HEAD = "卢静"
ADDRESS = "北京市海淀区中云路21号3层"


def weighed(papers: Iterable[Record], problems: Iterable[Problem] = (), **more: Any) -> Weighed:
    policy = more.pop("policy", {})
    handed_in = submission(papers, problems=problems, **more.pop("submission", {}))
    options = options_of(Request(archives=(), policy=policy, **more), PROGRAMME)
    bench = Bench({}, PROGRAMME, options, PaperDesk(Pool(handed_in, ()), options.year), handed_in)
    return Weighed(bench=bench, lists={}, activities=(), packaging=check_packaging(handed_in, PROGRAMME))


def outcome(rule: str, *papers: Record, **more: Any) -> tuple[str, ...]:
    """The status of the one unit of a rule, with its reasons; empty where nothing was handed in."""
    return told(measure(PROGRAMME.rule(rule), weighed(papers, **more)))


def told(measured: Measured) -> tuple[str, ...]:
    if not measured.units:
        return ()
    (unit,) = measured.units
    return (unit.status.value, *(reason.value for reason in unit.reasons))


def remarks(rule: str, *papers: Record, **more: Any) -> set[Reason]:
    return {finding.reason for finding in measure(PROGRAMME.rule(rule), weighed(papers, **more)).findings}


def licence(**changes: Any) -> Record:
    said: dict[str, Any] = {
        "name": OWN,
        "uscc": OWN_CODE,
        "legal_representative": HEAD,
        "founded_on": "2015-03-02",
        "address": ADDRESS,
        "authority": "北京市海淀区市场监督管理局",
    }
    return record(Kind.BUSINESS_LICENCE, **(said | changes))


def lease(**changes: Any) -> Record:
    said: dict[str, Any] = {
        "lessor": "北京岚桥物业管理有限公司",
        "lessee": OWN,
        "address": ADDRESS,
        "area_m2": 300,
        "term_from": "2023-01-01",
        "term_to": "2025-12-31",
    }
    return record(Kind.LEASE_CONTRACT, **(said | changes))


def query(**changes: Any) -> Record:
    said: dict[str, Any] = {
        "subject": OWN,
        "uscc": OWN_CODE,
        "queried_on": "2025-03-01",
        "site": "信用中国（北京）",
        "penalties": [],
    }
    return record(Kind.CREDIT_REPORT, **(said | changes))


def commitment(**changes: Any) -> Record:
    said: dict[str, Any] = {"unit": OWN, "signer": HEAD, "signed_on": "2025-03-04", "topics": ["gate-3"]}
    return record(Kind.COMMITMENT, **(said | changes))


def certificate(**changes: Any) -> Record:
    said: dict[str, Any] = {
        "holder": OWN,
        "number": "03410Q10286R0S",
        "standard": "GB/T 19001-2016",
        "issued_on": "2023-06-01",
        "valid_until": "2026-05-31",
    }
    return record(Kind.MANAGEMENT_CERTIFICATE, **(said | changes))


def document(number: int, **changes: Any) -> Record:
    said: dict[str, Any] = {
        "title": f"第{number}号服务管理制度",
        "issuer": OWN,
        "sketch": [f"{number:04d}{n:04d}" for n in range(48)],
    }
    return record(Kind.MANAGEMENT_DOCUMENT, **(said | changes))


def filing(**changes: Any) -> Record:
    said: dict[str, Any] = {"holder": OWN, "number": "京ICP备12345678号-1", "channel": "网站"}
    return record(Kind.ICP_FILING, **(said | changes))


# --- Legal person -----------------------------------------------------------------------------------------------------


def test_what_is_read_badly_proves_nothing() -> None:
    assert outcome("gate-1", licence(), lease()) == ("verified",)
    for name in ("name", "founded_on"):
        assert outcome("gate-1", licence(sure={name: 0.7}), lease()) == ("open", "page-unreadable"), name
    for name in ("lessee", "term_to"):
        assert outcome("gate-1", licence(), lease(sure={name: 0.7})) == ("open", "page-unreadable"), name


@pytest.mark.parametrize(("sure", "status"), [(1.0, "excluded"), (0.85, "open")])
def test_only_what_is_read_surely_excludes(sure: float, status: str) -> None:
    deadline = date(2025, 3, 31)
    young = licence(founded_on="2024-01-05", sure={"founded_on": sure})
    assert outcome("gate-1", young, lease(), deadline=deadline)[:2] == (status, "founded-too-late")
    tianjin = {"address": "天津市南开区中云路1号", "authority": "天津市南开区市场监督管理局", "uscc": None}
    away = licence(**tianjin, sure={"address": sure})
    assert outcome("gate-1", away, lease()) == (status, "not-registered-here")


def test_address_and_office_in_two_provinces_are_for_a_person() -> None:
    paper = licence(authority="天津市南开区市场监督管理局")
    assert outcome("gate-1", paper, lease()) == ("open", "region-conflict")


def test_a_licence_without_address_rests_on_its_office() -> None:
    assert outcome("gate-1", licence(address=None), lease()) == ("verified",)
    assert outcome("gate-1", licence(address=None, authority=None), lease()) == ("open", "not-registered-here")


def test_the_licence_of_the_landlord_does_not_stand_in_the_way() -> None:
    other = licence(name="北京岚桥物业管理有限公司", uscc=None)
    assert outcome("gate-1", other, licence(), lease()) == ("verified",)


def test_two_licences_with_two_founding_days_are_for_a_person() -> None:
    other = licence(founded_on="2019-03-02")
    assert outcome("gate-1", licence(), other, lease()) == ("open", "value-invalid")
    assert outcome("gate-1", licence(), licence(path="副本.pdf"), lease()) == ("verified",)


def test_an_unread_paper_may_be_the_missing_one() -> None:
    assert outcome("gate-1", licence(), problems=[unread("门槛条件1/房屋租赁合同.pdf")]) == ("open", "page-unreadable")
    assert outcome("gate-1", lease(), problems=[unread("门槛条件1/营业执照.jpg")]) == ("open", "page-unreadable")
    assert outcome("gate-1") == ()


def test_a_lease_without_days_and_one_without_end() -> None:
    assert outcome("gate-1", licence(), lease(term_to=None)) == ("open", "term-unknown")
    assert outcome("gate-1", licence(), lease(term_to=None, open_ended=True)) == ("verified",)


def test_one_good_lease_is_enough() -> None:
    ended = lease(term_from="2021-01-01", term_to="2022-12-31", path="旧租赁合同.pdf")
    assert outcome("gate-1", licence(), ended, lease()) == ("verified",)


def test_an_end_before_the_deadline_is_said() -> None:
    found = remarks("gate-1", licence(), lease(term_to="2025-01-31"), deadline=date(2025, 3, 31))
    assert found == {Reason.EXPIRED}
    assert outcome("gate-1", licence(), lease(term_to="2025-01-31"), deadline=date(2025, 3, 31)) == ("verified",)


def asking(of: Ask, number: int) -> Rule:
    demand = Demand(of=of, at_least=Decimal(number), article="1", quote=f"不少于{number}")
    return replace(PROGRAMME.rule("gate-1"), demands=(demand,))


@pytest.mark.parametrize(("area", "status"), [(1000, ("verified",)), (999, ("excluded", "below-threshold"))])
def test_a_rule_may_ask_for_space(area: int, status: tuple[str, ...]) -> None:
    rooms = (lease(area_m2=area - 400), lease(address="北京市海淀区永泰路9号", area_m2=400))
    rule = asking(Ask.AREA_M2, 1000)
    assert told(measure_premises(rule, weighed(rooms))) == status
    assert told(measure_premises(rule, weighed((*rooms, lease(area_m2=area - 400, path="副本.pdf"))))) == status


def test_a_rule_may_ask_for_other_years_and_no_premises() -> None:
    papers = weighed([licence(founded_on="2021-01-05")], deadline=date(2024, 1, 5))
    assert told(measure_legal_person(asking(Ask.YEARS, 3), papers)) == ("verified",)
    assert told(measure_legal_person(asking(Ask.YEARS, 4), papers)) == ("excluded", "founded-too-late")
    assert told(measure_legal_person(asking(Ask.AREA_M2, 4), papers)) == ("verified",)


# --- Clean record -----------------------------------------------------------------------------------------------------


def test_penalties_that_were_not_read_are_no_clean_record() -> None:
    assert outcome("gate-3", licence(), query(), commitment()) == ("verified",)
    for bad in (query(penalties=None), query(sure={"penalties": 0.6})):
        assert outcome("gate-3", licence(), bad, commitment()) == ("open", "page-unreadable")


def test_other_entries_are_for_a_person() -> None:
    assert outcome("gate-3", licence(), query(adverse=["经营异常1条"]), commitment()) == ("open", "record-not-clean")
    assert outcome("gate-3", licence(), query(adverse=[]), commitment()) == ("verified",)


def test_a_clean_page_does_not_wash_off_a_penalty() -> None:
    fined = query(penalties=[{"decided_on": "2024-04-09", "number": "京海市监罚〔2024〕118号"}], path="旧.pdf")
    assert outcome("gate-3", licence(), query(), fined, commitment()) == ("open", "record-not-clean")


def test_a_penalty_without_a_day_is_for_a_person() -> None:
    fined = query(penalties=[{"said": "行政处罚1条"}])
    assert outcome("gate-3", licence(), fined, commitment()) == ("open", "record-not-clean")


def test_the_age_of_the_query_is_a_reading() -> None:
    papers = (licence(), query(queried_on="2024-06-01"), commitment())
    assert outcome("gate-3", *papers) == ("open", "date-out-of-period")
    assert outcome("gate-3", *papers, policy={"credit_query": "any-day"}) == ("verified",)


def test_without_a_licence_nobody_knows_the_representative() -> None:
    assert outcome("gate-3", query(), commitment()) == ("open", "document-missing")
    assert outcome("gate-3", licence(), query(), commitment(signer=None)) == ("open", "page-unreadable")
    assert outcome("gate-3", licence(), query(), commitment(unit="北京岚桥物业管理有限公司")) == (
        "open",
        "holder-mismatch",
    )
    assert outcome("gate-3") == ()


def test_a_page_that_may_be_the_applicants_is_not_washed_off_either() -> None:
    fined = [{"said": "行政处罚1条"}]
    for unsure in (query(subject=None, penalties=fined), query(penalties=fined, sure={"subject": 0.5})):
        assert outcome("gate-3", licence(), query(), unsure, commitment()) == ("open", "record-not-clean")
    other = query(subject="天津云帆信息技术有限公司", uscc=None, penalties=fined)
    assert outcome("gate-3", licence(), query(), other, commitment()) == ("verified",)


def test_a_paper_with_a_broken_signature_or_a_strangers_seal_is_for_a_person() -> None:
    broken, sealed = {"signature": "invalid"}, {"seals": ["天津云帆信息技术有限公司"], "seal_state": "present"}
    for changes, reason in ((broken, "signature-invalid"), (sealed, "seal-mismatch")):
        assert outcome("gate-3", licence(), query(), commitment(**changes)) == ("open", reason)
    assert outcome("gate-1", licence(), lease(**broken)) == ("open", "signature-invalid")


@pytest.mark.parametrize(
    ("day", "status"), [("2023-12-31", ("open", "date-out-of-period")), ("2024-01-01", ("verified",))]
)
def test_a_commitment_of_years_ago_does_not_speak_of_these(day: str, status: tuple[str, ...]) -> None:
    assert outcome("gate-3", licence(), query(), commitment(signed_on=day)) == status


def test_a_commitment_of_something_else_is_none() -> None:
    assert outcome("gate-3", licence(), query(), commitment(topics=["gate-4"])) == ("open", "document-missing")


# --- Systems and management -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "status"),
    [
        ("京ICP备2021012345号-2A", ("verified",)),
        ("京ICP证123456号", ("verified",)),
        ("京B2-20201234", ("verified",)),
        ("京公网安备11010802012345号", ("verified",)),
        ("京ICP备123号", ("open", "value-invalid")),
        (None, ("open", "page-unreadable")),
    ],
)
def test_forms_of_numbers(number: str | None, status: tuple[str, ...]) -> None:
    assert outcome("gate-6", filing(number=number)) == status


def test_two_copies_of_a_filing_are_one_channel_and_the_better_counts() -> None:
    assert outcome("gate-6", filing(sure={"holder": 0.5}), filing(path="副本.pdf")) == ("verified",)


def test_an_unread_filing_is_for_a_person() -> None:
    assert outcome("gate-6", problems=[unread("门槛条件6/ICP备案.jpg")]) == ("open", "page-unreadable")
    assert outcome("gate-6") == ()


def test_eight_texts_that_are_one_are_not_eight() -> None:
    same = document(1).fields["sketch"].value
    eight = [document(number) for number in range(8)]
    copied = [document(number, sketch=same) for number in range(8)]
    assert outcome("gate-7", *eight) == ("verified",)
    assert outcome("gate-7", *copied) == ("open", "below-threshold")


def test_documents_without_issuer_or_read_badly_are_for_a_person() -> None:
    seven = [document(number) for number in range(7)]
    assert outcome("gate-7", *seven, document(7, issuer=None)) == ("open", "below-threshold")
    assert outcome("gate-7", *seven, document(7, sure={"title": 0.5})) == ("open", "below-threshold")
    assert outcome("gate-7", *seven) == ("excluded", "below-threshold")


def test_a_paper_of_unknown_kind_may_be_the_eighth() -> None:
    seven = [document(number) for number in range(7)]
    stray = replace(ledger_entry("门槛条件7/服务流程.png"), kind=Kind.UNKNOWN)
    assert outcome("gate-7", *seven, submission={"ledger": (stray,)}) == ("open", "below-threshold")
    assert outcome("gate-7", *seven, problems=[unread("门槛条件7/服务流程.pdf")])[0] == "open"


def test_a_certificate_read_badly_neither_proves_nor_excludes() -> None:
    assert outcome("gate-7", certificate(sure={"valid_until": 0.7})) == ("open", "page-unreadable")
    assert outcome("gate-7", certificate(valid_until="2024-06-01", sure={"valid_until": 0.85})) == ("open", "expired")
    assert outcome("gate-7", certificate(valid_until="2024-06-01")) == ("excluded", "expired")
    assert outcome("gate-7", certificate(valid_until=None)) == ("open", "page-unreadable")


def test_a_certificate_that_the_register_calls_suspended_is_for_a_person() -> None:
    register = certificate(path="查询.pdf", lapsed="暂停")
    for papers in ((register,), (certificate(), register), (register, certificate())):
        assert outcome("gate-7", *papers) == ("open", "value-invalid")
    other = certificate(path="查询.pdf", number="03410Q10287R0S", lapsed="撤销")
    assert outcome("gate-7", certificate(), other) == ("verified",)


def test_documents_stand_in_for_an_expired_certificate() -> None:
    eight = [document(number) for number in range(8)]
    assert outcome("gate-7", certificate(valid_until="2024-06-01"), *eight) == ("verified",)


def test_a_document_that_names_both_is_no_template() -> None:
    eight = [document(number) for number in range(7)]
    both = document(7, names=[OWN, "天津岚溪管理咨询有限公司"])
    assert outcome("gate-7", *eight, both) == ("verified",)
    foreign = document(7, issuer=None, names=["天津岚溪管理咨询有限公司"])
    assert Reason.HOLDER_MISMATCH in remarks("gate-7", *eight, foreign)


def screen(**changes: Any) -> Record:
    said: dict[str, Any] = {
        "title": "砚溪企业服务云",
        "url": "https://www.yanxi-demo.com.cn/a",
        "dates": ["2024-05-06"],
    }
    return record(Kind.SYSTEM_SCREENSHOT, **(said | changes))


BOUGHT = {"title": "软件采购合同", "subject": "企业服务云系统"}
UNPROVEN = ("open", "document-missing")


@pytest.mark.parametrize(
    ("basis", "status"),
    [
        (filing(domain="www.yanxi-demo.com.cn"), ("verified",)),
        (filing(domain="www.other-demo.com.cn"), UNPROVEN),
        (filing(system="砚溪企业服务云平台"), ("verified",)),
        (record(Kind.IP_CERTIFICATE, owner=OWN, name="企业服务云软件V1.0"), ("verified",)),
        (
            record(Kind.IP_CERTIFICATE, owner="北京岚桥科技有限公司", name="企业服务云软件V1.0"),
            ("open", "document-missing"),
        ),
        (record(Kind.SERVICE_CONTRACT, party_a=OWN, title="软件采购合同", subject="企业服务云系统"), ("verified",)),
        (
            record(Kind.SERVICE_CONTRACT, party_b=OWN, title="软件采购合同", subject="企业服务云系统"),
            ("open", "document-missing"),
        ),
    ],
)
def test_the_screen_is_of_the_system_that_is_owned(basis: Record, status: tuple[str, ...]) -> None:
    assert outcome("score-10", basis, screen()) == status


# --- Days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2025, 3, 31), 3, date(2024, 12, 31)),
        (date(2025, 5, 31), 3, date(2025, 2, 28)),
        (date(2024, 12, 31), 3, date(2024, 9, 30)),
        (date(2025, 1, 15), 1, date(2024, 12, 15)),
    ],
)
def test_months_before(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_years_before_a_leap_day() -> None:
    assert years_before(date(2024, 2, 29), 2) == date(2022, 2, 28)
    assert years_before(date(2024, 2, 29), 4) == date(2020, 2, 29)
