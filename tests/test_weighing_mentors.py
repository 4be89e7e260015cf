"""Startup mentors against letters of appointment: who, as what, by whom, valid when."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from domain.claims import Claim, ListName
from domain.documents import CellValue, Kind, Problem
from domain.findings import Reason, Status
from domain.records import Record
from tests.papers import OWN, YEAR, claim, desk_of, reasons_of, record, remarks_of, title, unread
from validators.weighing.mentors import weigh_mentors
from validators.weighing.scale import Scale

NAME, OTHER = "王晓华", "李清远"
RULE = "score-8.2.2"


def row(number: int, name: str = NAME, **cells: CellValue) -> Claim:
    return claim(ListName.MENTORS, number, name, {"name": name, **cells})


def letter(name: str = NAME, **changes: Any) -> Record:  # noqa: ANN401 - a letter may say anything
    said: dict[str, Any] = {
        "name": name,
        "role": "创业导师",
        "issuer": OWN,
        "signed_on": "2023-06-01",
        "term_from": "2023-06-01",
        "term_to": "2025-05-31",
    }
    return record(Kind.APPOINTMENT_LETTER, **(said | changes))


def weighed(rows: Sequence[Claim], papers: Iterable[Record], problems: Iterable[Problem] = ()) -> list[Scale]:
    return weigh_mentors(rows, desk_of(papers, rows, problems=problems).pool, YEAR, RULE)


def one(*papers: Record, **more: Any) -> Scale:  # noqa: ANN401 - problems
    return weighed([row(2)], papers, **more)[0]


def test_a_letter_of_the_applicant_proves_the_mentor() -> None:
    paper = letter()
    scale = one(paper)
    assert scale.status is Status.VERIFIED
    assert {source.path for source in scale.sources} == {paper.path, scale.claim.source.path}
    assert scale.findings == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        # the term at the edges of the year
        ({"term_from": "2022-01-01", "term_to": "2023-12-31"}, Reason.TERM_OUTSIDE_PERIOD),
        ({"term_from": "2022-01-01", "term_to": "2024-01-01"}, None),
        ({"term_from": "2024-12-31", "term_to": "2026-12-31", "signed_on": "2024-12-31"}, None),
        ({"term_from": "2025-01-01", "term_to": "2026-12-31", "signed_on": "2024-12-20"}, Reason.TERM_OUTSIDE_PERIOD),
        ({"term_from": "2022-01-01", "term_to": "2023-12-31", "renews": True}, None),
        ({"term_from": "2022-01-01", "term_to": None, "open_ended": True}, None),
        # without a term the day of the letter counts
        ({"term_from": None, "term_to": None, "signed_on": "2024-01-01"}, None),
        ({"term_from": None, "term_to": None, "signed_on": "2024-12-31"}, None),
        ({"term_from": None, "term_to": None, "signed_on": "2023-12-31"}, Reason.TERM_UNKNOWN),
        ({"term_from": None, "term_to": None, "signed_on": "2025-01-01"}, Reason.TERM_OUTSIDE_PERIOD),
        ({"term_from": None, "term_to": None, "signed_on": None}, Reason.DATE_MISSING),
        ({"term_from": "2024-01-01", "term_to": "2024-12-31", "signed_on": None}, None),
        ({"signed_on": "2025-03-01"}, Reason.DATE_OUT_OF_PERIOD),
        ({"sure": {"term_to": 0.7}}, Reason.PAGE_UNREADABLE),
        # by whom
        ({"issuer": "北京禾川创业孵化器有限公司"}, Reason.PARTY_MISMATCH),
        ({"issuer": OWN.replace("有限公司", "有限责任公司")}, None),
        ({"issuer": None}, Reason.PAGE_UNREADABLE),
        ({"sure": {"issuer": 0.7}}, Reason.PAGE_UNREADABLE),
        ({"seals": ["北京禾川创业孵化器有限公司"]}, Reason.SEAL_MISMATCH),
        ({"seals": [OWN]}, None),
        # as what
        ({"role": "创业辅导专家"}, None),
        ({"role": "法律顾问"}, Reason.DECLARED_MISMATCH),
        ({"role": None}, Reason.DECLARED_MISMATCH),
        ({"sure": {"name": 0.7}}, Reason.PAGE_UNREADABLE),
    ],
)
def test_what_a_letter_must_say(changes: dict[str, Any], reason: Reason | None) -> None:
    scale = one(letter(**changes))
    assert scale.status is (Status.OPEN if reason else Status.VERIFIED)
    assert scale.reasons == ((reason,) if reason else ())
    assert {finding.reason for finding in scale.findings} == ({reason} if reason else set())


def test_of_several_letters_the_best_counts() -> None:
    old = letter(term_from="2020-01-01", term_to="2021-12-31")
    assert one(old, letter()).status is Status.VERIFIED
    assert one(letter(), old).status is Status.VERIFIED
    assert one(old).status is Status.OPEN


def test_without_a_letter() -> None:
    assert one().reasons == (Reason.NO_EVIDENCE,)
    assert one(title(NAME)).reasons == (Reason.DOCUMENT_MISSING,)
    assert one(letter("王晓桦")).reasons == (Reason.NO_EVIDENCE,)
    assert one(letter(OTHER)).reasons == (Reason.NO_EVIDENCE,)
    assert one(problems=[unread(f"聘书/{NAME}.pdf")]).reasons == (Reason.PAGE_UNREADABLE,)


def test_a_name_that_looks_alike_is_for_a_person() -> None:
    assert weighed([row(2, "王晓晴")], [letter("王晓睛")])[0].reasons == (Reason.PERSON_MISMATCH,)


def test_one_mentor_counts_once() -> None:
    scales = weighed([row(2, organisation="某大学"), row(3, organisation="某大学")], [letter()])
    assert reasons_of(scales) == [("verified",), ("excluded", "duplicate-person")]


def test_namesakes_need_letters_that_tell_them_apart() -> None:
    first, second = (
        {"organisation": "某大学", "phone": "13800000001"},
        {"organisation": "某公司", "phone": "13800000002"},
    )
    scales = weighed([row(2, **first), row(3, **second)], [letter(), letter(signed_on="2023-07-01")])
    assert reasons_of(scales) == [("verified",), ("open", "person-mismatch")]


def test_rows_of_one_name_that_differ_are_for_a_person() -> None:
    scales = weighed([row(2, organisation="某大学"), row(3, organisation="某公司")], [letter()])
    assert reasons_of(scales) == [("verified",), ("open", "person-mismatch", "possible-duplicate")]


def test_a_letter_without_a_seal_counts_with_nothing_said() -> None:
    assert remarks_of(one(letter(seal_state="not-found"))) == set()
