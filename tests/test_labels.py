"""Labelled values: behind, right of and under their labels, in every spelling of a label."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.documents import Line, Origin, Page
from extractors.labels import find_all_labelled, find_first, find_labelled, find_labels, make_field
from extractors.script import Hit, Script, part_box, read_script, turned
from tests.positioned import column, page, plain, reading, row, table, word

COMPANY = "北京云途科技有限公司"


def value(hit: Hit | None) -> str:
    assert hit is not None
    return hit.text


@pytest.mark.parametrize(
    "line",
    [
        f"甲方：{COMPANY}",
        f"甲方: {COMPANY}",
        f"甲   方：{COMPANY}",
        f"甲方（委托方）：{COMPANY}",
        f"甲方(盖章)：____{COMPANY}____",
        f"甲方\u3000\u3000{COMPANY}",
        f"1、甲方：{COMPANY}。",
        f"甲方：{COMPANY}    乙方：上海别家有限公司",
        f"甲方：{COMPANY} 乙方：上海别家有限公司",
        f"甲方：{COMPANY}    地址：北京市",
    ],
)
def test_a_value_behind_its_label(line: str) -> None:
    assert value(find_labelled(plain(line), ("甲方",))) == COMPANY
    assert value(find_labelled(page(column(100, line)), ("甲方",))) == COMPANY


def test_a_value_in_the_next_word_of_the_row() -> None:
    paper = page([row(100, (72, "甲  方"), (140, COMPANY), (330, "乙  方"), (400, "上海别家有限公司"))])
    assert value(find_labelled(paper, ("甲方",))) == COMPANY
    assert value(find_labelled(paper, ("乙方",))) == "上海别家有限公司"


def test_a_label_whose_characters_are_words_of_their_own() -> None:
    paper = page([row(100, (72, "名"), (110, "称："), (140, COMPANY))])
    assert value(find_labelled(paper, ("名称",))) == COMPANY


def test_a_value_under_its_label() -> None:
    paper = page([row(100, (72, "单位名称"), (300, "金额")), row(120, (72, COMPANY), (300, "12,000.00"))])
    assert value(find_labelled(paper, ("单位名称",))) == COMPANY
    assert value(find_labelled(paper, ("金额",))) == "12,000.00"
    assert find_labelled(paper, ("单位名称",), below=False) is None


def test_a_row_that_was_read_as_two_lines() -> None:
    paper = page(
        [row(100, (72, "合同编号：")), row(103, (150, "HT-2024-001")), row(130, (72, "签订日期：2024年3月5日"))]
    )
    assert value(find_labelled(paper, ("合同编号",))) == "HT-2024-001"


def test_an_empty_label_has_no_value() -> None:
    paper = page(column(100, "甲方：________", "乙方：" + COMPANY))
    assert find_labelled(paper, ("甲方",)) is None
    assert len(find_labels(paper, ("甲方",))) == 1


def test_a_label_inside_another_word_is_none() -> None:
    assert find_labelled(plain(f"项目名称：{COMPANY}"), ("名称",)) is None


def test_a_label_without_colon_needs_leave() -> None:
    paper = plain(f"甲方{COMPANY}")
    assert find_labelled(paper, ("甲方",)) is None
    assert value(find_labelled(paper, ("甲方",), bare=True)) == COMPANY


def test_several_occurrences_come_in_reading_order() -> None:
    paper = reading(page(column(100, "日期：2024年1月1日")), page(column(100, "日期：2024年2月2日"), 2))
    hits = find_all_labelled(paper, ("日期",))
    assert [(hit.page, hit.text) for hit in hits] == [(1, "2024年1月1日"), (2, "2024年2月2日")]


def test_the_order_of_labels_decides() -> None:
    paper = plain("编号：A-1", "合同编号：B-2")
    assert value(find_first(paper, ("合同编号", "编号"))) == "B-2"
    assert value(find_labelled(paper, ("合同编号", "编号"))) == "A-1"


def test_a_value_that_goes_on_in_the_next_line() -> None:
    paper = page(
        [row(100, (72, "甲方："), (110, "北京云途科")), row(118, (110, "技有限公司")), row(136, (72, "乙方：某某"))]
    )
    hit = find_labelled(paper, ("甲方",), unfinished=lambda text: not text.endswith("公司"))
    assert value(hit) == COMPANY


def test_a_full_line_runs_on() -> None:
    long = "本合同总金额为人民币壹万贰仟元整，由甲方在合同签订之日起十个工作日内一次性支付给乙方，共"
    script = read_script(page(column(100, long, "计十二笔。", "第二条 其他约定")))
    assert script.text == long.replace("，", ",") + "计十二笔。\n第二条其他约定"


def test_table_cells() -> None:
    ruled = table(("甲方", None, COMPANY, "签订日期"), ("金额", None, "", "2024-03-05"))
    paper = page((), tables=(ruled,))
    assert value(find_labelled(paper, ("甲方",))) == COMPANY
    assert value(find_labelled(paper, ("签订日期",))) == "2024-03-05"
    assert find_labelled(paper, ("金额",)) is None


def test_the_field_knows_its_place() -> None:
    paper = reading(page([Line((word(72, 100, f"甲方：{COMPANY}", confidence=0.9),))]))
    hit = find_labelled(paper, ("甲方",))
    assert hit is not None
    field = make_field(paper, hit)
    assert (field.value, field.raw, field.confidence, field.source.page) == (COMPANY, COMPANY, 0.9, 1)
    assert field.source.bbox is not None
    assert field.source.bbox[0] == pytest.approx((72 + 3 * 10.5) / 595)


def test_part_of_a_word_has_part_of_its_box() -> None:
    assert part_box("编号AB", (0.0, 0.0, 0.6, 0.1), 2, 4) == pytest.approx((0.4, 0.0, 0.6, 0.1))


def test_an_empty_page_has_no_text() -> None:
    assert read_script(Page(number=1, width=1, height=1, origin=Origin.NONE)).text == ""


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), max_size=6))
def test_every_character_knows_its_word(lines: list[list[str]]) -> None:
    script = read_script(
        page(row(20.0 * y, *((100.0 * x, text) for x, text in enumerate(texts))) for y, texts in enumerate(lines))
    )
    assert len(script.text) == len(script.owners) == len(script.offsets)
    for placed in script.words:
        assert script.hit(placed.start, placed.end).page == 1
    assert _separators(script) <= {"\t", "\n", " "}


def _separators(script: Script) -> set[str]:
    return {character for character, owner in zip(script.text, script.owners, strict=True) if owner < 0}


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_places_on_a_turned_page_are_those_of_the_file(rotation: int) -> None:
    upright = page([row(100, (72, "单位名称"), (300, "金额")), row(120, (72, COMPANY), (300, f"共{COMPANY}"))])
    lies = replace(upright, rotation=rotation, lines=tuple(_lying(line, rotation) for line in upright.lines))
    hit = find_labelled(lies, ("单位名称",))
    assert value(hit) == COMPANY
    assert hit is not None
    assert hit.box == pytest.approx(lies.lines[1].words[0].box)
    part = read_script(lies).search(re.compile("(?<=共)北京"))
    assert part is not None
    assert part.box is not None
    assert turned(part.box, rotation) == pytest.approx((310.5 / 595, 120 / 842, 331.5 / 595, 130.5 / 842))


def _lying(line: Line, rotation: int) -> Line:
    return Line(tuple(replace(word, box=turned(word.box, -rotation)) for word in line.words if word.box))
