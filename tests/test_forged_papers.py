"""Forged contracts, agreements, invoices, letters, questionnaires, licences and indexes, read back to their truth.

Text layer only: recognised print is measured by benchmarks/accuracy.py, since it takes a second a page.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from domain.documents import Kind, Problem, Reading
from domain.text import squash
from extractors import readers
from extractors.registry import digest
from fixtures.forge.facts import (
    AgreementFacts,
    ContractFacts,
    IndexFacts,
    InvoiceFacts,
    LetterFacts,
    LicenceFacts,
    Medium,
    Paper,
    SurveyFacts,
)
from fixtures.forge.papers import LAYOUTS, MEDIA, draw
from fixtures.forge.papers.letters import standard_paragraphs
from fixtures.forge.people import address_of, invoice_number, make_enterprise, make_name, make_phone

SEED = 20
INVOICES = (
    *("电子发票（普通发票）", "电子发票（增值税专用发票）", "增值税电子普通发票", "增值税专用发票"),
    "增值税普通发票",
)
LETTERS = (
    ("statement", Kind.STATEMENT, "声明函", None),
    ("integrity", Kind.COMMITMENT, "诚信承诺书", None),
    ("sampling", Kind.COMMITMENT, "说明和承诺", None),
    ("revenue-share", Kind.STATEMENT, "服务中小企业营业收入占比说明", Decimal("83.5")),
    ("free-share", Kind.STATEMENT, "公益性免费服务占比说明", Decimal("21.3")),
)


def papers() -> Iterator[object]:
    """Facts of every family, in the order of its layouts."""
    chance = Random(SEED)  # noqa: S311 - forged papers need a seed
    yield from _contracts(chance)
    yield from _agreements(chance)
    yield from _invoices(chance)
    yield from _letters(chance)
    for layout in range(LAYOUTS[SurveyFacts]):
        yield SurveyFacts(
            enterprise=make_enterprise(chance).name,
            service="专利申请",
            contact=make_name(chance),
            phone=make_phone(chance),
            score=Decimal(90 + layout),
            signed_on=date(2024, 10, 9),
        )
    for _ in range(LAYOUTS[LicenceFacts]):
        yield _licence(chance)
    for _ in range(LAYOUTS[IndexFacts]):
        yield IndexFacts(
            title="证明材料目录",
            entries=(("门槛条件1 独立法人资格", "01", "营业执照"), ("门槛条件4 服务家数", "04-1", "合同、发票")),
        )


def _contracts(chance: Random) -> Iterator[ContractFacts]:
    for layout in range(LAYOUTS[ContractFacts]):
        framework, dated = layout == 3, layout != 1
        yield ContractFacts(
            title="技术服务合同",
            number=f"HT-2024-{chance.randrange(1000):03d}",
            party_a=make_enterprise(chance).name,
            party_b=make_enterprise(chance).name,
            subject="新材料成分检测",
            amount_yuan=None if framework else Decimal(chance.randrange(10**6)) + Decimal("0.5"),
            signed_on=date(2024, 3, 5) if dated else None,
            term_from=date(2024, 3, 1),
            term_to=date(2025, 2, 28),
        )


def _agreements(chance: Random) -> Iterator[AgreementFacts]:
    for layout in range(LAYOUTS[AgreementFacts]):
        yield AgreementFacts(
            title="战略合作协议",
            parties=tuple(make_enterprise(chance).name for _ in range(2 + layout % 2)),
            signed_on=date(2024, 5, 6) if layout else None,
            term_years=2 if layout == 1 else None,
            renews=layout == 1,
        )


def _invoices(chance: Random) -> Iterator[InvoiceFacts]:
    for number, kind in enumerate(INVOICES):
        buyer, seller = make_enterprise(chance), make_enterprise(chance)
        sign = -1 if number == 1 else 1
        net, tax = sign * Decimal("9433.96"), sign * Decimal("566.04")
        digital = kind.startswith("电子发票")
        yield InvoiceFacts(
            invoice_kind=kind,
            code="" if digital else "011002100311",
            number=invoice_number(date(2024, 3, 5), 7 + number) if digital else f"{chance.randrange(10**8):08d}",
            issued_on=date(2024, 3, 5),
            buyer=buyer.name,
            buyer_code=buyer.uscc,
            seller=seller.name,
            seller_code=seller.uscc,
            item="检测服务费",
            amount_yuan=net,
            tax_yuan=tax,
            total_yuan=net + tax,
            void=sign < 0,
        )


def _letters(chance: Random) -> Iterator[LetterFacts]:
    for name, kind, title, percent in LETTERS:
        unit, signer = make_enterprise(chance).name, make_name(chance)
        yield LetterFacts(
            kind=kind,
            title=title,
            paragraphs=standard_paragraphs(name, unit=unit, signer=signer, percent=percent),
            unit=unit,
            signer=signer,
            signed_on=date(2025, 3, 4) if percent is None else None,
            percent=percent,
        )


def _licence(chance: Random) -> LicenceFacts:
    enterprise = make_enterprise(chance)
    return LicenceFacts(
        name=enterprise.name,
        uscc=enterprise.uscc,
        company_type="有限责任公司",
        legal_representative=make_name(chance),
        capital="1000万元",
        founded_on=date(2012, 4, 5),
        address=address_of(enterprise.name),
        authority="北京市海淀区市场监督管理局",
        scope="技术开发、技术咨询、技术服务。",
    )


CASES = tuple(
    pytest.param(facts, layout, medium, id=f"{type(facts).__name__}-{number}-layout-{layout}-{medium}")
    for number, facts in enumerate(papers())
    for layout in range(LAYOUTS[type(facts)])
    for medium in (Medium.TEXT, Medium.WORD)
    if medium in MEDIA[type(facts)] and (number + layout) % 2 == 0
)


@pytest.mark.parametrize(("facts", "layout", "medium"), CASES)
def test_what_is_read_is_what_was_drawn(facts: object, layout: int, medium: Medium, tmp_path: Path) -> None:
    paper = draw(facts, layout=layout, medium=medium, seed=SEED)
    found = digest(read(paper, tmp_path))
    assert found.kinds == (paper.kind,)
    (record,), (truth,) = found.records, paper.truth
    said = {name: field.value for name, field in record.fields.items()}
    for name, value in truth.fields.items():
        if name not in ("seals", "entries"):
            assert plain(said.get(name)) == plain(value), name
    for name in ("signed_on", "amount_yuan", "term_to", "percent", "score"):
        assert name not in said or name in truth.fields, f"{name}: {said.get(name)}"


def read(paper: Paper, folder: Path) -> Reading:
    """The reading of a forged paper."""
    file = folder / f"paper{paper.suffix}"
    file.write_bytes(paper.data)
    reading = readers.read(file, file.name, "0" * 64)
    assert not isinstance(reading, Problem)
    return reading


def plain(value: object) -> object:
    """A value as it is compared: text without spaces and widths, numbers as numbers."""
    if isinstance(value, str):
        return squash(value)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
