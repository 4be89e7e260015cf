"""Partner agencies against their agreements: party, date, term."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from domain.claims import Claim
from domain.documents import Problem
from domain.findings import Reason, Status
from domain.records import Record
from tests.papers import OWN, agreement, contract, desk_of, partner_row, reasons_of, remarks_of, unread
from validators.weighing.partners import weigh_partners
from validators.weighing.scale import Scale

PARTNER = "北京瀚澜律师事务所"
RULE = "gate-5"


def weighed(
    claims: Sequence[Claim],
    papers: Iterable[Record],
    problems: Iterable[Problem] = (),
    ordering: frozenset[str] = frozenset(),
    **more: Any,  # noqa: ANN401 - the switch
) -> list[Scale]:
    return weigh_partners(claims, desk_of(papers, claims, problems=problems), ordering, RULE, **more)


def one(claim: Claim, *papers: Record, **more: Any) -> Scale:  # noqa: ANN401 - as above
    (scale,) = weighed([claim], papers, **more)
    return scale


def dated(signed: str | None, first: str | None = None, last: str | None = None, **changes: Any) -> Record:  # noqa: ANN401
    return agreement(PARTNER, signed_on=signed, term_from=first, term_to=last, **changes)


def test_an_agreement_that_names_both_proves_the_partner() -> None:
    paper = agreement(PARTNER)
    scale = one(partner_row(2, PARTNER), paper)
    assert scale.status is Status.VERIFIED
    assert {source.path for source in scale.sources} >= {paper.path}


@pytest.mark.parametrize(
    ("paper", "status", "reason"),
    [
        # within the year, at its edges
        (dated("2024-01-01"), Status.VERIFIED, None),
        (dated("2024-12-31"), Status.VERIFIED, None),
        (dated("2025-01-01"), Status.EXCLUDED, Reason.TERM_OUTSIDE_PERIOD),
        (dated("2023-12-31"), Status.OPEN, Reason.TERM_UNKNOWN),
        # terms that touch the year or do not
        (dated("2022-01-04", "2022-01-04", "2023-12-31"), Status.EXCLUDED, Reason.TERM_OUTSIDE_PERIOD),
        (dated("2022-01-04", "2022-01-04", "2024-01-01"), Status.VERIFIED, None),
        (dated("2023-07-01", "2023-07-01", "2024-06-30"), Status.VERIFIED, None),
        (dated("2024-12-28", "2025-01-01", "2025-12-31"), Status.EXCLUDED, Reason.TERM_OUTSIDE_PERIOD),
        (dated("2024-12-28", "2024-12-31", "2025-12-31"), Status.VERIFIED, None),
        (dated("2025-01-02", "2024-01-01", "2024-12-31"), Status.OPEN, Reason.DATE_OUT_OF_PERIOD),
        # without end
        (dated("2020-05-05", "2020-05-05", "2021-05-04", renews=True), Status.VERIFIED, None),
        (dated("2020-05-05", open_ended=True), Status.VERIFIED, None),
        # to the month only, with a length
        (dated("2024-03"), Status.VERIFIED, None),
        (dated("2023-07", term_length={"years": 1, "months": 0}), Status.VERIFIED, None),
        (dated("2022-07", term_length={"years": 1, "months": 0}), Status.EXCLUDED, Reason.TERM_OUTSIDE_PERIOD),
        (dated("2023-01", term_length={"years": 1, "months": 0}), Status.OPEN, Reason.TERM_OUTSIDE_PERIOD),
        # undated
        (dated(None), Status.EXCLUDED, Reason.DATE_MISSING),
        (dated(None, "2024-01-01", "2024-12-31"), Status.EXCLUDED, Reason.DATE_MISSING),
        (dated(None, sure=0.95), Status.OPEN, Reason.DATE_MISSING),
        (dated(None, date_blank=True, sure={"party_a": 0.9}), Status.EXCLUDED, Reason.DATE_MISSING),
        (dated(None, date_blank=True, sure=0.97), Status.OPEN, Reason.DATE_MISSING),
        (dated(None, signed_on_invalid="2024年2月30日"), Status.OPEN, Reason.DATE_INVALID),
        (dated(None, signed_on_incomplete="3月5日"), Status.OPEN, Reason.DATE_INVALID),
    ],
)
def test_date_and_term_of_an_agreement(paper: Record, status: Status, reason: Reason | None) -> None:
    scale = one(partner_row(2, PARTNER), paper)
    assert (scale.status, scale.reasons) == (status, (reason,) if reason else ())


@pytest.mark.parametrize(
    ("reading", "status"), [("open", Status.OPEN), ("verified", Status.VERIFIED), ("excluded", Status.EXCLUDED)]
)
def test_an_old_agreement_without_a_term_is_read_as_the_switch_says(reading: str, status: Status) -> None:
    assert one(partner_row(2, PARTNER), dated("2023-08-14"), old_without_term=reading).status is status


@pytest.mark.parametrize(
    ("paper", "status", "reason"),
    [
        (dated("2024-03-05", sure={"signed_on": 0.80}), Status.VERIFIED, None),
        (dated("2024-03-05", sure={"signed_on": 0.79}), Status.OPEN, Reason.PAGE_UNREADABLE),
        (dated("2022-01-04", "2022-01-04", "2023-12-31", sure={"term_to": 0.90}), Status.EXCLUDED, None),
        (dated("2022-01-04", "2022-01-04", "2023-12-31", sure={"term_to": 0.89}), Status.OPEN, None),
        (dated("2022-01-04", "2022-01-04", "2024-12-31", sure={"term_to": 0.79}), Status.OPEN, Reason.PAGE_UNREADABLE),
        (dated("2024-01-04", "2024-01-04", "2024-12-31", sure={"term_to": 0.5}), Status.VERIFIED, None),
        (dated("2024-01-04", sure={"party_b": 0.79}), Status.OPEN, Reason.PAGE_UNREADABLE),
    ],
)
def test_what_is_read_badly_neither_proves_nor_excludes(paper: Record, status: Status, reason: Reason | None) -> None:
    scale = one(partner_row(2, PARTNER), paper)
    assert scale.status is status
    assert reason is None or scale.reasons == (reason,)


def test_the_best_of_several_agreements_counts() -> None:
    papers = dated("2022-01-04", "2022-01-04", "2022-12-31"), dated(None), dated("2024-03-05")
    assert one(partner_row(2, PARTNER), *papers).status is Status.VERIFIED


def test_nothing_is_excluded_while_another_agreement_is_unread_or_in_doubt() -> None:
    old = dated("2022-01-04", "2022-01-04", "2022-12-31")
    assert one(partner_row(2, PARTNER), old, problems=[unread("合作/瀚澜2024.pdf")]).status is Status.OPEN
    likely = agreement("北京瀚斓律师事务所")
    assert one(partner_row(2, PARTNER), old, likely).status is Status.OPEN


@pytest.mark.parametrize(
    ("papers", "reason"),
    [
        ((), Reason.AGREEMENT_MISSING),
        ((agreement(PARTNER, party_a="北京岫禾科技有限公司"),), Reason.PARTY_MISMATCH),
        ((agreement("北京瀚斓律师事务所"),), Reason.POSSIBLE_PARTY),
    ],
)
def test_without_an_agreement_of_both_the_row_is_open(papers: tuple[Record, ...], reason: Reason) -> None:
    scale = one(partner_row(2, PARTNER), *papers)
    assert (scale.status, scale.reasons) == (Status.OPEN, (reason,))


def test_an_agreement_of_three_parties_counts() -> None:
    paper = agreement("北京岫禾产业园管理有限公司", party_c=PARTNER)
    assert one(partner_row(2, PARTNER), paper).status is Status.VERIFIED


def test_a_service_contract_may_be_the_agreement_but_not_that_of_a_client() -> None:
    firm = "北京瀚澜管理咨询有限公司"
    assert one(partner_row(2, firm), contract(firm)).status is Status.VERIFIED
    assert one(partner_row(2, firm), contract(firm), ordering=frozenset({firm})).reasons == (Reason.AGREEMENT_MISSING,)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        (OWN, Status.EXCLUDED),
        (f"{OWN}天津分公司", Status.EXCLUDED),
        ("砚溪（北京）企业服务有限公司", Status.OPEN),
        ("上海砚溪信息技术有限公司", Status.OPEN),
        ("王建国", Status.OPEN),
        ("北京市海淀区科学技术和经济信息化局", Status.OPEN),
        ("北京瀚澜产业促进协会", Status.VERIFIED),
    ],
)
def test_a_partner_is_a_third_party(name: str, status: Status) -> None:
    scale = one(partner_row(2, name), agreement(name))
    assert scale.status is status
    assert (Reason.NOT_THIRD_PARTY in scale.reasons) is (status is not Status.VERIFIED)


def test_one_institution_counts_once() -> None:
    rows = [partner_row(2, PARTNER), partner_row(3, PARTNER), partner_row(4, "北京市瀚澜律师事务所")]
    assert reasons_of(weighed(rows, [agreement(PARTNER)])) == [
        ("verified",),
        ("excluded", "duplicate-enterprise"),
        ("excluded", "duplicate-enterprise"),
    ]


def test_seals_are_remarked_and_a_strangers_opens_the_row() -> None:
    bare = one(partner_row(2, PARTNER), agreement(PARTNER, seal_state="not-found"))
    assert (bare.status, remarks_of(bare)) == (Status.VERIFIED, {Reason.SEAL_MISSING})
    strange = one(partner_row(2, PARTNER), agreement(PARTNER, seals=["北京岫禾科技有限公司"]))
    assert strange.reasons == (Reason.SEAL_MISMATCH,)
