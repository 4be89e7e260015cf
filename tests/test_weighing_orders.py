"""Orders against contracts and invoices: both sides of every edge."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.claims import Claim
from domain.documents import Kind, Problem
from domain.findings import Reason, Status
from domain.records import Record
from tests.papers import (
    OWN,
    RULE,
    contract,
    desk_of,
    invoice,
    order_row,
    reasons_of,
    record,
    remarks_of,
    unread,
    uscc,
)
from validators.weighing.evidence import amounts_agree, is_receipt_number, number_keys, numbers_agree
from validators.weighing.orders import weigh_orders
from validators.weighing.scale import Scale

CLIENT, OTHER = "北京云途科技有限公司", "天津岚谷软件有限公司"


def weighed(claims: Sequence[Claim], papers: Iterable[Record], problems: Iterable[Problem] = ()) -> list[Scale]:
    desk = desk_of(papers, claims, problems=problems)
    return [order.scale for order in weigh_orders(claims, desk, RULE).values()]


def one(claim: Claim, *papers: Record, problems: Iterable[Problem] = ()) -> Scale:
    (scale,) = weighed([claim], papers, problems)
    return scale


def test_contract_and_invoice_that_agree_prove_the_row_with_a_source_for_each() -> None:
    papers = contract(CLIENT), invoice(CLIENT)
    scale = one(order_row(2, CLIENT), *papers)
    assert scale.status is Status.VERIFIED
    assert {source.path for source in scale.sources} >= {paper.path for paper in papers}


@pytest.mark.parametrize(
    ("papers", "reason"),
    [
        ((), Reason.NO_EVIDENCE),
        ((contract(CLIENT),), Reason.INVOICE_MISSING),
        ((invoice(CLIENT),), Reason.CONTRACT_MISSING),
    ],
)
def test_what_is_missing_leaves_the_row_open(papers: tuple[Record, ...], reason: Reason) -> None:
    scale = one(order_row(2, CLIENT), *papers)
    assert (scale.status, scale.reasons) == (Status.OPEN, (reason,))


# --- Dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signed", "issued", "status"),
    [
        ("2023-12-31", "2023-12-31", Status.EXCLUDED),
        ("2024-01-01", "2023-12-31", Status.VERIFIED),
        ("2023-12-31", "2024-01-01", Status.VERIFIED),
        ("2024-12-31", "2025-01-01", Status.VERIFIED),
        ("2025-01-01", "2025-01-01", Status.EXCLUDED),
        ("2024-12", "2025-01-14", Status.VERIFIED),
        (None, "2024-12-31", Status.VERIFIED),
        (None, "2025-01-01", Status.OPEN),
    ],
)
def test_contract_or_invoice_must_be_of_the_year(signed: str | None, issued: str, status: Status) -> None:
    scale = one(order_row(2, CLIENT), contract(CLIENT, signed_on=signed), invoice(CLIENT, issued_on=issued))
    assert scale.status is status


def test_an_undated_contract_beside_an_invoice_of_the_year_is_a_remark() -> None:
    scale = one(order_row(2, CLIENT), contract(CLIENT, signed_on=None), invoice(CLIENT))
    assert scale.status is Status.VERIFIED
    assert remarks_of(scale) == {Reason.DATE_MISSING}


def test_an_undated_contract_beside_an_invoice_of_another_year_may_be_of_the_year() -> None:
    scale = one(order_row(2, CLIENT), contract(CLIENT, signed_on=None), invoice(CLIENT, issued_on="2023-05-01"))
    assert (scale.status, scale.reasons) == (Status.OPEN, (Reason.DATE_MISSING,))


@pytest.mark.parametrize(("sure", "status"), [(0.90, Status.EXCLUDED), (0.89, Status.OPEN)])
def test_only_dates_read_for_certain_exclude(sure: float, status: Status) -> None:
    papers = contract(CLIENT, signed_on="2023-03-05", sure={"signed_on": sure}), invoice(CLIENT, issued_on="2023-03-09")
    assert one(order_row(2, CLIENT), *papers).status is status


@pytest.mark.parametrize(("sure", "status"), [(0.80, Status.VERIFIED), (0.79, Status.OPEN)])
def test_only_dates_read_well_prove(sure: float, status: Status) -> None:
    papers = contract(CLIENT, sure={"signed_on": sure}), invoice(CLIENT, issued_on="2025-01-09")
    scale = one(order_row(2, CLIENT), *papers)
    assert scale.status is status
    assert scale.reasons == (() if status is Status.VERIFIED else (Reason.PAGE_UNREADABLE,))


def test_a_blurred_date_harms_nothing_beside_a_clear_one() -> None:
    papers = contract(CLIENT, sure={"signed_on": 0.3}), invoice(CLIENT)
    assert one(order_row(2, CLIENT), *papers).status is Status.VERIFIED


def test_papers_of_another_year_exclude_nothing_while_another_paper_is_unread_or_in_doubt() -> None:
    old = contract(CLIENT, signed_on="2023-03-05"), invoice(CLIENT, issued_on="2023-03-09")
    assert one(order_row(2, CLIENT), *old, problems=[unread("合同/云途续签.pdf")]).status is Status.OPEN
    likely = contract("云途（北京）科技有限公司", number="HT-9")
    assert one(order_row(2, CLIENT), *old, likely).status is Status.OPEN


# --- Amounts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("listed", "paper", "agree"),
    [
        ("1.2", "12000", True),
        ("1.2", "12345", True),  # rounded to the digit that is printed
        ("1.23", "12345", True),
        ("1.24", "12345", False),
        ("1.2345", "12345", True),
        ("1.2", "12500.01", False),
        ("12345", "12345", False),  # 元 typed as 万元
        ("3", "34000", False),  # rounding by more than a twentieth
        ("0", "0", True),
    ],
)
def test_a_list_amount_agrees_up_to_its_own_rounding(listed: str, paper: str, agree: bool) -> None:
    assert amounts_agree(Decimal(listed), Decimal(paper)) is agree


@given(st.decimals(min_value=1, max_value=10**8, places=2), st.integers(min_value=2, max_value=6))
def test_an_amount_rounded_to_hundred_yuan_or_finer_agrees(yuan: Decimal, places: int) -> None:
    listed = round(yuan / 10000, places)
    within = abs(listed * 10000 - yuan) <= max(Decimal("0.01"), yuan / 20)
    assert amounts_agree(listed, yuan) is within


@pytest.mark.parametrize(
    ("listed", "found"),
    [(1.3, "合同12000元"), (12000, "合同12000元"), (None, "空"), ("面议", "面议")],
)
def test_a_row_whose_amount_is_another_one_or_none_is_open(listed: float | str | None, found: str) -> None:
    scale = one(order_row(2, CLIENT, amount_wan=listed), contract(CLIENT), invoice(CLIENT))
    assert scale.status is Status.OPEN
    (finding,) = scale.findings
    assert dict(finding.facts)["found"] == found


def test_an_amount_typed_in_yuan_is_said_to_be_one() -> None:
    scale = one(order_row(2, CLIENT, amount_wan=12000), contract(CLIENT), invoice(CLIENT))
    assert "疑以元填写" in scale.findings[0].message


@pytest.mark.parametrize(
    ("totals", "status"),
    [
        ((12000,), Status.VERIFIED),
        ((4000, 4000, 4000), Status.VERIFIED),
        ((12000.5,), Status.VERIFIED),
        ((12002,), Status.OPEN),
        ((18000,), Status.OPEN),
        ((3600,), Status.VERIFIED),  # 30 % as agreed on signing
        ((4000,), Status.VERIFIED),  # a third
        ((11111,), Status.OPEN),
        ((5000, 2345), Status.VERIFIED),
        ((5000, 8000), Status.OPEN),
    ],
)
def test_invoices_cover_a_contract_whole_or_in_instalments(totals: tuple[float, ...], status: Status) -> None:
    papers = [invoice(CLIENT, total_yuan=total, issued_on=f"2024-0{4 + k}-01") for k, total in enumerate(totals)]
    assert one(order_row(2, CLIENT), contract(CLIENT), *papers).status is status


def test_a_contract_without_tax_agrees_with_the_net_sum() -> None:
    paid = invoice(CLIENT, amount_yuan=12000, tax_yuan=720, total_yuan=12720)
    assert one(order_row(2, CLIENT), contract(CLIENT), paid).status is Status.VERIFIED


def test_a_framework_contract_is_settled_by_its_invoices() -> None:
    papers = contract(CLIENT, amount_yuan=None), invoice(CLIENT, total_yuan=5000), invoice(CLIENT, total_yuan=7000)
    assert one(order_row(2, CLIENT), *papers).status is Status.VERIFIED
    assert one(order_row(2, CLIENT, amount_wan=2.4), *papers).reasons == (Reason.AMOUNT_MISMATCH,)


def test_figures_and_capitals_that_differ_are_for_a_person() -> None:
    papers = contract(CLIENT, amount_conflict=True, sure={"amount_yuan": 0.5}), invoice(CLIENT)
    assert one(order_row(2, CLIENT), *papers).reasons == (Reason.AMOUNT_MISMATCH,)


def test_an_amount_that_agrees_needs_no_sharp_print_and_one_that_does_not_is_to_be_looked_at() -> None:
    blurred = contract(CLIENT, sure={"amount_yuan": 0.5})
    assert one(order_row(2, CLIENT), blurred, invoice(CLIENT)).status is Status.VERIFIED
    other = contract(CLIENT, amount_yuan=72000, sure={"amount_yuan": 0.5})
    assert one(order_row(2, CLIENT), other, invoice(CLIENT)).reasons == (Reason.PAGE_UNREADABLE,)


def test_an_invoice_whose_sum_was_not_read_is_to_be_looked_at() -> None:
    scale = one(order_row(2, CLIENT), contract(CLIENT), invoice(CLIENT, total_yuan=None))
    assert scale.reasons == (Reason.PAGE_UNREADABLE,)


# --- Numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "number", "agree"),
    [
        ("HT-2024-001", "ht〔2024〕001", True),
        ("HT-2O24-00l", "HT-2024-001", True),
        ("HT-2024-001、HT-2024-002", "HT-2024-002", True),
        ("合同号：HT-2024-001", "HT-2024-001", True),
        ("2024-001", "JSFW-2024-001", True),
        ("001", "JSFW-2024-001", False),
        ("HT-2024-001", "HT-2024-002", False),
        ("HT-2024-01", "HT-2024-011", False),
    ],
)
def test_numbers_agree_whatever_their_punctuation(reference: str, number: str, agree: bool) -> None:
    assert numbers_agree(reference, number) is agree


def test_letters_for_figures_are_forgiven_to_recognised_print_only() -> None:
    assert not numbers_agree("HT-2024-B58", "HT-2024-8S8")
    assert numbers_agree("HT-2024-B58", "HT-2024-8S8", recognised=True)


@given(st.text(max_size=60))
def test_every_cell_has_its_numbers(text: str) -> None:
    keys = number_keys(text)
    assert len(set(keys)) == len(keys)
    assert all(keys)


def test_another_number_leaves_the_row_open_but_not_that_of_an_invoice_or_receipt() -> None:
    deal = contract(CLIENT), invoice(CLIENT, number="24110000000000000001")
    assert one(order_row(2, CLIENT, reference="CG-77"), *deal).reasons == (Reason.NUMBER_MISMATCH,)
    assert one(order_row(2, CLIENT, reference="24110000000000000001"), *deal).status is Status.VERIFIED
    receipt = one(order_row(2, CLIENT, reference="202403200099887766"), *deal)
    assert receipt.status is Status.VERIFIED
    assert remarks_of(receipt) == {Reason.NUMBER_MISMATCH}
    assert not is_receipt_number("HT2024030500000000")


# --- Several orders ---------------------------------------------------------------------------------------------------


def test_each_contract_and_invoice_of_one_enterprise_finds_its_own_row() -> None:
    rows = [
        order_row(place, CLIENT, reference=f"HT-{place}", amount_wan=float(place), signed_on=f"2024-0{place}-01")
        for place in (2, 3, 4)
    ]
    papers = []
    for place in (4, 2, 3):
        papers += [
            contract(CLIENT, number=f"HT-{place}", amount_yuan=place * 10000, signed_on=f"2024-0{place}-01"),
            invoice(CLIENT, total_yuan=place * 10000),
        ]
    assert [scale.status for scale in weighed(rows, papers)] == [Status.VERIFIED] * 3


def test_contracts_without_numbers_are_told_apart_by_amount_and_date() -> None:
    rows = [order_row(2, CLIENT, reference=None), order_row(3, CLIENT, reference=None, amount_wan=5, service="培训")]
    papers = (
        contract(CLIENT, number=None, amount_yuan=50000),
        contract(CLIENT, number=None),
        invoice(CLIENT, total_yuan=50000),
        invoice(CLIENT),
    )
    assert [scale.status for scale in weighed(rows, papers)] == [Status.VERIFIED] * 2


def test_a_further_invoice_of_the_year_does_not_mend_an_order_of_last_year() -> None:
    papers = (
        contract(CLIENT, signed_on="2023-03-05"),
        invoice(CLIENT, issued_on="2023-04-01"),
        invoice(CLIENT, total_yuan=777, issued_on="2024-04-01"),
    )
    assert one(order_row(2, CLIENT), *papers).status is Status.EXCLUDED


def test_one_invoice_proves_one_row() -> None:
    rows = [order_row(2, CLIENT), order_row(3, CLIENT, reference="HT-2024-002", signed_on="2024-04-05")]
    papers = (
        contract(CLIENT),
        contract(CLIENT, number="HT-2024-002", signed_on="2024-04-05"),
        invoice(CLIENT),
    )
    assert reasons_of(weighed(rows, papers)) == [("verified",), ("open", "invoice-missing")]


def test_rows_on_one_contract_must_share_its_amount() -> None:
    rows = [order_row(2, CLIENT), order_row(3, CLIENT, signed_on="2024-06-01")]
    papers = contract(CLIENT), invoice(CLIENT), invoice(CLIENT, issued_on="2024-06-02")
    assert reasons_of(weighed(rows, papers)) == [("open", "amount-mismatch")] * 2


def test_a_copy_of_a_paper_is_the_same_paper_and_the_better_one_counts() -> None:
    number = "24110000000000000002"
    blurred = invoice(CLIENT, number=number, sure=0.4, path="发票/副本.jpg")
    papers = contract(CLIENT), blurred, invoice(CLIENT, number=number)
    assert one(order_row(2, CLIENT), *papers).status is Status.VERIFIED


# --- Repeated rows ----------------------------------------------------------------------------------------------------


def test_the_same_order_twice_counts_once() -> None:
    rows = [order_row(2, CLIENT), order_row(3, CLIENT)]
    assert reasons_of(weighed(rows, (contract(CLIENT), invoice(CLIENT)))) == [
        ("verified",),
        ("excluded", "duplicate-order"),
    ]


@pytest.mark.parametrize("cells", [{"reference": "HT-2024-009"}, {"amount_wan": 1.3}, {"signed_on": "2024-03-06"}])
def test_rows_that_differ_in_number_amount_or_date_are_two_orders(cells: dict[str, str | float]) -> None:
    rows = [order_row(2, CLIENT), order_row(3, CLIENT, **cells)]
    statuses = [scale.status for scale in weighed(rows, (contract(CLIENT), invoice(CLIENT)))]
    assert Status.EXCLUDED not in statuses


def test_equal_rows_without_a_number_are_for_a_person() -> None:
    rows = [order_row(place, CLIENT, reference=None, number=place) for place in (2, 3)]
    first, second = weighed(rows, (contract(CLIENT, number=None), invoice(CLIENT)))
    assert first.status is Status.VERIFIED
    assert Reason.POSSIBLE_DUPLICATE in second.reasons
    assert second.status is Status.OPEN


# --- Parties ----------------------------------------------------------------------------------------------------------


def test_the_name_decides_who_is_the_applicant_not_the_label() -> None:
    papers = contract(CLIENT, party_a=OWN, party_b=CLIENT), invoice(CLIENT)
    assert one(order_row(2, CLIENT), *papers).status is Status.VERIFIED


def test_a_former_name_with_the_same_code_is_the_same_enterprise() -> None:
    old, code = "北京云途机电设备有限公司", uscc("client")
    papers = (
        contract(old),
        invoice(old, buyer_code=code, total_yuan=5000),
        invoice(CLIENT, buyer_code=code, total_yuan=7000),
    )
    assert one(order_row(2, CLIENT), *papers).status is Status.VERIFIED
    assert one(order_row(2, CLIENT), contract(old), invoice(CLIENT, buyer_code=code)).status is Status.OPEN


def test_a_possible_name_proves_nothing() -> None:
    papers = contract("云途（北京）科技有限公司"), invoice(CLIENT)
    assert one(order_row(2, CLIENT), *papers).reasons == (Reason.POSSIBLE_PARTY, Reason.CONTRACT_MISSING)


def test_a_branch_of_the_client_counts_for_it_with_a_remark() -> None:
    branch = f"{CLIENT}海淀分公司"
    scale = one(order_row(2, CLIENT), contract(branch), invoice(branch))
    assert scale.status is Status.VERIFIED
    assert Reason.POSSIBLE_PARTY in remarks_of(scale)


def test_the_head_office_does_not_stand_for_a_listed_branch() -> None:
    branch = f"{CLIENT}海淀分公司"
    assert one(order_row(2, branch), contract(CLIENT), invoice(CLIENT)).status is Status.OPEN


@pytest.mark.parametrize(
    "papers",
    [
        (contract(CLIENT, party_b="北京岫禾咨询服务有限公司"), invoice(CLIENT)),
        (contract(CLIENT), invoice(CLIENT, seller="北京岫禾咨询服务有限公司", seller_code=None)),
        (contract(CLIENT), invoice("北京岫禾咨询服务有限公司")),
    ],
)
def test_papers_of_others_leave_the_row_open(papers: tuple[Record, ...]) -> None:
    scale = one(order_row(2, CLIENT), *papers)
    assert scale.status is Status.OPEN
    assert Reason.PARTY_MISMATCH in scale.reasons


@pytest.mark.parametrize("field", ["party_a", "party_b"])
@pytest.mark.parametrize(("sure", "status"), [(0.80, Status.VERIFIED), (0.79, Status.OPEN)])
def test_names_must_be_legible(field: str, sure: float, status: Status) -> None:
    papers = contract(CLIENT, sure={field: sure}), invoice(CLIENT)
    assert one(order_row(2, CLIENT), *papers).status is status


def test_an_unread_file_with_the_brand_in_its_path_may_be_the_missing_paper() -> None:
    scale = one(order_row(2, CLIENT), invoice(CLIENT), problems=[unread("合同/云途2024.jpg")])
    assert scale.reasons == (Reason.PAGE_UNREADABLE, Reason.CONTRACT_MISSING)


def test_an_unread_file_beside_the_papers_of_one_enterprise_alone_may_be_it_too() -> None:
    own = invoice(CLIENT, path="03/发票.pdf")
    scale = one(order_row(2, CLIENT), own, problems=[unread("03/IMG_1.jpg")])
    assert Reason.PAGE_UNREADABLE in scale.reasons
    other = invoice(OTHER, path="03/发票2.pdf")
    rows = [order_row(2, CLIENT), order_row(3, OTHER)]
    scales = weighed(rows, (own, other), [unread("03/IMG_1.jpg")])
    assert all(Reason.PAGE_UNREADABLE not in scale.reasons for scale in scales)


# --- Invoices ---------------------------------------------------------------------------------------------------------


def test_a_void_invoice_proves_nothing() -> None:
    papers = contract(CLIENT), invoice(CLIENT, total_yuan=-12000, void=True)
    assert one(order_row(2, CLIENT), *papers).reasons == (Reason.INVOICE_VOID,)


def test_a_credit_note_cancels_the_invoice_of_its_sum_and_not_the_one_issued_instead() -> None:
    credit = invoice(CLIENT, total_yuan=-12000, void=True, issued_on="2024-04-01")
    cancelled = contract(CLIENT), invoice(CLIENT), credit
    assert one(order_row(2, CLIENT), *cancelled).reasons == (Reason.INVOICE_VOID,)
    again = *cancelled, invoice(CLIENT, issued_on="2024-04-02")
    assert one(order_row(2, CLIENT), *again).status is Status.VERIFIED


def test_a_credit_note_over_a_part_leaves_the_row_open() -> None:
    papers = contract(CLIENT), invoice(CLIENT), invoice(CLIENT, total_yuan=-5000, issued_on="2024-05-01")
    assert one(order_row(2, CLIENT), *papers).reasons == (Reason.INVOICE_VOID,)


def test_a_credit_note_cancels_the_invoice_that_it_names() -> None:
    first, second = invoice(CLIENT, issued_on="2024-03-20"), invoice(CLIENT, issued_on="2024-04-20")
    for taken in (first, second):
        credit = invoice(CLIENT, total_yuan=-12000, issued_on="2024-05-01", cancels=taken.text("number"))
        scale = one(order_row(2, CLIENT), contract(CLIENT), first, second, credit)
        (kept,) = {first.sha256, second.sha256} - {taken.sha256}
        assert kept in {source.sha256 for source in scale.sources}
        assert taken.sha256 not in {source.sha256 for source in scale.sources}


def test_a_credit_note_for_an_invoice_that_was_not_handed_in_harms_no_other() -> None:
    credit = invoice(CLIENT, total_yuan=-12000, issued_on="2024-03-19", cancels="24110000000000009999")
    assert one(order_row(2, CLIENT), contract(CLIENT), invoice(CLIENT), credit).status is Status.VERIFIED
    unsure = invoice(CLIENT, total_yuan=-12000, issued_on="2024-03-19", cancels="24110000000000009999", sure=0.98)
    assert one(order_row(2, CLIENT), contract(CLIENT), invoice(CLIENT), unsure).reasons == (Reason.INVOICE_VOID,)


@pytest.mark.parametrize(("day", "remarks"), [("2024-12-31", set()), ("2025-01-01", {Reason.DATE_OUT_OF_PERIOD})])
def test_a_service_of_the_year_may_be_invoiced_in_the_next(day: str, remarks: set[Reason]) -> None:
    scale = one(order_row(2, CLIENT), contract(CLIENT), invoice(CLIENT, issued_on=day))
    assert scale.status is Status.VERIFIED
    assert remarks_of(scale) == remarks


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("total_yuan", Reason.AMOUNT_MISMATCH),
        ("issued_on", Reason.DATE_INVALID),
        ("buyer", Reason.PARTY_MISMATCH),
        ("number", Reason.NUMBER_MISMATCH),
    ],
)
def test_what_print_and_code_say_differently_opens_the_row(field: str, reason: Reason) -> None:
    told = [{"field": field, "name": "某项", "found": "二维码甲、票面乙"}]
    doubtful = invoice(CLIENT, conflicts=told, sure={"total_yuan": 0.5})
    scale = one(order_row(2, CLIENT), contract(CLIENT), doubtful)
    assert (scale.status, scale.reasons) == (Status.OPEN, (reason,))
    assert "二维码甲、票面乙" in scale.findings[0].message


def test_a_number_on_invoices_of_two_buyers_opens_the_rows_of_both() -> None:
    number = "24110000000000000003"
    rows = [order_row(2, CLIENT), order_row(3, OTHER)]
    papers = [paper for client in (CLIENT, OTHER) for paper in (contract(client), invoice(client, number=number))]
    assert reasons_of(weighed(rows, papers)) == [("open", "invoice-reused")] * 2


def test_a_number_on_the_invoice_of_a_stranger_is_reused_too() -> None:
    number = "24110000000000000004"
    papers = contract(CLIENT), invoice(CLIENT, number=number), invoice("上海岑溪机器人有限公司", number=number)
    assert one(order_row(2, CLIENT), *papers).reasons == (Reason.INVOICE_REUSED,)


def test_numbers_of_eight_figures_are_unique_only_with_their_code() -> None:
    def numbered(client: str, code: str) -> Record:
        return invoice(client, number="10000001", code=code)

    rows = [order_row(2, CLIENT), order_row(3, OTHER)]
    apart = numbered(CLIENT, "011002300111"), numbered(OTHER, "011002300112"), contract(CLIENT), contract(OTHER)
    assert reasons_of(weighed(rows, apart)) == [("verified",)] * 2
    same = numbered(CLIENT, "011002300111"), numbered(OTHER, "011002300111"), contract(CLIENT), contract(OTHER)
    assert reasons_of(weighed(rows, same)) == [("open", "invoice-reused")] * 2


@pytest.mark.parametrize(
    ("tax", "words", "status"),
    [
        (679.25, 12000, Status.VERIFIED),
        (679.31, 12000, Status.VERIFIED),
        (679.32, 12000, Status.OPEN),
        (679.25, 21000, Status.OPEN),
    ],
)
def test_an_invoice_must_add_up_in_figures_and_words(tax: float, words: float, status: Status) -> None:
    paid = invoice(CLIENT, amount_yuan=11320.75, tax_yuan=tax, total_capitals_yuan=words)
    scale = one(order_row(2, CLIENT), contract(CLIENT), paid)
    assert scale.status is status
    assert scale.reasons == (() if status is Status.VERIFIED else (Reason.INVOICE_ARITHMETIC,))


def test_a_code_that_fails_its_check_is_a_remark() -> None:
    right = uscc("client")
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
    said = []
    for code in (right, wrong):
        scale = one(order_row(2, CLIENT), contract(CLIENT), invoice(CLIENT, buyer_code=code))
        assert scale.status is Status.VERIFIED
        said.append(remarks_of(scale))
    assert said == [set(), {Reason.CODE_INVALID}]


# --- Seals ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "remark"), [("not-found", Reason.SEAL_MISSING), ("unknown", Reason.SEAL_UNCLEAR), ("present", None)]
)
def test_a_missing_or_unclear_seal_is_a_remark(state: str, remark: Reason | None) -> None:
    scale = one(order_row(2, CLIENT), contract(CLIENT, seal_state=state), invoice(CLIENT))
    assert scale.status is Status.VERIFIED
    assert remarks_of(scale) == ({remark} if remark else set())


@pytest.mark.parametrize(
    ("seals", "status"),
    [
        ([OWN, CLIENT], Status.VERIFIED),
        ([f"{CLIENT} 合同专用章", ""], Status.VERIFIED),
        (["北京云逸科技有限公司"], Status.VERIFIED),  # one sign of the 字号 is right: perhaps misread
        (["有限公司云途北京科技"], Status.VERIFIED),  # no name at all
        (["北京岫□咨询服务有限公司"], Status.VERIFIED),  # one legible letter does not say whose it is not
        (["北京岫禾咨询服务有限公司"], Status.OPEN),
        (["北京岫禾□咨询服务有限公司"], Status.OPEN),
    ],
)
def test_a_strangers_seal_opens_the_row(seals: list[str], status: Status) -> None:
    scale = one(order_row(2, CLIENT), contract(CLIENT, seals=seals), invoice(CLIENT))
    assert scale.status is status
    assert scale.reasons == (() if status is Status.VERIFIED else (Reason.SEAL_MISMATCH,))


def test_a_broken_digital_signature_opens_the_row() -> None:
    scale = one(order_row(2, CLIENT), contract(CLIENT, signature="invalid"), invoice(CLIENT))
    assert scale.reasons == (Reason.SIGNATURE_INVALID,)


def test_papers_of_other_kinds_prove_no_order() -> None:
    lease = record(Kind.LEASE_CONTRACT, party_a=CLIENT, party_b=OWN, number="HT-2024-001", amount_yuan=12000)
    assert one(order_row(2, CLIENT), lease, invoice(CLIENT)).reasons == (Reason.CONTRACT_MISSING,)
