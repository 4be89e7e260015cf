"""Forged proofs of what became of enterprises, read back to their truth (text layer; recognised print: benchmarks)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from domain.documents import Problem, Reading
from domain.recognitions import Stage
from domain.records import Record
from domain.text import squash
from extractors import readers
from extractors.registry import digest
from fixtures.forge.facts import FinancingFacts, ListingFacts, Medium, Paper, RecognitionFacts
from fixtures.forge.papers import LAYOUTS, draw
from fixtures.forge.people import make_enterprise

SEED = 31
BUREAU = "北京市经济和信息化局"
MINISTRY = "工业和信息化部"
NEEQ = "全国中小企业股份转让系统有限责任公司"
EXCHANGE = "上海证券交易所"
CSRC = "中国证券监督管理委员会"
BANK = "华北云川银行股份有限公司北京海淀支行"
DAY = date(2024, 5, 16)
FIGURES_OF_ALL = Decimal("0.99")
"""The share of fields that must be right on the layouts that no extractor was made with."""


def facts(chance: Random) -> Iterator[object]:
    """A paper of each sort."""

    def name() -> str:
        return make_enterprise(chance).name

    def many(count: int) -> tuple[str, ...]:
        return tuple(name() for _ in range(count))

    yield RecognitionFacts(
        form="certificate",
        title="北京市“专精特新”中小企业",
        holders=many(1),
        issuer=BUREAU,
        awarded_on=DAY,
        valid_from=DAY,
        valid_until=date(2027, 5, 15),
        number="2024ZJTX0016",
    )
    for form, title, issuer, count in (
        ("certificate", "国家级专精特新“小巨人”企业", MINISTRY, 1),
        ("announcement", "2024年度第二批北京市创新型中小企业", BUREAU, 90),
        ("publicity", "第六批专精特新“小巨人”企业", BUREAU, 7),
        ("query", "专精特新中小企业", BUREAU, 1),
    ):
        until = None if count > 1 else date(2027, 6, 30)
        yield RecognitionFacts(
            form=form, title=title, holders=many(count), issuer=issuer, awarded_on=DAY, valid_until=until
        )
    for stage, issuer, code, layer in (
        (Stage.FILED, f"{CSRC}北京监管局", "", ""),
        (Stage.TUTORED, f"{CSRC}北京监管局", "", ""),
        (Stage.ACCEPTED, EXCHANGE, "", ""),
        (Stage.APPROVED, EXCHANGE, "", ""),
        (Stage.REGISTERED, CSRC, "", ""),
        (Stage.LISTED, EXCHANGE, "688123", ""),
        (Stage.INNOVATION_LAYER, NEEQ, "874123", "创新层"),
        (Stage.BASE_LAYER, NEEQ, "874123", "基础层"),
    ):
        yield ListingFacts(stage=stage, holders=many(1), issuer=issuer, awarded_on=DAY, code=code, layer=layer)
    yield ListingFacts(stage=Stage.INNOVATION_LAYER, holders=many(40), issuer=NEEQ, awarded_on=DAY)
    for form in ("loan", "investment", "guarantee", "credit-line", "disbursement", "receipt"):
        yield FinancingFacts(
            form=form,
            enterprise=name(),
            financier=BANK,
            amount=Decimal(chance.randrange(20, 900) * 10_000),
            dated=DAY,
            number="JK-2024-031",
            contract_number="DK2024-7" if form in ("disbursement", "receipt") else "",
        )
    yield FinancingFacts(
        form="loan",
        enterprise=name(),
        financier=BANK,
        amount=Decimal(3_000_000),
        dated=DAY,
        number="WB-2024-1",
        currency="USD",
    )


def drawn(parity: int) -> list[Paper]:
    """Every paper in every layout of this parity."""
    papers = list(facts(Random(SEED + parity)))  # noqa: S311 - forged papers need a seed
    return [
        draw(said, layout=layout, medium=Medium.TEXT, seed=SEED + layout)
        for said in papers
        for layout in range(parity, LAYOUTS[type(said)], 2)
    ]


def read(paper: Paper, folder: Path) -> Reading:
    file = folder / f"paper{paper.suffix}"
    file.write_bytes(paper.data)
    reading = readers.read(file, f"材料/文件{paper.suffix}", "0" * 64)
    assert not isinstance(reading, Problem)
    return reading


def plain(value: object) -> object:
    """A value for comparison: quotation marks and the form of brackets say nothing."""
    if isinstance(value, list):
        return [plain(item["name"] if isinstance(item, dict) else item) for item in value]
    return squash(value).translate(str.maketrans("", "", "“”")) if isinstance(value, str) else value


def right_and_wrong(paper: Paper, record: Record) -> tuple[int, list[str]]:
    """How many fields are right, and the names of those that are not."""
    wrong = []
    for name, value in paper.truth[0].fields.items():
        field = record.field(name)
        if field is None or plain(field.value) != plain(value):
            wrong.append(f"{paper.kind} {paper.layout} {name}: {field and field.value} / {value}"[:200])
    return len(paper.truth[0].fields) - len(wrong), wrong


@pytest.mark.parametrize("parity", [0, 1])
def test_text_is_read_back_to_its_truth(parity: int, tmp_path: Path) -> None:
    right = 0
    wrong: list[str] = []
    strangers: list[object] = []
    for paper in drawn(parity):
        found = digest(read(paper, tmp_path))
        if found.kinds != (paper.kind,) or len(found.records) != 1:
            strangers.append((paper.kind, paper.layout, found.kinds, [problem.detail for problem in found.problems]))
            continue
        count, faults = right_and_wrong(paper, found.records[0])
        right, wrong = right + count, wrong + faults
    assert not strangers
    assert right / (right + len(wrong)) >= FIGURES_OF_ALL, wrong
    if parity == 0:
        assert not wrong


def test_every_enterprise_of_a_long_list_has_its_place(tmp_path: Path) -> None:
    for paper in drawn(0):
        names = paper.truth[0].fields.get("holders")
        if not isinstance(names, list) or len(names) < 50:
            continue
        rows = digest(read(paper, tmp_path)).records[0].rows("holders")
        assert len(rows) == len(names)
        assert all(isinstance(row["bbox"], list) and row["confidence"] == 1 for row in rows)
        assert len({row["page"] for row in rows}) > 1


def test_a_sum_abroad_is_no_yuan(tmp_path: Path) -> None:
    paper = next(paper for paper in drawn(0) if paper.truth[0].fields.get("currency") == "USD")
    record = digest(read(paper, tmp_path)).records[0]
    assert record.field("amount_yuan") is None
    assert (record.text("currency"), record.number("amount")) == ("USD", Decimal(3_000_000))
