"""Enterprises served: by orders, by activities, beyond the hundred; and who is none."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from domain.claims import Claim
from domain.documents import Kind, Problem
from domain.findings import Reason, Status
from domain.records import Record
from tests.papers import (
    OWN,
    RULE,
    YEAR,
    activity_row,
    contract,
    desk_of,
    event_paper,
    invoice,
    order_row,
    pair,
    reasons_of,
    record,
    remarks_of,
    served_row,
    sheet,
    unread,
    uscc,
)
from validators.weighing.activities import weigh_activities
from validators.weighing.orders import weigh_orders
from validators.weighing.scale import Scale
from validators.weighing.served import weigh_served

CLIENT = "北京云途科技有限公司"
REGIONS = ("北京", "天津", "河北")
EVENT = "专精特新企业申报政策宣讲会"
COMMITMENT = record(Kind.COMMITMENT, title="说明和承诺", unit=OWN, topics=["gate-4"], seal_state="present")


def weighed(
    served: Sequence[Claim],
    papers: Iterable[Record] = (),
    orders: Sequence[Claim] = (),
    events: Sequence[Claim] = (),
    problems: Iterable[Problem] = (),
    **more: Any,  # noqa: ANN401 - regions, waived
) -> tuple[list[Scale], list[Scale]]:
    """The scales of 附表2 and of 附表3."""
    desk = desk_of(papers, [*served, *orders], problems=problems)
    known = weigh_orders(orders, desk, RULE)
    activities = weigh_activities(events, desk.pool, YEAR, RULE)
    said = {"regions": REGIONS} | more
    scales = weigh_served(served, desk, known, activities, said.pop("regions"), RULE, **said)
    return scales, [order.scale for order in known.values()]


def one(claim: Claim, *papers: Record, orders: Sequence[Claim] = (), **more: Any) -> Scale:  # noqa: ANN401 - as above
    (scale,), _ = weighed([claim], papers, orders, **more)
    return scale


def attended(*units: str, row: dict[str, Any] | None = None, **changes: Any) -> tuple[Record, ...]:  # noqa: ANN401 - as above
    """The papers of a complete activity on whose sheet these units signed."""
    listed = sheet(EVENT, units, **changes)
    if row:
        rows = [{**signed, **row} for signed in listed.rows("rows")]
        listed = sheet(EVENT, units, **{"rows": rows, **changes})
    return event_paper(Kind.ACTIVITY_NOTICE, EVENT), listed, event_paper(Kind.ACTIVITY_PHOTO, EVENT)


# --- Orders -----------------------------------------------------------------------------------------------------------


def test_a_row_of_the_orders_with_contract_and_invoice_proves_the_enterprise() -> None:
    papers = pair(CLIENT)
    scale = one(served_row(2, CLIENT), *papers, orders=[order_row(2, CLIENT)])
    assert scale.status is Status.VERIFIED
    assert {source.path for source in scale.sources} >= {paper.path for paper in papers}


def test_papers_without_a_row_of_the_orders_prove_nothing() -> None:
    assert one(served_row(2, CLIENT), *pair(CLIENT)).reasons == (Reason.EVIDENCE_NOT_LISTED,)


@pytest.mark.parametrize("cells", [{"amount_wan": 3.0}, {"reference": "CG-1"}, {"amount_wan": None}])
def test_an_order_that_disagrees_in_amount_or_number_leaves_the_enterprise_proven(cells: dict[str, Any]) -> None:
    (served,), (order,) = weighed([served_row(2, CLIENT)], pair(CLIENT), [order_row(2, CLIENT, **cells)])
    assert (served.status, order.status) == (Status.VERIFIED, Status.OPEN)


@pytest.mark.parametrize(
    ("signed", "issued", "status"),
    [
        ("2023-12-31", "2023-12-31", Status.OPEN),
        ("2023-12-31", "2024-01-01", Status.VERIFIED),
        ("2024-12-31", "2025-01-01", Status.VERIFIED),
        ("2025-01-01", "2025-01-01", Status.OPEN),
    ],
)
def test_one_of_the_papers_must_be_of_the_year(signed: str, issued: str, status: Status) -> None:
    papers = contract(CLIENT, signed_on=signed), invoice(CLIENT, issued_on=issued)
    scale = one(served_row(2, CLIENT), *papers, orders=[order_row(2, CLIENT)])
    assert scale.status is status
    assert scale.reasons == (() if status is Status.VERIFIED else (Reason.DATE_OUT_OF_PERIOD,))


@pytest.mark.parametrize(
    ("papers", "reasons"),
    [
        ((), (Reason.NO_EVIDENCE,)),
        ((contract(CLIENT),), (Reason.INVOICE_MISSING,)),
        ((invoice(CLIENT),), (Reason.CONTRACT_MISSING,)),
        ((contract(CLIENT), invoice(CLIENT, void=True)), (Reason.INVOICE_VOID,)),
        ((contract(CLIENT, sure=0.5), invoice(CLIENT)), (Reason.PAGE_UNREADABLE,)),
        ((contract(CLIENT), invoice(CLIENT, sure={"buyer": 0.5})), (Reason.PAGE_UNREADABLE,)),
        (
            (contract(CLIENT, sure={"signed_on": 0.5}), invoice(CLIENT, issued_on="2025-01-03")),
            (Reason.PAGE_UNREADABLE,),
        ),
        ((contract(CLIENT), invoice(CLIENT, amount_yuan=1, tax_yuan=1)), (Reason.INVOICE_ARITHMETIC,)),
        ((contract(CLIENT, seals=["北京岫禾咨询服务有限公司"]), invoice(CLIENT)), (Reason.SEAL_MISMATCH,)),
        ((contract(CLIENT, signature="invalid"), invoice(CLIENT)), (Reason.SIGNATURE_INVALID,)),
        (
            (contract(CLIENT), invoice(CLIENT), invoice(CLIENT, total_yuan=-15000, issued_on="2024-05-01")),
            (Reason.INVOICE_VOID,),
        ),
        (
            (contract("云途（北京）科技有限公司"), invoice(CLIENT)),
            (Reason.POSSIBLE_PARTY, Reason.CONTRACT_MISSING),
        ),
    ],
)
def test_why_orders_do_not_prove_a_row(papers: tuple[Record, ...], reasons: tuple[Reason, ...]) -> None:
    scale = one(served_row(2, CLIENT), *papers, orders=[order_row(2, CLIENT)])
    assert (scale.status, scale.reasons) == (Status.OPEN, reasons)


def test_a_sound_pair_counts_beside_flawed_papers() -> None:
    papers = (*pair(CLIENT), contract(CLIENT, number="HT-2", sure=0.4), invoice(CLIENT, amount_yuan=1, tax_yuan=1))
    assert one(served_row(2, CLIENT), *papers, orders=[order_row(2, CLIENT)]).status is Status.VERIFIED


def test_an_unread_file_of_the_enterprise_is_said() -> None:
    scale = one(served_row(2, CLIENT), problems=[unread("合同/云途/IMG_1.jpg")])
    assert scale.reasons == (Reason.PAGE_UNREADABLE,)


# --- Activities -------------------------------------------------------------------------------------------------------


def test_an_enterprise_that_signed_at_a_complete_activity_is_proven() -> None:
    scale = one(served_row(2, CLIENT), *attended(CLIENT), events=[activity_row(2, EVENT)])
    assert scale.status is Status.VERIFIED
    assert {source.path for source in scale.sources} >= {paper.path for paper in attended(CLIENT)}


def test_a_branch_that_signed_stands_for_its_head_office() -> None:
    papers = attended(f"{CLIENT}海淀分公司")
    assert one(served_row(2, CLIENT), *papers, events=[activity_row(2, EVENT)]).status is Status.VERIFIED


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ({"signed": False}, Status.OPEN),
        ({"signed": None}, Status.OPEN),
        ({"confidence": 0.79}, Status.OPEN),
        ({"confidence": 0.80}, Status.VERIFIED),
    ],
)
def test_only_a_legible_row_that_is_signed_counts(row: dict[str, Any], status: Status) -> None:
    scale = one(served_row(2, CLIENT), *attended(CLIENT, row=row), events=[activity_row(2, EVENT)])
    assert scale.status is status
    assert scale.reasons == (() if status is Status.VERIFIED else (Reason.SIGN_IN_MISSING,))


def test_a_row_shares_what_is_wrong_with_its_activity() -> None:
    papers = attended(CLIENT)[1:]
    assert one(served_row(2, CLIENT), *papers, events=[activity_row(2, EVENT)]).reasons == (Reason.NOTICE_MISSING,)
    late = activity_row(2, EVENT, "2025-01-01")
    papers = tuple(event_paper(kind, EVENT, "2025-01-01") for kind in (Kind.ACTIVITY_NOTICE, Kind.ACTIVITY_PHOTO))
    scale = one(served_row(2, CLIENT), *papers, sheet(EVENT, [CLIENT], "2025-01-01"), events=[late])
    assert scale.reasons == (Reason.DATE_OUT_OF_PERIOD,)


@pytest.mark.parametrize(
    ("unit", "reason"),
    [
        ("云途（北京）科技有限公司", Reason.POSSIBLE_PARTY),
        ("云途科技", Reason.POSSIBLE_PARTY),
        ("北京云帆商贸有限公司", Reason.NO_EVIDENCE),
        (OWN, Reason.NO_EVIDENCE),
    ],
)
def test_another_or_a_short_name_on_the_sheet_proves_nothing(unit: str, reason: Reason) -> None:
    scale = one(served_row(2, CLIENT), *attended(unit), events=[activity_row(2, EVENT)])
    assert (scale.status, scale.reasons) == (Status.OPEN, (reason,))


def test_names_in_the_window_of_a_meeting_are_no_list_of_attendees() -> None:
    rows = [{"name": "王芳", "unit": CLIENT, "signed": True}]
    papers = event_paper(Kind.ACTIVITY_NOTICE, EVENT), event_paper(Kind.MEETING_SCREENSHOT, EVENT, rows=rows)
    online = activity_row(2, EVENT, place="线上")
    assert one(served_row(2, CLIENT), *papers, events=[online]).status is Status.OPEN
    exported = sheet(EVENT, [CLIENT], page=None, path="名单.xlsx")
    assert one(served_row(2, CLIENT), *papers, exported, events=[online]).status is Status.VERIFIED


def test_the_applicants_own_row_is_not_proven_by_its_own_staff() -> None:
    scale = one(served_row(2, OWN), *attended(OWN), events=[activity_row(2, EVENT)])
    assert scale.reasons == (Reason.NO_EVIDENCE,)


# --- Duplicates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        (CLIENT, ("excluded", "duplicate-enterprise")),
        ("北京市云途科技有限责任公司", ("excluded", "duplicate-enterprise")),
        (f"{CLIENT}海淀分公司", ("excluded", "duplicate-enterprise")),
        ("云途（北京）科技有限公司", ("open", "no-evidence", "possible-duplicate")),
        ("北京云帆科技有限公司", ("open", "no-evidence")),
    ],
)
def test_the_later_of_two_rows_goes_or_stays_open(second: str, outcome: tuple[str, ...]) -> None:
    rows = [served_row(2, CLIENT), served_row(3, second)]
    scales, _ = weighed(rows, pair(CLIENT), [order_row(2, CLIENT)])
    assert reasons_of(scales)[0] == ("verified",)
    assert reasons_of(scales)[1] == outcome


def test_two_branches_of_one_legal_person_count_once() -> None:
    rows = [served_row(2, f"{CLIENT}海淀分公司"), served_row(3, f"{CLIENT}丰台分公司")]
    scales, _ = weighed(rows)
    assert [scale.status for scale in scales] == [Status.OPEN, Status.EXCLUDED]


def test_a_chain_of_same_names_is_one_enterprise() -> None:
    code = uscc("chain")
    rows = [served_row(2, CLIENT), served_row(3, "北京市云途科技有限公司"), served_row(4, "北京云途机电设备有限公司")]
    papers = (
        invoice("北京市云途科技有限公司", buyer_code=code),
        invoice("北京云途机电设备有限公司", buyer_code=code),
        contract(CLIENT),
    )
    scales, _ = weighed(rows, papers, [order_row(2, CLIENT)])
    assert [scale.status for scale in scales] == [Status.VERIFIED, Status.EXCLUDED, Status.EXCLUDED]


# --- Subject ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "province", "outcome"),
    [
        (CLIENT, "北京市海淀区", ("open", "no-evidence")),
        ("云途科技有限公司", "河北省石家庄市", ("open", "no-evidence")),
        ("云途科技有限公司", "上海", ("excluded", "outside-region")),
        ("上海云途科技有限公司", "上海市", ("excluded", "outside-region")),
        ("上海云途科技有限公司", "北京", ("open", "no-evidence", "region-conflict")),
        (CLIENT, "上海", ("open", "no-evidence", "region-conflict")),
        ("上海云途科技有限公司北京分公司", "北京", ("open", "no-evidence", "region-conflict")),
        (CLIENT, None, ("open", "no-evidence")),
        ("云途科技有限公司", None, ("open", "no-evidence", "value-invalid")),
        ("上海云途科技有限公司", None, ("open", "no-evidence", "value-invalid")),
        (CLIENT, "华北", ("open", "no-evidence", "value-invalid")),
    ],
)
def test_the_declared_province_decides_and_contradiction_is_for_a_person(
    name: str, province: str | None, outcome: tuple[str, ...]
) -> None:
    assert reasons_of([one(served_row(2, name, province=province))]) == [outcome]


def test_a_code_of_another_province_contradicts_the_declared_one() -> None:
    name = "云途科技有限公司"
    papers = contract(name), invoice(name, buyer_code=uscc("far", "310115"))
    scale = one(served_row(2, name), *papers, orders=[order_row(2, name)])
    assert scale.reasons == (Reason.REGION_CONFLICT,)


def test_without_regions_every_place_counts() -> None:
    name = "上海云途科技有限公司"
    scale = one(served_row(2, name, province="上海"), *pair(name), orders=[order_row(2, name)], regions=())
    assert scale.status is Status.VERIFIED


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("北京云途产业促进协会", Status.EXCLUDED),
        ("北京云途大学", Status.EXCLUDED),
        ("北京市海淀区市场监督管理局", Status.EXCLUDED),
        ("北京市海淀区云途商贸经营部", Status.VERIFIED),
        ("北京云途律师事务所", Status.VERIFIED),
        ("王建国", Status.OPEN),
        ("北京云途研究院", Status.OPEN),
    ],
)
def test_only_enterprises_count(name: str, status: Status) -> None:
    scale = one(served_row(2, name), *pair(name), orders=[order_row(2, name)])
    assert scale.status is status
    assert scale.reasons == (() if status is Status.VERIFIED else (Reason.NOT_AN_ENTERPRISE,))


@pytest.mark.parametrize(
    ("sizes", "status"),
    [
        (("小型",), Status.VERIFIED),
        (("大型",), Status.EXCLUDED),
        (("大型企业", None), Status.EXCLUDED),
        (("大型", "中型"), Status.OPEN),
    ],
)
def test_a_large_enterprise_is_no_sme(sizes: tuple[str | None, ...], status: Status) -> None:
    orders = [
        order_row(place, CLIENT, size=size, signed_on=f"2024-03-{place:02d}") for place, size in enumerate(sizes, 2)
    ]
    assert one(served_row(2, CLIENT), *pair(CLIENT), orders=orders).status is status


@pytest.mark.parametrize(("service", "remarked"), [("咨询服务", True), ("", True), ("等级保护测评", False)])
def test_a_service_that_says_nothing_is_a_remark(service: str, remarked: bool) -> None:
    scale = one(served_row(2, CLIENT, service=service), *pair(CLIENT), orders=[order_row(2, CLIENT)])
    assert scale.status is Status.VERIFIED
    assert (Reason.GENERIC_SERVICE in remarks_of(scale)) is remarked


# --- Beyond the hundred -----------------------------------------------------------------------------------------------


def ranked(count: int, last_amount: float = 0.5) -> tuple[list[Claim], list[Claim], list[Record]]:
    """So many enterprises with orders of falling amounts, the first hundred with papers; ties at the last places."""
    brands = [f"{a}{b}" for a in "砚澜霁岫禾杉汀笃朗沐翎" for b in "溪川舟衡谷岭桥帆星野"]
    names = [f"北京{brand}科技有限公司" for brand in brands[:count]]
    amounts = [float(500 - place) if place < 98 else last_amount for place in range(count)]
    served = [served_row(place + 2, name) for place, name in enumerate(names)]
    orders = [
        order_row(place + 2, name, amount_wan=amount, reference=f"HT-{place}")
        for place, (name, amount) in enumerate(zip(names, amounts, strict=True))
    ]
    papers: list[Record] = []
    for place, (name, amount) in enumerate(zip(names[:100], amounts[:100], strict=True)):
        papers.append(contract(name, number=f"HT-{place}", amount_yuan=amount * 10000))
        papers.append(invoice(name, total_yuan=amount * 10000))
    return served, orders, papers


def statuses(scales: Sequence[Scale]) -> dict[Status, int]:
    return {status: sum(scale.status is status for scale in scales) for status in Status}


def test_of_a_hundred_enterprises_all_evidence_is_wanted() -> None:
    served, orders, papers = ranked(100)
    scales, _ = weighed(served, [*papers[:-1], COMMITMENT], orders)
    assert statuses(scales)[Status.VERIFIED] == 99
    assert scales[-1].reasons == (Reason.INVOICE_MISSING,)


@pytest.mark.parametrize(
    ("letter", "waived", "status"),
    [(COMMITMENT, False, Status.COVERED), (None, False, Status.OPEN), (None, True, Status.COVERED)],
)
def test_the_hundred_and_first_is_covered_by_the_sealed_commitment(
    letter: Record | None, waived: bool, status: Status
) -> None:
    served, orders, papers = ranked(101, last_amount=300.0)
    orders[-1] = order_row(102, served[-1].name, amount_wan=0.1, reference="HT-100")
    scales, ordered = weighed(served, [*papers, *filter(None, [letter])], orders, waived=waived)
    assert statuses(scales)[Status.VERIFIED] == 100
    assert (scales[-1].status, ordered[-1].status) == (status, status)
    assert scales[-1].reasons == (() if status is Status.COVERED else (Reason.COMMITMENT_MISSING,))


def test_a_gap_inside_the_hundred_is_open_and_harms_no_other_row() -> None:
    served, orders, papers = ranked(101, last_amount=300.0)
    orders[-1] = order_row(102, served[-1].name, amount_wan=0.1, reference="HT-100")
    scales, _ = weighed(served, [*papers[2:], COMMITMENT], orders)
    assert scales[0].reasons == (Reason.NO_EVIDENCE,)
    assert scales[-1].status is Status.COVERED
    assert statuses(scales) == {Status.VERIFIED: 99, Status.OPEN: 1, Status.EXCLUDED: 0, Status.COVERED: 1}


def test_ties_at_the_hundredth_place_belong_to_the_hundred() -> None:
    served, orders, papers = ranked(102)
    scales, _ = weighed(served, [*papers, COMMITMENT], orders)
    assert [scale.reasons for scale in scales[100:]] == [(Reason.NO_EVIDENCE,)] * 2


def test_an_enterprise_beyond_the_hundred_that_is_proven_is_verified() -> None:
    served, orders, papers = ranked(101, last_amount=300.0)
    name = served[-1].name
    orders[-1] = order_row(102, name, amount_wan=0.1, reference="HT-100")
    own = contract(name, number="HT-100", amount_yuan=1000), invoice(name, total_yuan=1000)
    scales, _ = weighed(served, [*papers, *own, COMMITMENT], orders)
    assert statuses(scales)[Status.VERIFIED] == 101


def test_papers_that_contradict_a_row_beyond_the_hundred_open_it() -> None:
    served, orders, papers = ranked(101, last_amount=300.0)
    name = served[-1].name
    orders[-1] = order_row(102, name, amount_wan=0.1, reference="HT-100")
    void = contract(name, number="HT-100", amount_yuan=1000), invoice(name, total_yuan=-1000)
    scales, _ = weighed(served, [*papers, *void, COMMITMENT], orders)
    assert scales[-1].reasons == (Reason.INVOICE_VOID,)


def test_only_orders_that_count_make_more_than_a_hundred() -> None:
    served, orders, papers = ranked(101, last_amount=300.0)
    name = served[-1].name
    orders[-1] = order_row(102, name, amount_wan=0.1, reference="HT-100", signed_on="2023-03-05")
    old = (
        contract(name, number="HT-100", amount_yuan=1000, signed_on="2023-03-05"),
        invoice(name, total_yuan=1000, issued_on="2023-03-09"),
    )
    scales, ordered = weighed(served, [*papers[2:], *old, COMMITMENT], orders)
    assert ordered[-1].status is Status.EXCLUDED
    assert scales[-1].reasons == (Reason.DATE_OUT_OF_PERIOD,)
    assert statuses(scales)[Status.COVERED] == 0


@pytest.mark.parametrize(
    "letter",
    [
        record(Kind.COMMITMENT, title="说明和承诺", unit=OWN, topics=["gate-4"], seal_state="not-found"),
        record(Kind.COMMITMENT, title="说明和承诺", unit=OWN, topics=["gate-4"], seal_state="unknown"),
        record(Kind.COMMITMENT, title="说明和承诺", unit=OWN, topics=["gate-9"], seal_state="present"),
        record(Kind.COMMITMENT, title="说明", unit="上海岑溪机器人有限公司", topics=["gate-4"], seal_state="present"),
    ],
)
def test_a_letter_that_is_not_sealed_or_not_ours_or_of_something_else_covers_nothing(letter: Record) -> None:
    served, orders, papers = ranked(101, last_amount=300.0)
    orders[-1] = order_row(102, served[-1].name, amount_wan=0.1, reference="HT-100")
    scales, _ = weighed(served, [*papers, letter], orders)
    assert scales[-1].reasons == (Reason.COMMITMENT_MISSING,)


def test_a_doubt_about_the_row_itself_is_not_covered() -> None:
    served, orders, papers = ranked(101, last_amount=300.0)
    name = served[-1].name
    served[-1] = served_row(102, name, province="上海")
    orders[-1] = order_row(102, name, amount_wan=0.1, reference="HT-100")
    scales, _ = weighed(served, [*papers, COMMITMENT], orders)
    assert scales[-1].reasons == (Reason.REGION_CONFLICT,)
