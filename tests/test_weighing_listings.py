"""Listed enterprises (评分指标9): one stage each, reached in the year, after a contract with the applicant."""

from collections.abc import Sequence
from typing import Any

import pytest

from domain.claims import Claim, ListName
from domain.documents import Kind
from domain.records import Record
from tests.papers import claim, contract, desk_of, invoice, reasons_of, record, uscc
from validators.weighing.listings import metric_of, weigh_listings

NAME = "北京澜桥科技股份有限公司"
OLD_NAME = "北京澜桥科技有限公司"
BUREAU = "中国证券监督管理委员会北京监管局"
RULES = {"listed_companies": "score-9.1", "neeq_innovation": "score-9.2"}
VERIFIED = ("verified",)


def row(number: int, name: str = NAME, stage: str | None = "北交所上市", **cells: Any) -> Claim:  # noqa: ANN401
    return claim(ListName.LISTED, number, name, {"enterprise": name, "stage": stage, **cells})


def proof(name: str | None = NAME, stage: str | None = "上市", **changes: Any) -> Record:  # noqa: ANN401
    said = {"holder": name, "stage": stage, "issuer": "北京证券交易所", "awarded_on": "2024-06-30"}
    return record(Kind.LISTING_PROOF, **(said | changes))


def fate(papers: Sequence[Record], *rows: Claim) -> list[tuple[str, ...]]:
    claims = rows or (row(2),)
    return reasons_of(weigh_listings(claims, desk_of(papers, claims), RULES))


@pytest.mark.parametrize(
    ("day", "reasons"),
    [
        ("2024-01-01", VERIFIED),
        ("2024-12-31", VERIFIED),
        ("2023-12-31", ("excluded", "date-out-of-period")),
        ("2025-01-02", ("excluded", "date-out-of-period")),
        (None, ("open", "date-missing")),
    ],
)
def test_the_stage_must_be_reached_in_the_year(day: str | None, reasons: tuple[str, ...]) -> None:
    assert fate([proof(awarded_on=day), contract(NAME, signed_on="2023-06-01")]) == [reasons]


@pytest.mark.parametrize(
    ("declared", "stage", "layer", "counts"),
    [
        ("北交所上市", "上市", None, True),
        ("科创板过会", "过会", None, True),
        ("IPO受理", "受理", None, True),
        ("辅导验收", "辅导验收", None, True),
        ("辅导验收", "辅导备案", None, False),
        ("上市", "受理", None, True),
        ("上市", "创新层", "创新层", False),
        ("新三板创新层", "创新层", "创新层", True),
        ("新三板挂牌", "创新层", "创新层", True),
        ("新三板创新层", "基础层", "基础层", False),
        ("新三板创新层", "挂牌", None, False),
        ("新三板基础层", "基础层", "基础层", False),
        ("新三板创新层", "上市", None, False),
    ],
)
def test_only_the_stages_of_the_definition_count(declared: str, stage: str, layer: str | None, counts: bool) -> None:
    papers = [proof(stage=stage, layer=layer, issuer=BUREAU), contract(NAME)]
    expected = VERIFIED if counts else ("open", "document-missing")
    assert fate(papers, row(2, NAME, declared)) == [expected]


def test_tutoring_is_accepted_by_the_bureau_of_beijing() -> None:
    claims = row(2, NAME, "辅导验收")
    papers = [proof(stage="辅导验收", issuer=BUREAU), contract(NAME)]
    assert fate(papers, claims) == [VERIFIED]
    for other in ("中国证券监督管理委员会天津监管局", "华北云川证券股份有限公司北京分公司"):
        papers = [proof(stage="辅导验收", issuer=other), contract(NAME)]
        assert fate(papers, claims) == [("open", "issuer-not-eligible")]
    assert fate([proof(stage="辅导验收", issuer="北京证监局"), contract(NAME)], claims) == [VERIFIED]


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"signed_on": "2024-06-30"}, VERIFIED),
        ({"signed_on": "2024-07-01"}, ("open", "date-out-of-period")),
        ({"signed_on": "2022-03-01"}, VERIFIED),
        ({"signed_on": "2022-03-01", "term_to": "2023-12-31"}, ("open", "term-outside-period")),
        ({"signed_on": "2022-03-01", "term_to": "2024-01-01"}, VERIFIED),
        ({"signed_on": None}, ("open", "date-missing")),
    ],
)
def test_the_contract_comes_before_the_listing(changes: dict[str, Any], reasons: tuple[str, ...]) -> None:
    assert fate([proof(), contract(NAME, **changes)]) == [reasons]


def test_no_invoice_is_asked_for_and_without_a_contract_the_row_is_open() -> None:
    assert fate([proof()]) == [("open", "contract-missing")]
    assert fate([proof(), invoice(NAME)]) == [("open", "contract-missing")]
    assert fate([contract(NAME)]) == [("open", "document-missing")]


def test_a_list_of_the_innovation_layer_proves_its_rows_alone() -> None:
    rows = [{"name": NAME, "page": 3, "bbox": [0.1, 0.2, 0.5, 0.22], "confidence": 1.0, "layer": "创新层"}]
    papers = [proof(None, "创新层", holders=rows), contract(NAME), contract("北京霁舟软件股份有限公司")]
    claims = (row(2, NAME, "创新层"), row(3, "北京霁舟软件股份有限公司", "创新层"))
    assert fate(papers, *claims) == [VERIFIED, ("open", "document-missing")]
    rows[0]["layer"] = "基础层"
    assert fate([proof(None, "创新层", holders=rows), contract(NAME)], claims[0]) == [("open", "document-missing")]


def test_an_enterprise_counts_once_at_its_highest_stage() -> None:
    papers = [
        proof(),
        proof(stage="创新层", layer="创新层", awarded_on="2024-02-01"),
        contract(NAME, signed_on="2024-01-05"),
    ]
    claims = (row(2, NAME, "新三板创新层"), row(3, NAME, "北交所上市"))
    assert fate(papers, *claims) == [("excluded", "duplicate-enterprise"), VERIFIED]


def test_an_enterprise_renamed_at_its_reform_is_joined_by_its_code_only() -> None:
    """股改: the contract bears the former name (domain.md 3.24)."""
    code = uscc(NAME)
    former = contract(OLD_NAME, party_a_code=code)
    assert fate([proof(), former]) == [("open", "contract-missing", "possible-party")]
    joined = invoice(NAME, buyer_code=code)
    assert fate([proof(), former, joined]) == [VERIFIED]
    other = invoice(NAME, buyer_code=uscc("another"))
    assert fate([proof(), former, other])[0][0] == "open"


def test_a_row_that_does_not_say_its_stage_is_for_a_person() -> None:
    assert fate([proof(), contract(NAME)], row(2, NAME, None)) == [("open", "value-invalid")]


@pytest.mark.parametrize(
    ("stage", "metric"),
    [
        ("新三板创新层", "neeq_innovation"),
        ("新三板", "neeq_innovation"),
        ("北交所上市", "listed_companies"),
        ("", "listed_companies"),
    ],
)
def test_the_market_of_a_row(stage: str, metric: str) -> None:
    assert metric_of(row(2, NAME, stage)) == metric


def test_what_is_read_badly_excludes_nothing() -> None:
    papers = [proof(awarded_on="2023-12-31", sure={"awarded_on": 0.85}), contract(NAME, signed_on="2023-01-01")]
    assert fate(papers) == [("open", "date-out-of-period")]
    papers = [proof(sure={"stage": 0.7}), contract(NAME)]
    assert fate(papers) == [("open", "document-missing", "page-unreadable")]


@pytest.mark.parametrize(
    ("declared", "stage", "day", "status"),
    [
        ("北交所上市", "上市", "2023-12-31", "excluded"),
        ("北交所上市", "受理", "2023-12-31", "open"),
        ("受理", "注册", "2025-01-02", "open"),
        ("受理", "受理", "2025-01-02", "excluded"),
        ("新三板创新层", "创新层", "2023-12-31", "open"),
        ("新三板创新层", "创新层", "2025-01-02", "excluded"),
    ],
)
def test_the_day_of_another_stage_excludes_nothing(declared: str, stage: str, day: str, status: str) -> None:
    papers = [proof(stage=stage, awarded_on=day, layer=None), contract(NAME, signed_on="2022-06-01")]
    assert fate(papers, row(2, NAME, declared))[0][0] == status
