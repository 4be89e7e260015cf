"""Forged papers of the applicant's own standing, read back to their truth: text layers, Word, pictures, a few scans."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from domain.documents import Kind, Problem
from domain.records import Record
from domain.text import squash
from extractors import readers
from extractors.registry import Digest, digest
from fixtures.forge.facts import Medium, Paper
from fixtures.forge.papers import LAYOUTS, MEDIA, draw
from fixtures.forge.standing import (
    BodyFacts,
    CreditFacts,
    DeedFacts,
    FilingFacts,
    LeaseFacts,
    Penalty,
    RegulationFacts,
    ScreenFacts,
    SystemCertificateFacts,
    VolumeFacts,
)

OWN, LANDLORD = "北京砚溪企业服务有限公司", "霁川（北京）物业管理有限公司"
ADDRESS = "北京市海淀区中云路21号院6号楼3层308室"
CODE = "91110108MA01FAKE9F"
PENALTY = Penalty(
    number="京海市监罚〔2024〕118号",
    authority="北京市海淀区市场监督管理局",
    decided_on=date(2024, 4, 9),
    amount_yuan=Decimal(5000),
)
BODY = BodyFacts(
    kind=Kind.INSTITUTION_CERTIFICATE,
    title="事业单位法人证书",
    name="北京市砚溪中小企业服务中心",
    uscc="12110000MAF4Q5LC7B",
    legal_representative="卢静",
    address=ADDRESS,
    authority="北京市事业单位登记管理局",
    valid_from=date(2021, 5, 6),
    valid_until=date(2026, 5, 5),
    issued_on=date(2021, 5, 6),
    founded_on=date(2003, 7, 1),
    patron="北京市经济和信息化局",
)
CREDIT = CreditFacts(subject=OWN, uscc=CODE, queried_on=date(2025, 3, 1))
FILING = FilingFacts(
    holder=OWN,
    number="京ICP备12345678号-1",
    system="砚溪企业服务云",
    domain="www.yanxi-fuwu.com.cn",
    approved_on=date(2021, 8, 9),
)
CERTIFICATE = SystemCertificateFacts(
    holder=OWN,
    uscc=CODE,
    number="03410Q10286R0S",
    standard="GB/T 19001-2016/ISO 9001:2015",
    system="质量管理体系",
    issued_on=date(2023, 6, 1),
    valid_until=date(2026, 5, 31),
    address=ADDRESS,
    body="北京衡准认证有限公司",
)
REGULATION = RegulationFacts(title="中小企业服务管理制度", issuer=OWN, issued_on=date(2022, 3, 4), seed=3)
TITLES = ("服务管理制度", "投诉处理办法", "服务流程", "档案管理制度", "收费管理办法")
EXAMPLES: tuple[object, ...] = (
    BODY,
    BodyFacts(
        kind=Kind.SOCIETY_CERTIFICATE,
        title="社会团体法人登记证书",
        name="北京砚溪产业发展促进会",
        uscc="51110000MAF4Q5LC5X",
        legal_representative="卢静",
        address=ADDRESS,
        authority="北京市民政局",
        valid_from=date(2021, 5, 6),
        valid_until=date(2025, 5, 5),
        issued_on=date(2021, 5, 6),
    ),
    DeedFacts(owner=LANDLORD, address=ADDRESS, area_m2=Decimal("512.35"), number="京（2019）海不动产权第0012345号"),
    DeedFacts(owner=LANDLORD, address=ADDRESS, area_m2=Decimal(512), number="X京房权证海股字第123456号"),
    LeaseFacts(
        number="ZL-2023-007",
        lessor=LANDLORD,
        lessee=OWN,
        address=ADDRESS,
        area_m2=Decimal("312.5"),
        term_from=date(2023, 1, 1),
        term_to=date(2025, 12, 31),
        signed_on=date(2022, 12, 20),
    ),
    CREDIT,
    CreditFacts(subject=OWN, uscc=CODE, queried_on=date(2025, 3, 1), penalties=(PENALTY,), site="信用中国"),
    FILING,
    FilingFacts(
        holder=OWN,
        number="京ICP备2021012345号-3X",
        system="砚溪企服",
        approved_on=date(2023, 1, 12),
        channel="小程序",
    ),
    FilingFacts(holder=OWN, number="京B2-20201234", system="砚溪企业服务云", approved_on=date(2020, 5, 7)),
    ScreenFacts(
        title="砚溪中小企业公共服务平台",
        url="https://www.yanxi-fuwu.com.cn/index",
        holder=OWN,
        number="京ICP备12345678号-1",
        counts=(("注册企业", 1286), ("服务产品", 48)),
        shown_on=date(2024, 12, 30),
        rows=(("政策匹配服务 已完成", date(2024, 5, 6)),),
    ),
    ScreenFacts(
        title="服务产品",
        url="https://www.yanxi-fuwu.com.cn/products",
        shown_on=date(2024, 12, 30),
        products=(
            ("检验检测服务", "0.3-2万元/项"),
            ("科技成果评价", "8000元/次"),
            ("专利检索与分析", "免费"),
            ("中试基地开放共享", "面议"),
            ("产学研技术对接", "免费"),
        ),
    ),
    CERTIFICATE,
    REGULATION,
    VolumeFacts(
        title="公共服务平台管理制度汇编",
        issuer=OWN,
        issued_on=date(2022, 3, 4),
        documents=tuple(RegulationFacts(title=title, issuer=OWN, issued_on=None, seed=3) for title in TITLES),
    ),
)


def cases() -> Iterator[object]:
    """Every layout of every example as print; as Word where it can be had, in the first layout."""
    for place, facts in enumerate(EXAMPLES):
        media = MEDIA[type(facts)]
        for layout in range(LAYOUTS[type(facts)]):
            name = f"{place}{type(facts).__name__}-{layout}"
            if Medium.TEXT in media:
                yield pytest.param(facts, layout, Medium.TEXT, id=f"{name}-text")
            else:
                yield pytest.param(facts, layout, Medium.PICTURE, id=f"{name}-picture", marks=pytest.mark.slow)
            if Medium.WORD in media and layout == 0:
                yield pytest.param(facts, layout, Medium.WORD, id=f"{name}-word")


@pytest.mark.parametrize(("facts", "layout", "medium"), list(cases()))
def test_what_is_read_is_what_was_drawn(facts: object, layout: int, medium: Medium, tmp_path: Path) -> None:
    paper = draw(facts, layout=layout, medium=medium, seed=20)
    assert wrong(paper, look(paper, tmp_path)) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "facts", [BODY, CREDIT, FILING, CERTIFICATE, REGULATION], ids=lambda facts: type(facts).__name__
)
def test_scans_say_the_same(facts: object, tmp_path: Path) -> None:
    paper = draw(facts, layout=1, medium=Medium.SCAN, seed=21)
    assert wrong(paper, look(paper, tmp_path)) == []


def look(paper: Paper, folder: Path) -> Digest:
    """What is found in a forged paper."""
    file = folder / f"paper{paper.suffix}"
    file.write_bytes(paper.data)
    reading = readers.read(file, file.name, "0" * 64)
    assert not isinstance(reading, Problem)
    return digest(reading)


def wrong(paper: Paper, found: Digest) -> list[str]:
    """What differs from the truth: kinds, number of records, fields."""
    faults = [f"kind {kind}" for kind in found.kinds if kind is not paper.kind]
    records = [record for record in found.records if record.kind is paper.kind and "volume" not in record.fields]
    if len(records) != len(paper.truth):
        faults.append(f"{len(records)} records for {len(paper.truth)}")
    for truth, record in zip(paper.truth, records, strict=False):
        faults += [
            f"{name}: {said(record, name)} for {value}"
            for name, value in truth.fields.items()
            if name not in {"seals", "texts"} and said(record, name) != plain(value)
        ]
        shown = {squash(str(entry["text"])) for entry in record.rows("texts")}
        wanted = {squash(str(entry["text"])) for entry in truth.fields.get("texts", ())}  # type: ignore[attr-defined]
        faults += [f"texts: {text} is not among {sorted(shown)}" for text in sorted(wanted - shown)]
    return faults


def said(record: Record, name: str) -> object:
    field = record.field(name)
    return plain(field.value) if field is not None else None


def plain(value: object) -> object:
    """A value as it is compared: text without spaces and widths, numbers as numbers."""
    if isinstance(value, str):
        return squash(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
