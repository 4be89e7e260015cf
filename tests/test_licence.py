"""Business licences: the fields that identify the holder (domain.md 3.10)."""

from collections.abc import Mapping
from random import Random

from domain.documents import Problem, Seal
from domain.records import Field
from extractors.licence import extract_licence
from fixtures.forge.people import make_uscc
from tests.positioned import column, page, reading, row

CODE = make_uscc(Random(5))  # noqa: S311 - a forged code needs a seed


def licence(*lines: str, code: str = CODE) -> Mapping[str, Field]:
    rows = (
        row(60, (230, "营业执照"), size=26),
        *column(120, f"统一社会信用代码  {code}", *lines, step=24),
    )
    (record,) = extract_licence(
        reading(page(rows, seals=(Seal((0.7, 0.7, 0.9, 0.9), text="北京市海淀区市场监督管理局"),)))
    )
    assert not isinstance(record, Problem)
    return record.fields


def said(fields: Mapping[str, Field], *names: str) -> list[object]:
    return [fields[name].value if name in fields else None for name in names]


def test_the_fields_of_a_licence() -> None:
    fields = licence(
        "名    称  北京云途科技有限公司",
        "类    型  有限责任公司",
        "法定代表人  李明",
        "成立日期  2012年04月05日",
        "营业期限  2012年04月05日至2032年04月04日",
        "住    所  北京市海淀区中关村大街1号3层301室",
        "登记机关  北京市海淀区市场监督管理局",
    )
    assert said(fields, "name", "uscc", "legal_representative") == ["北京云途科技有限公司", CODE, "李明"]
    assert said(fields, "founded_on", "valid_until") == ["2012-04-05", "2032-04-04"]
    assert said(fields, "address") == ["北京市海淀区中关村大街1号3层301室"]
    assert said(fields, "authority") == ["北京市海淀区市场监督管理局"]


def test_a_term_without_end_has_no_last_day() -> None:
    assert "valid_until" not in licence("营业期限  2012年04月05日至长期")


def test_the_seal_may_name_the_office() -> None:
    field = licence("名称  北京云途科技有限公司")["authority"]
    assert field.value == "北京市海淀区市场监督管理局"
    assert field.confidence < 1


def test_a_misread_code_is_mapped_and_marked() -> None:
    field = licence(code=CODE.replace("0", "O", 1))["uscc"]
    assert (field.value, field.confidence < 1) == (CODE, True)


def test_a_branch_has_a_person_in_charge() -> None:
    assert said(licence("负责人  王芳", "营业场所  北京市朝阳区建国路1号"), "legal_representative", "address") == [
        "王芳",
        "北京市朝阳区建国路1号",
    ]
