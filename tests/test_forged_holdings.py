"""Forged rights, honours, licences, standards and posts, read back to their truth from their text layer."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from domain.codes import patent_check
from domain.documents import Kind
from extractors.registry import digest
from fixtures.forge import holdings as h
from fixtures.forge.binding import bind_papers
from fixtures.forge.facts import Medium
from fixtures.forge.papers import LAYOUTS, draw
from tests.test_forged_papers import plain, read

SEED = 20
OWN, OTHER = "北京砚溪企业服务有限公司", "天津岚舟检测技术有限公司"
BUREAU = "北京市经济和信息化局"
NAMES = ("北京禾川科技有限公司", OWN, "岚帆（北京）检测技术有限公司", "北京杉谷软件股份有限公司")


def patent_number(year: int, sort: int, serial: int) -> str:
    body = f"{year}{sort}{serial:07d}"
    return f"ZL {year} {sort} {serial:07d}.{patent_check(body)}"


def rights() -> Iterator[object]:
    yield h.SoftwareFacts(
        owners=(OWN,),
        name="砚溪企业服务云平台V1.0",
        number="软著登字第8123456号",
        registration="2021SR0456789",
        finished_on=date(2020, 11, 3),
        granted_on=date(2021, 3, 24),
    )
    yield h.SoftwareFacts(
        owners=(OWN, OTHER),
        name="中小企业政策智能匹配与申报辅导管理系统[简称:政策匹配系统]V2.3.1",
        number="软著登字第12345678号",
        registration="2024SR1234567",
        finished_on=date(2024, 5, 3),
        granted_on=date(2024, 8, 22),
    )
    for sort, letter, digit, applied, until in (
        ("发明专利", "B", 1, date(2021, 2, 3), date(2041, 2, 2)),
        ("实用新型专利", "U", 2, date(2020, 10, 13), date(2030, 10, 12)),
        ("外观设计专利", "S", 3, date(2021, 5, 31), date(2031, 5, 30)),
        ("外观设计专利", "S", 3, date(2021, 6, 1), date(2036, 5, 31)),
    ):
        yield h.PatentFacts(
            sort=sort,
            owners=(OWN, OTHER) if digit == 2 else (OWN,),
            name="一种基于知识图谱的企业政策匹配装置",
            number=patent_number(applied.year, digit, 123456),
            registration=f"CN 113012345 {letter}",
            certificate="5812345",
            applied_on=applied,
            granted_on=date(2023, 6, 9),
            valid_until=until,
        )
    for title, number, until_on in (
        ("作品登记证书", "京作登字-2024-F-00123456", None),
        ("集成电路布图设计登记证书", "BS.225012345", None),
        ("软件产品证书", "京RC-2022-0456", date(2027, 5, 29)),
    ):
        yield h.RegistrationFacts(
            title=title,
            owners=(OWN,),
            name="砚溪系列",
            number=number,
            granted_on=date(2022, 5, 30),
            valid_until=until_on,
        )


def marks() -> Iterator[object]:
    plain_mark = {"name": "砚溪云", "klass": 35, "granted_on": date(2015, 1, 7), "valid_until": date(2025, 1, 6)}
    yield h.TrademarkFacts(owner=OWN, number="12345678", **plain_mark)  # type: ignore[arg-type]
    yield h.TrademarkFacts(owner=OWN, number="9345678", renewed_until=date(2035, 1, 6), **plain_mark)  # type: ignore[arg-type]
    yield h.TrademarkFacts(owner=OTHER, number="9345679", transferred_to=OWN, **plain_mark)  # type: ignore[arg-type]
    yield h.TrademarkFacts(owner=OTHER, number="9345670", renamed_to=OWN, **plain_mark)  # type: ignore[arg-type]


def awards() -> Iterator[object]:
    for kind, title, issuers, until in (
        (Kind.HONOUR_CERTIFICATE, "2023年度北京市中小企业公共服务示范平台", (BUREAU,), date(2026, 12, 28)),
        (Kind.HONOUR_CERTIFICATE, "首都文明单位", ("首都精神文明建设委员会", BUREAU), None),
        (Kind.RECOGNITION_PROOF, "北京市“专精特新”中小企业", (BUREAU,), date(2026, 12, 28)),
        (Kind.RECOGNITION_PROOF, "高新技术企业", ("北京市科学技术委员会", "北京市财政局"), date(2026, 12, 28)),
    ):
        yield h.HonourFacts(
            kind=kind, holder=OWN, title=title, issuers=issuers, awarded_on=date(2023, 12, 29), valid_until=until
        )
    for kind, title, heading in (
        (Kind.HONOUR_CERTIFICATE, "2024年度示范平台", "关于公布2024年度示范平台名单的通知"),
        (Kind.RECOGNITION_PROOF, "第一批专精特新中小企业", "关于对第一批专精特新中小企业名单进行公示的通知"),
    ):
        yield h.AwardListFacts(
            kind=kind, title=title, heading=heading, issuers=(BUREAU,), awarded_on=date(2024, 3, 15), holders=NAMES
        )


def others() -> Iterator[object]:
    for title, number, until in (
        ("检验检测机构资质认定证书", "210112340567", date(2027, 5, 5)),
        ("人力资源服务许可证", "110108123456", date(2026, 5, 5)),
        ("实验室认可证书", "CNAS L12345", date(2026, 8, 5)),
        ("融资担保业务经营许可证", "京A12345", None),
    ):
        yield h.PermitFacts(
            title=title,
            holder=OWN,
            number=number,
            issuer="北京市市场监督管理局",
            issued_on=date(2021, 5, 6),
            valid_until=until,
        )
    for number, level, published in (
        ("GB/T 42345—2023", "中华人民共和国国家标准", date(2023, 5, 23)),
        ("DB11/T 2034—2022", "北京市地方标准", date(2022, 9, 29)),
        ("T/CAS 812—2024", "团体标准", date(2024, 2, 2)),
        ("YD/T 4321—2024", "中华人民共和国通信行业标准", None),
    ):
        yield h.StandardFacts(
            number=number,
            title="中小企业公共服务平台 服务规范",
            level=level,
            published_on=published,
            implemented_on=published and date(2024, 3, 1),
            publisher="国家市场监督管理总局 国家标准化管理委员会",
            drafters=("中国标准化研究院", OWN, "岚帆（北京）检测技术有限公司"),
        )
    yield h.PostFacts(
        title="千亿畅融｜助力中小企业融资，快来填报需求",
        account="砚溪企服",
        organisation=OWN,
        posted_on=date(2024, 6, 18),
        link="https://mp.weixin.qq.com/s/AbCdEf1234567890",
    )


FACTS = (*rights(), *marks(), *awards(), *others())
CASES = [
    pytest.param(facts, layout, id=f"{type(facts).__name__}-{number}-layout-{layout}")
    for number, facts in enumerate(FACTS)
    for layout in range(LAYOUTS[type(facts)])
]


@pytest.mark.parametrize(("facts", "layout"), CASES)
def test_what_is_read_is_what_was_drawn(facts: object, layout: int, tmp_path: Path) -> None:
    paper = draw(facts, layout=layout, medium=Medium.TEXT, seed=SEED)
    found = digest(read(paper, tmp_path))
    assert set(found.kinds) == {paper.kind}
    (record,), (truth,) = found.records, paper.truth
    for name, value in truth.fields.items():
        if name != "holders":
            assert said(record.fields[name].value) == said(value), name
    assert [row["name"] for row in record.rows("holders")] == [
        plain(row["name"])
        for row in truth.fields.get("holders", ())  # type: ignore[attr-defined]
    ]
    for name in ("valid_until", "published_on", "application"):
        assert name not in record.fields or name in truth.fields, name


def said(value: object) -> object:
    return [plain(item) for item in value] if isinstance(value, list | tuple) else plain(value)


def test_the_end_of_a_patent_says_that_it_is_reckoned(tmp_path: Path) -> None:
    facts = next(facts for facts in rights() if isinstance(facts, h.PatentFacts))
    (record,) = digest(read(draw(facts, layout=0, medium=Medium.TEXT, seed=SEED), tmp_path)).records
    assert "自申请日起20年，推算" in record.fields["valid_until"].raw
    assert record.fields["valid_until"].source.page == 1


@pytest.mark.parametrize("choose", [0, 1])
def test_certificates_behind_each_other_are_parted(choose: int, tmp_path: Path) -> None:
    """Five certificates in one PDF, patents with a second page and a trademark with its transfer among them."""
    chosen = [FACTS[0], FACTS[2], FACTS[1], FACTS[3], list(marks())[2]]
    papers = [draw(facts, layout=choose, medium=Medium.TEXT, seed=SEED) for facts in chosen]
    bundle = bind_papers(papers)
    found = digest(read(bundle, tmp_path))
    assert found.problems == ()
    assert [record.kind for record in found.records] == [truth.kind for truth in bundle.truth]
    for record, truth in zip(found.records, bundle.truth, strict=True):
        assert plain(record.text("number") or "") == plain(truth.fields["number"])
        assert plain(record.text("owner") or "") == plain(truth.fields["owner"])
        assert record.pages is not None
        assert record.pages[0] == truth.page


SCANNED = tuple({type(facts): facts for facts in reversed(FACTS)}.values())
"""One paper of each family."""
LEAST_SCANNED = 0.8
"""Of a few fields one may be misread."""


@pytest.mark.slow
@pytest.mark.parametrize("facts", SCANNED, ids=lambda facts: type(facts).__name__)
def test_a_scan_is_known_and_read(facts: object, tmp_path: Path) -> None:
    paper = draw(facts, layout=0, medium=Medium.SCAN, seed=SEED)
    found = digest(read(paper, tmp_path))
    assert set(found.kinds) == {paper.kind}
    (record,), (truth,) = found.records, paper.truth
    right = [
        said(record.fields[name].value) == said(value) if name in record.fields else False
        for name, value in truth.fields.items()
        if name != "holders"
    ]
    assert sum(right) >= LEAST_SCANNED * len(right)
