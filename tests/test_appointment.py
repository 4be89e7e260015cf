"""Letters of appointment: who, as what, by whom, for how long."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from domain.documents import Kind, Problem, Reading
from domain.records import Record
from domain.text import squash
from extractors import readers
from extractors.appointment import extract_appointment
from extractors.registry import digest
from fixtures.forge.binding import bind_papers
from fixtures.forge.facts import AppointmentFacts, Medium, Paper
from fixtures.forge.papers import draw
from fixtures.forge.people import make_enterprise, make_person
from tests.positioned import plain

OWN = "北京砚溪企业服务有限公司"


def letter(*lines: str) -> Record:
    (record,) = extract_appointment(plain(*lines))
    assert isinstance(record, Record)
    return record


def values(record: Record, *names: str) -> tuple[object, ...]:
    return tuple(record.text(name) for name in names)


@pytest.mark.parametrize(
    ("sentence", "name", "role"),
    [
        ("兹聘请 张晓华 先生 为我单位创业导师，聘期两年。", "张晓华", "创业导师"),
        ("兹聘请张晓华女士担任北京砚溪企业服务有限公司“创业辅导专家”。", "张晓华", "创业辅导专家"),
        ("经研究决定，特聘欧阳晓华教授为中小企业公共服务平台特聘专家，任期三年。", "欧阳晓华", "特聘专家"),
        ("现聘任 张 敏 同志为创业导师（聘期2024年）。", "张敏", "创业导师"),
        ("兹聘请__张晓华__老师（高级经济师）为创业导师", "张晓华", "创业导师"),
        ("兹聘请专家王晓华先生为评审专家。", "王晓华", "评审专家"),
        ("兹聘请 阿依古丽·买买提 女士为创业导师。", "阿依古丽·买买提", "创业导师"),
    ],
)
def test_the_sentence_that_appoints(sentence: str, name: str, role: str) -> None:
    assert values(letter("聘书", sentence, OWN, "2024年3月5日"), "name", "role") == (name, role)


def test_a_letter_that_addresses_the_person() -> None:
    record = letter(
        "聘任书", "张晓华先生：", f"{OWN}特聘请您担任创业导师，聘期一年。", "特此聘任。", OWN, "2024年3月5日"
    )
    assert values(record, "name", "role", "issuer") == ("张晓华", "创业导师", OWN)
    assert values(record, "signed_on", "term_from", "term_to") == ("2024-03-05", "2024-03-05", "2025-03-04")


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("聘期自2023年6月1日起至2025年5月31日止", "2023-06-01", "2025-05-31"),
        ("聘期自2023年6月1日起至\n2025年5月31日止", "2023-06-01", "2025-05-31"),
        ("聘期自2023年6月1日\n起至2025年5月31日止", "2023-06-01", "2025-05-31"),
        ("聘期2023年6月至2025年6月", "2023-06-01", "2025-06-30"),
        ("聘期：2024年度", "2024-01-01", "2024-12-31"),
        ("聘期为2023-2025年", "2023-01-01", "2025-12-31"),
        ("聘期三年", "2024-03-05", "2027-03-04"),
        ("特发此证", None, None),
    ],
)
def test_the_term(words: str, first: str | None, last: str | None) -> None:
    record = letter("聘书", "兹聘请张晓华先生为创业导师。", f"{words}。", OWN, "2024年3月5日")
    assert values(record, "term_from", "term_to") == (first, last)


def test_what_is_not_said_is_not_given() -> None:
    record = letter("聘书", "特此聘任。", "    年    月    日")
    assert values(record, "name", "role", "issuer", "signed_on", "term_from") == (None,) * 5


def test_an_empty_page_is_a_problem() -> None:
    (found,) = extract_appointment(plain(""))
    assert isinstance(found, Problem)


# --- Drawn ------------------------------------------------------------------------------------------------------------


def facts(seed: int, **changes: object) -> AppointmentFacts:
    chance = Random(f"letter {seed}")  # noqa: S311 - forged papers need a seed
    said: dict[str, object] = {
        "name": make_person(chance).name,
        "role": "创业导师",
        "issuer": make_enterprise(chance).name,
        "issued_on": date(2023, 6, 1),
        "term_from": date(2023, 6, 1),
        "term_to": date(2025, 5, 31),
        "number": "PS-2023-012",
    }
    return AppointmentFacts(**(said | changes))  # type: ignore[arg-type]


def read(paper: Paper, folder: Path) -> Reading:
    file = folder / f"聘书{paper.suffix}"
    file.write_bytes(paper.data)
    reading = readers.read(file, file.name, "0" * 64)
    assert not isinstance(reading, Problem)
    return reading


def wrong(paper: Paper, record: Record) -> Iterator[str]:
    for name, value in paper.truth[0].fields.items():
        if name != "seals" and squash(record.text(name) or "") != squash(str(value)):
            yield f"{name}: {value} read as {record.text(name)}"


@pytest.mark.parametrize("layout", range(4))
@pytest.mark.parametrize("changes", [{}, {"term_from": None, "term_to": None, "term_years": 3}, {"role": "特聘专家"}])
def test_drawn_letters_are_read(layout: int, changes: dict[str, object], tmp_path: Path) -> None:
    paper = draw(facts(layout, **changes), layout=layout, medium=Medium.TEXT, seed=3)
    found = digest(read(paper, tmp_path))
    assert found.kinds == (Kind.APPOINTMENT_LETTER,)
    assert list(wrong(paper, found.records[0])) == []


@pytest.mark.parametrize("layout", [0, 3])
def test_scanned_letters_are_read(layout: int, tmp_path: Path) -> None:
    paper = draw(facts(9), layout=layout, medium=Medium.SCAN, seed=3)
    found = digest(read(paper, tmp_path))
    assert found.kinds == (Kind.APPOINTMENT_LETTER,)
    assert list(wrong(paper, found.records[0])) == []


def test_several_letters_in_one_file_are_several(tmp_path: Path) -> None:
    papers = [draw(facts(seed), layout=seed % 4, medium=Medium.TEXT, seed=seed) for seed in range(4)]
    found = digest(read(bind_papers(papers), tmp_path))
    assert found.kinds == (Kind.APPOINTMENT_LETTER,) * 4
    assert [record.text("name") for record in found.records] == [paper.truth[0].fields["name"] for paper in papers]
