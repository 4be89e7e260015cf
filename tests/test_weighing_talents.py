"""Persons of a talent pool, recruited and trained: distinct persons, attendances, and what only a person can tell."""

from collections.abc import Sequence

import pytest

from domain.claims import Claim, ListName
from domain.documents import CellValue
from tests.papers import claim, id_number, reasons_of
from validators.weighing.talents import weigh_recruited, weigh_talents, weigh_trained

RULE = "score-8.5.1"


def person(number: int, name: str, **cells: CellValue) -> Claim:
    return claim(ListName.TALENTS, number, name, {"number": number, "name": name, **cells})


def statuses(rows: Sequence[Claim]) -> list[tuple[str, ...]]:
    return reasons_of(weigh_talents(rows, RULE))


VERIFIED, REPEATED, PERHAPS = ("verified",), ("excluded", "duplicate-person"), ("open", "possible-duplicate")


def test_every_person_on_the_list_is_proven_by_the_list() -> None:
    scales = weigh_talents([person(2, "王晓华"), person(3, "李清远")], RULE)
    assert reasons_of(scales) == [VERIFIED, VERIFIED]
    assert [scale.sources for scale in scales] == [[scale.claim.source] for scale in scales]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ({"organisation": "某大学"}, {"organisation": "某大学"}, REPEATED),
        ({}, {}, REPEATED),
        ({"organisation": "某大学"}, {"organisation": "某公司"}, PERHAPS),
        ({"phone": "13800000001"}, {"phone": "13800000001", "organisation": "某公司"}, REPEATED),
        ({"phone": "13800000001", "organisation": "甲"}, {"phone": "13800000002", "organisation": "乙"}, VERIFIED),
        ({"phone": "13800000001", "organisation": "甲"}, {"phone": "13800000002", "organisation": "甲"}, PERHAPS),
        ({"phone": "138****0001"}, {"phone": "138****0002"}, PERHAPS),
        ({"id_number": id_number(1)}, {"id_number": id_number(2)}, VERIFIED),
        ({"id_number": id_number(1)}, {"id_number": id_number(1), "organisation": "某公司"}, REPEATED),
        ({"id_number": "110***"}, {"id_number": "120***"}, PERHAPS),
    ],
)
def test_two_rows_of_one_name(
    first: dict[str, CellValue], second: dict[str, CellValue], found: tuple[str, ...]
) -> None:
    assert statuses([person(2, "王晓华", **first), person(3, "王晓华", **second)]) == [VERIFIED, found]
    assert (
        statuses([person(2, "王 晓华", **first), person(3, "王晓华", **second)])[1][0] != "verified"
        or found == VERIFIED
    )


def test_masked_names_are_never_one_person_for_sure() -> None:
    rows = [person(2, "王*华", organisation="某大学"), person(3, "王*华", organisation="某大学"), person(4, "李**")]
    assert statuses(rows) == [VERIFIED, PERHAPS, VERIFIED]


def recruited(number: int, name: str, **cells: CellValue) -> Claim:
    return claim(ListName.RECRUITED, number, name, {"name": name, **cells})


def trained(number: int, name: str, training: str, day: str = "2024-03-05") -> Claim:
    return claim(ListName.TRAINED, number, name, {"name": name, "training": training, "trained_on": day})


OPEN = ("open", "no-evidence")


def test_whether_a_profession_is_scarce_only_a_person_can_tell() -> None:
    rows = [recruited(2, "王晓华", enterprise="甲"), recruited(3, "王晓华", enterprise="甲"), recruited(4, "李清远")]
    assert reasons_of(weigh_recruited(rows, RULE)) == [OPEN, REPEATED, OPEN]


def test_a_person_trained_twice_counts_twice() -> None:
    rows = [
        trained(2, "王晓华", "数控机床操作"),
        trained(3, "王晓华", "工业机器人"),
        trained(4, "王晓华", "数控机床操作"),
        trained(5, "王晓华", "数控机床操作", "2024-09-05"),
    ]
    assert reasons_of(weigh_trained(rows, RULE)) == [OPEN, OPEN, REPEATED, OPEN]


def test_a_list_of_both_counts_each_in_its_way() -> None:
    said = {"manner": "培训", "training": "数控", "trained_on": "2024-03-05"}
    rows = [
        recruited(2, "王晓华", manner="招聘"),
        recruited(3, "王晓华", **said),
        recruited(4, "王晓华", **(said | {"training": "机器人"})),
        recruited(5, "王晓华", manner="招聘"),
    ]
    assert reasons_of(weigh_recruited(rows, RULE)) == [OPEN, OPEN, OPEN, REPEATED]


def test_one_id_number_is_not_two_persons() -> None:
    rows = [person(2, "王晓华", id_number=id_number(1)), person(3, "王小华", id_number=id_number(1))]
    assert statuses(rows) == [VERIFIED, PERHAPS]


@pytest.mark.parametrize("name", ["北京澜桥科技有限公司", "某大学", "张三等5人", "张三、李四", "待定", "合计"])
def test_what_is_no_person_is_for_a_person_to_see(name: str) -> None:
    assert statuses([person(2, name)]) == [("open", "value-invalid")]


@pytest.mark.parametrize("name", ["欧阳清远", "买买提·艾力", "Tom Smith", "李老师", "张*"])
def test_names_of_many_forms_are_persons(name: str) -> None:
    assert statuses([person(2, name)]) == [VERIFIED]
