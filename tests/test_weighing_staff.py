"""Staff against insurance records and certificates: months, employers, levels, namesakes."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.claims import Claim
from domain.documents import Kind, Problem
from domain.findings import Reason, Status
from domain.records import Record
from tests.papers import (
    OWN,
    OWN_CODE,
    YEAR,
    desk_of,
    diploma,
    id_number,
    insurance,
    insured,
    months,
    reasons_of,
    record,
    remarks_of,
    staff_row,
    title,
    unread,
)
from validators.weighing.scale import Scale
from validators.weighing.staff import misplaced_in, order_finding, weigh_staff

NAME, RULE = "张晓明", "gate-8"


def weighed(
    claims: Sequence[Claim], papers: Iterable[Record], problems: Iterable[Problem] = (), *, both: bool = False
) -> list[Scale]:
    return weigh_staff(claims, desk_of(papers, (), problems=problems).pool, YEAR, RULE, both=both)


def one(*papers: Record, row: Claim | None = None, **more: Any) -> Scale:  # noqa: ANN401 - problems, both
    (scale,) = weighed([row or staff_row(2, NAME)], papers, **more)
    return scale


def test_twelve_months_and_a_degree_prove_a_person() -> None:
    papers = insurance(insured(NAME)), diploma(NAME)
    scale = one(*papers)
    assert scale.status is Status.VERIFIED
    assert {source.path for source in scale.sources} >= {paper.path for paper in papers}


# --- Months -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("held", "outcome"),
    [
        (months(1, 12), ("verified",)),
        (months(1, 11), ("excluded", "months-missing")),
        (months(2, 12), ("excluded", "months-missing")),
        ([*months(1, 7), *months(9, 12)], ("excluded", "months-missing")),
        ([*months(1, 12), *months(1, 3, YEAR + 1)], ("verified",)),
        (months(1, 12, YEAR - 1), ("excluded", "months-missing")),
    ],
)
def test_all_twelve_months_of_the_year_are_asked_for(held: list[str], outcome: tuple[str, ...]) -> None:
    assert reasons_of([one(insurance(insured(NAME, held)), diploma(NAME))]) == [outcome]


def test_months_over_several_records_add_up() -> None:
    papers = insurance(insured(NAME, months(1, 6))), insurance(insured(NAME, months(7, 12))), diploma(NAME)
    assert one(*papers).status is Status.VERIFIED


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ({"confidence": 0.90}, ("excluded", "months-missing")),
        ({"confidence": 0.89}, ("open", "months-missing")),
        ({"confidence": 0.95, "id_number": "110***********002X"}, ("open", "months-missing")),
        ({"confidence": 1.0, "id_number": "110***********002X"}, ("excluded", "months-missing")),
        ({"doubts": ["month-unread"]}, ("open", "months-missing")),
        ({"doubts": ["no-months"]}, ("open", "months-missing")),
        ({"doubts": ["id-invalid"]}, ("excluded", "months-missing")),
    ],
)
def test_only_a_legible_record_excludes(more: dict[str, object], outcome: tuple[str, ...]) -> None:
    assert reasons_of([one(insurance(insured(NAME, months(1, 11), **more)), diploma(NAME))]) == [outcome]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"confidence": 0.80}, Status.VERIFIED),
        ({"confidence": 0.79}, Status.OPEN),
        ({"doubts": ["month-count"]}, Status.OPEN),
        ({"doubts": ["id-unread"]}, Status.VERIFIED),
    ],
)
def test_only_a_legible_record_proves(more: dict[str, object], status: Status) -> None:
    scale = one(insurance(insured(NAME, None, **more)), diploma(NAME))
    assert scale.status is status
    assert scale.reasons == (() if status is Status.VERIFIED else (Reason.PAGE_UNREADABLE,))


def test_a_record_printed_in_november_cannot_lack_december() -> None:
    early = insurance(insured(NAME, months(1, 11)), queried_on="2024-12-02")
    assert reasons_of([one(early, diploma(NAME))]) == [("open", "months-missing")]
    late = insurance(insured(NAME, months(1, 11)), queried_on="2025-02-11")
    assert reasons_of([one(late, diploma(NAME))]) == [("excluded", "months-missing")]


def test_an_unread_page_of_the_record_may_hold_the_months() -> None:
    paper = insurance(insured(NAME, months(1, 11)))
    scale = one(paper, diploma(NAME), problems=[unread(paper.path, sha256=paper.sha256, page=2)])
    assert reasons_of([scale]) == [("open", "months-missing", "page-unreadable")]


# --- Employers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("employer", "more", "status"),
    [
        (OWN, {}, Status.VERIFIED),
        ("北京市砚溪企业服务有限责任公司", {}, Status.VERIFIED),
        ("北京砚溪咨询有限公司", {"employer_code": OWN_CODE}, Status.VERIFIED),
        (f"{OWN}天津分公司", {}, Status.OPEN),
        ("北京岫禾人力资源有限公司", {}, Status.OPEN),
        (None, {}, Status.OPEN),
    ],
)
def test_the_employer_is_the_applicant(employer: str | None, more: dict[str, str], status: Status) -> None:
    scale = one(insurance(insured(NAME), employer=employer, **more), diploma(NAME))  # type: ignore[arg-type]
    assert scale.status is status
    assert scale.reasons == (() if status is Status.VERIFIED else (Reason.EMPLOYER_MISMATCH,))


def test_a_year_under_two_employers_is_for_a_person() -> None:
    papers = (
        insurance(insured(NAME, months(1, 6))),
        insurance(insured(NAME, months(7, 12)), employer="北京岫禾人力资源有限公司"),
        diploma(NAME),
    )
    assert reasons_of([one(*papers)]) == [("open", "employer-mismatch")]


def test_segments_of_one_record_are_parted_by_employer() -> None:
    segments = [
        {"employer": OWN, "months": months(1, 6)},
        {"employer": "北京岫禾科技有限公司", "months": months(7, 12)},
    ]
    person = insured(NAME, months(1, 6), segments=segments)
    assert reasons_of([one(insurance(person), diploma(NAME))]) == [("open", "employer-mismatch")]
    own = [{"employer": "北京砚漢企业服务有限公司", "months": months()}]
    assert one(insurance(insured(NAME, segments=own)), diploma(NAME)).status is Status.VERIFIED


# --- Qualification ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("certificates", "outcome"),
    [
        ((diploma(NAME),), ("verified",)),
        ((diploma(NAME, "硕士研究生"),), ("verified",)),
        ((diploma(NAME, "专科"),), ("excluded", "qualification-below")),
        ((diploma(NAME, completed=False),), ("excluded", "qualification-below")),
        ((title(NAME),), ("verified",)),
        ((title(NAME, "副高级"),), ("verified",)),
        ((title(NAME, "初级"),), ("excluded", "qualification-below")),
        ((diploma(NAME, "专科"), title(NAME)), ("verified",)),
        ((diploma(NAME, "专科"), title(NAME, "初级")), ("excluded", "qualification-below")),
        ((record(Kind.VOCATIONAL_CERTIFICATE, name=NAME, title="注册会计师"),), ("open", "qualification-missing")),
        ((record(Kind.DEGREE_CERTIFICATE, name=NAME, level="学士"),), ("verified",)),
        ((), ("open", "qualification-missing")),
        ((diploma(NAME, None),), ("open", "qualification-missing")),  # type: ignore[arg-type]
        ((diploma(NAME, sure={"level": 0.79}),), ("open", "qualification-missing")),
        ((diploma(NAME, sure={"level": 0.80}),), ("verified",)),
        ((diploma(NAME, "专科", sure={"level": 0.89}),), ("open", "qualification-below")),
        ((diploma(NAME, "专科", sure={"level": 0.90}),), ("excluded", "qualification-below")),
        ((title(NAME, awarded_on="2024-12-31"),), ("verified",)),
        ((title(NAME, awarded_on="2025-01-01"),), ("open", "date-out-of-period")),
    ],
)
def test_levels_of_education_and_titles(certificates: tuple[Record, ...], outcome: tuple[str, ...]) -> None:
    assert reasons_of([one(insurance(insured(NAME)), *certificates)]) == [outcome]


@pytest.mark.parametrize(
    ("qualification", "status"),
    [("无", Status.EXCLUDED), ("助理工程师", Status.EXCLUDED), ("工程师", Status.OPEN), (None, Status.EXCLUDED)],
)
def test_a_title_that_the_list_claims_may_be_handed_in_later(qualification: str | None, status: Status) -> None:
    row = staff_row(2, NAME, qualification=qualification)
    assert one(insurance(insured(NAME)), diploma(NAME, "专科"), row=row).status is status


@pytest.mark.parametrize(
    ("certificates", "outcome"),
    [
        ((diploma(NAME), title(NAME)), ("verified",)),
        ((diploma(NAME),), ("open", "qualification-missing")),
        ((title(NAME),), ("open", "qualification-missing")),
        ((diploma(NAME), title(NAME, "初级")), ("excluded", "qualification-below")),
        ((diploma(NAME, "专科"), title(NAME)), ("excluded", "qualification-below")),
    ],
)
def test_the_strict_reading_asks_for_both(certificates: tuple[Record, ...], outcome: tuple[str, ...]) -> None:
    row = staff_row(2, NAME, qualification="无")
    assert reasons_of([one(insurance(insured(NAME)), *certificates, row=row, both=True)]) == [outcome]


def test_nothing_is_excluded_while_a_file_of_the_person_is_unread() -> None:
    scale = one(insurance(insured(NAME)), diploma(NAME, "专科"), problems=[unread(f"学历/{NAME}职称证.jpg")])
    assert reasons_of([scale]) == [("open", "page-unreadable", "qualification-below")]


# --- Nothing, or somebody else ----------------------------------------------------------------------------------------


def test_what_is_missing_is_open() -> None:
    assert one().reasons == (Reason.NO_EVIDENCE,)
    assert one(diploma(NAME)).reasons == (Reason.INSURANCE_MISSING,)
    assert one(problems=[unread(f"社保/{NAME}.pdf")]).reasons == (Reason.PAGE_UNREADABLE,)


@pytest.mark.parametrize("written", ["张 晓明", "张晓　明", "张晓明"])
def test_blanks_in_names_are_nothing(written: str) -> None:
    papers = insurance(insured(written)), diploma(written)
    assert one(*papers).status is Status.VERIFIED


def test_a_look_alike_name_is_for_a_person_and_not_missing() -> None:
    row = staff_row(2, "王己成")
    papers = insurance(insured("王已成")), diploma("王已成")
    assert reasons_of([one(*papers, row=row)]) == [("open", "person-mismatch")]
    assert reasons_of([one(insurance(insured("王己成")), diploma("王已成"), row=row)]) == [("open", "person-mismatch")]
    assert reasons_of([one(insurance(insured("王已成")), diploma("王己成"), row=row)]) == [("open", "person-mismatch")]


def test_a_look_alike_who_is_on_the_list_is_nobody_else() -> None:
    rows = [staff_row(2, "王己成"), staff_row(3, "王已成")]
    papers = insurance(insured("王已成")), diploma("王已成")
    assert reasons_of(weighed(rows, papers)) == [("open", "no-evidence"), ("verified",)]


def test_a_title_under_another_id_number_is_another_persons() -> None:
    other = title(NAME, id_number=id_number("somebody else"))
    assert one(insurance(insured(NAME)), other).reasons == (Reason.PERSON_MISMATCH,)
    assert one(insurance(insured(NAME)), other, diploma(NAME)).status is Status.VERIFIED


def test_an_id_number_that_fails_its_check_is_a_remark() -> None:
    number = id_number(NAME)
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    scale = one(insurance(insured(NAME, id_number=wrong)), diploma(NAME))
    assert scale.status is Status.VERIFIED
    assert remarks_of(scale) == {Reason.ID_NUMBER_INVALID}
    assert wrong not in "".join(finding.message for finding in scale.findings)


# --- Namesakes --------------------------------------------------------------------------------------------------------


def namesake(**more: object) -> dict[str, object]:
    return insured(NAME, None, **{"id_number": id_number("the other"), **more})


def test_two_persons_of_one_name_are_two() -> None:
    rows = [staff_row(2, NAME), staff_row(3, NAME)]
    papers = insurance(insured(NAME), namesake()), diploma(NAME, number="1"), diploma(NAME, number="2")
    assert reasons_of(weighed(rows, papers)) == [("verified",)] * 2


def test_one_diploma_does_not_qualify_two_persons() -> None:
    rows = [staff_row(2, NAME), staff_row(3, NAME)]
    papers = insurance(insured(NAME), namesake()), diploma(NAME, number="1"), diploma(NAME, "硕士研究生", number="2")
    assert reasons_of(weighed(rows, papers)) == [("verified",), ("open", "person-mismatch")]


def test_a_title_tells_by_its_id_number_whose_it_is() -> None:
    rows = [staff_row(2, NAME), staff_row(3, NAME)]
    papers = (
        insurance(insured(NAME), namesake()),
        title(NAME, id_number=id_number(NAME)),
        title(NAME, id_number=id_number("the other")),
    )
    assert reasons_of(weighed(rows, papers)) == [("verified",)] * 2


@pytest.mark.parametrize(
    ("phones", "outcome"),
    [
        ((None, None), ("excluded", "duplicate-person")),
        (("13800001111", "13800001111"), ("excluded", "duplicate-person")),
        (("13800001111", None), ("excluded", "duplicate-person")),
        (("13800001111", "13900002222"), ("open", "possible-duplicate")),
    ],
)
def test_more_rows_than_persons_repeat_one_unless_the_phones_differ(
    phones: tuple[str | None, ...], outcome: tuple[str, ...]
) -> None:
    rows = [staff_row(place, NAME, phone=phone) for place, phone in enumerate(phones, 2)]
    assert reasons_of(weighed(rows, [insurance(insured(NAME)), diploma(NAME)])) == [("verified",), outcome]


def test_more_persons_than_rows_leave_open_who_is_meant_unless_all_have_the_months() -> None:
    full = insurance(insured(NAME), namesake())
    assert one(full, diploma(NAME)).status is Status.VERIFIED
    short = insurance(insured(NAME), namesake(months=months(1, 3)))
    assert one(short, diploma(NAME)).reasons == (Reason.PERSON_MISMATCH,)


def test_entries_of_which_it_is_not_known_whose_they_are_exclude_nobody() -> None:
    unknown = insured(NAME, months(12, 12), id_number="")
    rows = [staff_row(2, NAME), staff_row(3, NAME)]
    papers = insurance(insured(NAME, months(1, 11)), namesake(), unknown), *(diploma(NAME, number=n) for n in "12")
    assert reasons_of(weighed(rows, papers)) == [("open", "months-missing"), ("verified",)]


# --- Order ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "misplaced"), [([], []), ([2, 3, 4], []), ([3, 2, 4], [0]), ([4, 2, 3], [0]), ([2, 3, 1], [2])]
)
def test_who_stands_in_the_wrong_place(rows: list[int], misplaced: list[int]) -> None:
    assert misplaced_in(rows) == misplaced


@given(st.lists(st.integers(), unique=True, max_size=60))
def test_the_others_stand_in_order_and_are_as_many_as_can_be(rows: list[int]) -> None:
    misplaced = set(misplaced_in(rows))
    kept = [row for place, row in enumerate(rows) if place not in misplaced]
    assert kept == sorted(kept)
    best: list[int] = []
    for place, row in enumerate(rows):
        best.append(1 + max((best[before] for before in range(place) if rows[before] < row), default=0))
    assert len(kept) == max(best, default=0)


def test_the_order_of_the_record_is_a_finding_on_the_list() -> None:
    rows = [staff_row(place, name) for place, name in enumerate(("张晓明", "李晓明", "王芳"), 2)]
    papers = [insurance(insured("李晓明"), insured("张晓明"), insured("王芳"))]
    pool = desk_of(papers, ()).pool
    finding = order_finding(weigh_staff(rows, pool, YEAR, RULE), pool, RULE)
    assert finding is not None
    assert (finding.reason, finding.row) == (Reason.SEQUENCE_ORDER, None)
