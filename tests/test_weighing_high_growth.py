"""附表8 and the list of newly recognised enterprises: title, year, contract and invoice."""

from collections.abc import Sequence
from typing import Any

import pytest

from domain.claims import Claim, ListName
from domain.documents import Kind
from domain.findings import Reason, Status
from domain.records import Record
from tests.papers import claim, contract, desk_of, invoice, pair, reasons_of, record, remarks_of, served_row, unread
from validators.weighing.high_growth import weigh_high_growth, weigh_recognised
from validators.weighing.scale import Scale

NAME = "北京澜桥科技有限公司"
OTHER = "北京霁舟软件有限公司"
BUREAU = "北京市经济和信息化局"
VERIFIED = ("verified",)


def row(number: int, name: str, recognition: str = "专精特新", **cells: Any) -> Claim:  # noqa: ANN401
    return claim(ListName.HIGH_GROWTH, number, name, {"enterprise": name, "recognition": recognition, **cells})


def proof(name: str = NAME, title: str = "北京市“专精特新”中小企业", **changes: Any) -> Record:  # noqa: ANN401
    said = {"holder": name, "title": title, "issuer": BUREAU, "awarded_on": "2023-05-06", "form": "certificate"}
    return record(Kind.RECOGNITION_PROOF, **(said | changes))


def roll(*names: str, sure: float = 1.0, **changes: Any) -> Record:  # noqa: ANN401
    rows = [
        {"name": name, "page": 2 + place // 30, "bbox": [0.2, 0.1, 0.6, 0.12], "confidence": sure}
        for place, name in enumerate(names)
    ]
    return proof(**({"name": "", "holders": rows, "form": "announcement"} | changes)) if rows else proof()


def weigh(papers: Sequence[Record], *rows: Claim, regions: Sequence[str] = ("北京",), **more: Any) -> list[Scale]:  # noqa: ANN401
    served = [Scale(served_row(2, NAME), None)] if not more.pop("unserved", False) else []
    return weigh_high_growth(rows, desk_of(papers, rows, **more), served, regions, "score-7")


def fate(papers: Sequence[Record], recognition: str = "专精特新", **more: Any) -> tuple[str, ...]:  # noqa: ANN401
    return reasons_of(weigh(papers, row(2, NAME, recognition), **more))[0]


def test_title_contract_and_invoice_prove_an_enterprise() -> None:
    (scale,) = weigh([proof(), *pair(NAME)], row(2, NAME))
    assert scale.status is Status.VERIFIED
    kinds = {source.path.split("/")[0] for source in scale.sources}
    assert kinds >= {"recognition-proof", "service-contract", "invoice"}


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"valid_until": "2024-01-01"}, VERIFIED),
        ({"valid_until": "2023-12-31"}, ("open", "expired")),
        ({"awarded_on": "2024-12-31"}, VERIFIED),
        ({"awarded_on": "2025-01-02"}, ("open", "date-out-of-period")),
        ({"awarded_on": "2021-06-01"}, VERIFIED),
        ({"awarded_on": "2020-06-01"}, ("open", "expired")),
        ({"awarded_on": "2020-06-01", "valid_until": "2026-05-31"}, VERIFIED),
        ({"awarded_on": None}, ("open", "date-missing")),
        ({"awarded_on": None, "valid_until": "2027-05"}, VERIFIED),
        ({"awarded_on": None, "valid_until": "2028-05"}, ("open", "date-out-of-period")),
        ({"issuer": "中关村新锐企业协会"}, ("open", "issuer-not-eligible")),
        ({"issuer": "中国新锐企业协会专精特新工作委员会"}, ("open", "issuer-not-eligible")),
        ({"issuer": "中关村新锐企业联盟办公室"}, ("open", "issuer-not-eligible")),
        ({"issuer": None}, ("open", "issuer-not-eligible")),
        ({"issuer": None, "form": "query"}, VERIFIED),
        ({"issuer": "北京澜桥科技有限公司企业发展部"}, ("open", "issuer-not-eligible")),
        ({"issuer": "北京市经济和信息化局、中关村新锐企业协会"}, VERIFIED),
        ({"form": "publicity"}, VERIFIED),
        ({"sure": {"title": 0.7}}, ("open", "document-missing", "page-unreadable")),
        ({"sure": {"holder": 0.7}}, ("open", "document-missing", "page-unreadable")),
    ],
)
def test_the_title_must_hold_in_the_year(changes: dict[str, Any], reasons: tuple[str, ...]) -> None:
    assert fate([proof(**changes), *pair(NAME)]) == reasons


@pytest.mark.parametrize(
    ("named", "shown", "issuer", "counts"),
    [
        ("专精特新", "北京市“专精特新”中小企业", BUREAU, True),
        ("国家小巨人", "国家级专精特新“小巨人”企业", "工业和信息化部", True),
        ("专精特新小巨人", "国家级专精特新“小巨人”企业", BUREAU, True),
        ("专精特新", "国家级专精特新“小巨人”企业", "工业和信息化部", False),
        ("国家小巨人", "北京市“专精特新”中小企业", BUREAU, False),
        ("国家小巨人", "北京市专精特新“小巨人”企业", BUREAU, False),
        ("创新型", "北京市创新型中小企业", BUREAU, True),
        ("创新型、专精特新", "北京市创新型中小企业", BUREAU, True),
        ("单项冠军", "制造业单项冠军企业", "工业和信息化部", True),
        ("独角兽", "2024年独角兽企业", BUREAU, False),
        ("隐形冠军", "北京市隐形冠军企业", BUREAU, True),
    ],
)
def test_the_proof_must_show_the_title_of_the_row(named: str, shown: str, issuer: str, counts: bool) -> None:
    found = fate([proof(title=shown, issuer=issuer), *pair(NAME)], named)
    assert (found == VERIFIED) is counts
    assert found[0] in ("verified", "open")


def test_one_of_several_titles_does_and_the_others_are_noted() -> None:
    (scale,) = weigh([proof(title="北京市创新型中小企业"), *pair(NAME)], row(2, NAME, "创新型、国家小巨人"))
    assert scale.status is Status.VERIFIED
    assert Reason.DOCUMENT_MISSING in remarks_of(scale)


@pytest.mark.parametrize("named", ["国家高新技术企业", "", "潜在独角兽"])
def test_other_titles_are_for_a_person(named: str) -> None:
    assert fate([proof(), *pair(NAME)], named) == ("open", "value-invalid")


def test_a_row_of_an_announcement_proves_its_enterprise_alone() -> None:
    papers = [roll(OTHER, NAME), *pair(NAME), *pair("北京楠谷食品有限公司")]
    first, second = weigh(papers, row(2, NAME), row(3, "北京楠谷食品有限公司"))
    assert first.status is Status.VERIFIED
    assert any(source.bbox == (0.2, 0.1, 0.6, 0.12) and source.page == 2 for source in first.sources)
    assert reasons_of([second]) == [("open", "document-missing")]
    assert fate([roll(OTHER, NAME, sure=0.7), *pair(NAME)]) == ("open", "document-missing", "page-unreadable")


def test_contract_and_invoice_are_both_needed() -> None:
    assert fate([proof()]) == ("open", "contract-missing", "invoice-missing")
    assert fate([proof(), contract(NAME)]) == ("open", "invoice-missing")
    assert fate([proof(), invoice(NAME)]) == ("open", "contract-missing")
    old = [contract(NAME, signed_on="2023-12-31"), invoice(NAME, issued_on="2023-12-31")]
    assert fate([proof(), *old]) == ("open", "date-out-of-period")
    late = [contract(NAME, signed_on="2023-12-31"), invoice(NAME, issued_on="2024-01-01")]
    assert fate([proof(), *late]) == VERIFIED


def test_only_enterprises_of_the_region_count() -> None:
    away = "天津澜桥科技有限公司"
    papers = [proof(away), *pair(away)]
    assert reasons_of(weigh(papers, row(2, away), unserved=True)) == [("excluded", "outside-region")]
    bare = "澜桥科技有限公司"
    papers = [proof(bare), *pair(bare)]
    assert reasons_of(weigh(papers, row(2, bare), unserved=True)) == [("open", "value-invalid")]
    assert reasons_of(weigh(papers, row(2, bare, province="北京市海淀区"), unserved=True)) == [VERIFIED]


def test_an_enterprise_counts_once() -> None:
    scales = weigh([proof(), *pair(NAME)], row(2, NAME), row(3, NAME, "创新型"))
    assert reasons_of(scales) == [VERIFIED, ("excluded", "duplicate-enterprise")]


def test_an_unread_proof_and_a_possible_name_leave_the_row_open() -> None:
    found = fate(pair(NAME), problems=[unread(f"资质证明/{NAME}.pdf")])
    assert found == ("open", "document-missing", "page-unreadable")
    stock = NAME.replace("有限公司", "股份有限公司")
    assert fate([proof(stock), *pair(NAME)]) == ("open", "document-missing", "possible-party")


# --- Newly recognised -------------------------------------------------------------------------------------------------


def newly(papers: Sequence[Record], recognition: str = "专精特新", **more: Any) -> tuple[str, ...]:  # noqa: ANN401
    rows = [claim(ListName.RECOGNISED, 2, NAME, {"enterprise": NAME, "recognition": recognition})]
    return reasons_of(weigh_recognised(rows, desk_of(papers, rows, **more), "score-8.3.3"))[0]


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"awarded_on": "2024-01-01"}, VERIFIED),
        ({"awarded_on": "2024-12-31"}, VERIFIED),
        ({"awarded_on": "2024-06"}, VERIFIED),
        ({"awarded_on": "2023-12-31"}, ("excluded", "date-out-of-period")),
        ({"awarded_on": "2025-01-02"}, ("excluded", "date-out-of-period")),
        ({"awarded_on": "2023-12-31", "sure": {"awarded_on": 0.85}}, ("open", "date-out-of-period")),
        ({"awarded_on": None, "valid_from": "2024-05-01"}, ("open", "date-missing")),
        ({"awarded_on": "2024-05-01", "form": "publicity"}, ("open", "date-missing")),
        ({"awarded_on": "2024-05-01", "review": True}, ("open", "date-missing")),
        ({"awarded_on": "2024-05-01", "title": "国家级专精特新“小巨人”企业"}, ("open", "document-missing")),
    ],
)
def test_a_title_must_be_given_in_the_year(changes: dict[str, Any], reasons: tuple[str, ...]) -> None:
    assert newly([proof(**changes), *pair(NAME)]) == reasons


def test_an_older_proof_beside_a_new_one_does_no_harm() -> None:
    papers = [proof(awarded_on="2021-03-01"), proof(awarded_on="2024-03-01"), *pair(NAME)]
    assert newly(papers) == VERIFIED


def test_nothing_is_excluded_while_a_paper_is_unread() -> None:
    found = newly([proof(awarded_on="2023-03-01"), *pair(NAME)], problems=[unread(f"新认定/{NAME}.pdf")])
    assert found == ("open", "date-out-of-period")


def test_unicorns_are_not_of_this_list_and_no_region_is_asked_for() -> None:
    assert newly([proof(), *pair(NAME)], "独角兽") == ("excluded", "value-invalid")
    away = "上海澜桥科技有限公司"
    rows = [claim(ListName.RECOGNISED, 2, away, {"enterprise": away, "recognition": "创新型"})]
    issuer = "上海市经济和信息化委员会"
    papers = [proof(away, "上海市创新型中小企业", issuer=issuer, awarded_on="2024-03-01"), *pair(away)]
    assert reasons_of(weigh_recognised(rows, desk_of(papers, rows), None)) == [VERIFIED]


def test_a_free_service_has_no_invoice_and_stays_open() -> None:
    papers = [proof(awarded_on="2024-03-01"), contract(NAME, amount_yuan=0)]
    assert newly(papers) == ("open", "invoice-missing")


def recognised(paper: Record) -> tuple[str, ...]:
    rows = [claim(ListName.RECOGNISED, 2, NAME, {"enterprise": NAME, "recognition": "专精特新"})]
    return reasons_of(weigh_recognised(rows, desk_of([paper, *pair(NAME)], rows), "score-8.3.3"))[0]


@pytest.mark.parametrize(
    ("title", "reasons"),
    [("北京市专精特新中小企业", VERIFIED), ("北京市专精特新中小企业（复核通过）", ("open", "date-missing"))],
)
def test_a_row_that_tells_of_a_review_recognises_nobody_anew(title: str, reasons: tuple[str, ...]) -> None:
    holders = [{"name": NAME, "title": title, "page": 1}]
    assert recognised(proof("", holders=holders, awarded_on="2024-06-01", form="announcement")) == reasons


@pytest.mark.parametrize(("sure", "status"), [(0.8, "verified"), (0.79, "open")])
def test_a_row_of_a_table_of_titles_must_be_legible(sure: float, status: str) -> None:
    titles = [{"title": "北京市专精特新中小企业", "awarded_on": "2024-06-01", "confidence": sure}]
    assert recognised(proof(awarded_on="2024-06-01", titles=titles))[0] == status


def test_a_broken_signature_of_the_invoice_is_for_a_person() -> None:
    papers = [proof(), contract(NAME), invoice(NAME, signature="invalid")]
    assert fate(papers) == ("open", "signature-invalid")


@pytest.mark.parametrize(
    ("named", "reasons"),
    [
        ("北京市专精特新小巨人", ("open", "document-missing")),
        ("独角兽", ("excluded", "value-invalid")),
    ],
)
def test_a_giant_of_the_city_may_be_a_specialised_or_a_national_one(named: str, reasons: tuple[str, ...]) -> None:
    rows = [claim(ListName.RECOGNISED, 2, NAME, {"enterprise": NAME, "recognition": named})]
    papers = [proof(title="国家级专精特新“小巨人”企业", awarded_on="2024-06-01"), *pair(NAME)]
    assert reasons_of(weigh_recognised(rows, desk_of(papers, rows), "score-8.3.3"))[0] == reasons
