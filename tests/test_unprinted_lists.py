"""Lists without a template: registered enterprises, mentors, talents, persons recruited and trained, cases (1.3)."""

from collections.abc import Sequence

import pytest

from domain.claims import COLUMNS, DeclaredList, ListName
from domain.documents import CellValue, Reading, Sheet, SheetRow
from extractors.declared_lists import extract_claims
from extractors.list_words import named_list
from fixtures.forge.capacity_lists import CAPACITIES


def lists_of(*rows: Sequence[CellValue], path: str = "材料/表.xlsx") -> list[DeclaredList]:
    sheet = Sheet(name="Sheet1", rows=tuple(SheetRow(number, tuple(row)) for number, row in enumerate(rows, 1)))
    return list(extract_claims(Reading(path=path, sha256="0" * 64, sheets=(sheet,)))[0])


ROWS: dict[ListName, tuple[CellValue, ...]] = {
    ListName.REGISTERED: (1, "北京云途科技有限公司", "北京市", "2024.3.5"),
    ListName.MENTORS: (1, "王五", "某某大学", "教授", "融资辅导", "2023.6-2025.6"),
    ListName.TALENTS: (1, "王*", "某某大学", "教授", "数字化", "138****8000"),
    ListName.RECRUITED: (1, "王五", "北京云途科技有限公司", "算法工程师", "2024年3月5日"),
    ListName.TRAINED: (1, "王五", "北京云途科技有限公司", "数控机床操作", "2024-03-05"),
    ListName.CASES: (1, "生产管理系统", "北京云途科技有限公司", "北京", "软件部署"),
}


@pytest.mark.parametrize("synonyms", [False, True])
@pytest.mark.parametrize("name", list(ROWS))
def test_each_is_known_by_its_title_and_its_usual_columns(name: ListName, synonyms: bool) -> None:
    template = CAPACITIES[name]
    header = tuple(template.synonyms.get(head, head) if synonyms else head for head in template.headers)
    (declared,) = lists_of((template.title,), header, ROWS[name])
    assert declared.name is name
    assert tuple(declared.columns) == COLUMNS[name]
    assert declared.problems == ()
    assert len(declared.rows) == 1


@pytest.mark.parametrize("name", list(ROWS))
def test_each_is_known_by_the_name_of_its_file(name: ListName) -> None:
    template = CAPACITIES[name]
    (declared,) = lists_of(template.headers, ROWS[name], path=f"评分指标8/{template.title}.xlsx")
    assert declared.name is name


def test_days_are_read_in_their_columns() -> None:
    cells = {name: lists_of((CAPACITIES[name].title,), CAPACITIES[name].headers, row)[0].rows[0].cells
             for name, row in ROWS.items()}  # fmt: skip
    assert cells[ListName.REGISTERED]["registered_on"] == "2024-03-05"
    assert cells[ListName.RECRUITED]["hired_on"] == "2024-03-05"
    assert cells[ListName.TRAINED]["trained_on"] == "2024-03-05"
    assert cells[ListName.MENTORS]["term"] == "2023.6-2025.6"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("截至2024年底注册京津冀企业名单", ListName.REGISTERED),
        ("小程序注册用户清单", ListName.REGISTERED),
        ("创业导师库名单", ListName.MENTORS),
        ("创业导师专家名单", ListName.MENTORS),
        ("优质人才库", ListName.TALENTS),
        ("专家库名册", ListName.TALENTS),
        ("师资队伍一览表", ListName.TALENTS),
        ("帮助企业招聘或培训人才（紧缺人才）名单", ListName.RECRUITED),
        ("入职人员名单", ListName.RECRUITED),
        ("紧缺人才培训台账", ListName.TRAINED),
        ("培训（紧缺）人才明细", ListName.TRAINED),
        ("应用成功案例清单", ListName.CASES),
        # what only sounds like one
        ("招聘会参会企业名单", None),
        ("招聘活动台账", ListName.ACTIVITIES),
        ("人才培训班学员签到表", None),
        ("培训人员名单", ListName.STAFF),
        ("案例分享会参会名单", None),
        ("人才服务企业名单", ListName.SERVED),
        ("导师活动台账", ListName.MENTORS),
        ("年度服务企业名单", ListName.SERVED),
    ],
)
def test_titles(title: str, name: ListName | None) -> None:
    assert named_list(title) is name


@pytest.mark.parametrize(
    ("path", "header"),
    [
        ("招聘会/参会企业名单.xlsx", ("序号", "姓名", "单位", "手机", "签到时间")),
        ("活动/培训学员名单.xlsx", ("序号", "姓名", "单位", "联系电话", "签名")),
        ("人才培训班/学员名单.xlsx", ("序号", "姓名", "单位", "联系电话")),
        ("案例分享会/报名表.xlsx", ("序号", "姓名", "企业名称", "联系电话")),
    ],
)
def test_sheets_of_activities_stay_evidence(path: str, header: tuple[str, ...]) -> None:
    assert (
        lists_of(header, *[tuple(f"值{row}{index}" for index in range(len(header))) for row in range(3)], path=path)
        == []
    )


def test_an_export_of_registered_enterprises_names_a_contact_for_each() -> None:
    header = ("企业名称", "姓名", "手机号", "注册时间")
    row = ("北京云途科技有限公司", "李四", "13800008000", "2024-03-05 10:11:12")
    (declared,) = lists_of(header, row, path="系统后台/注册企业名单.xlsx")
    assert (declared.name, declared.rows[0].name) == (ListName.REGISTERED, "北京云途科技有限公司")
    assert declared.rows[0].cells["registered_on"] == "2024-03-05"
