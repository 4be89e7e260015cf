"""The empty form: every identifier once, lists to choose from; filled in, it is read back field by field."""

import json
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from domain.documents import Kind, Reading
from domain.form_fields import FIELDS_BY_ID, FORM_FIELDS, FieldType, FormField
from domain.records import Record
from extractors import readers
from extractors.classify import classify
from extractors.declared_form import extract_form
from extractors.declared_lists import extract_claims
from reports.form_template import HEAD, render_form_template
from tests.small import APPLICANT, chayan, sample_members, write_zip

TYPED: dict[FieldType, object] = {
    FieldType.TEXT: "北京砚溪企业服务有限公司",
    FieldType.COUNT: 17,
    FieldType.NUMBER: 820.5,
    FieldType.WAN: 5234.67,
    FieldType.YI: 1.25,
    FieldType.PERCENT: 86.5,
    FieldType.DAY: datetime(2012, 3, 5),  # noqa: DTZ001 - a workbook knows no time zone
    FieldType.NAMED_COUNT: 3,
}
READ = {FieldType.DAY: "2012-03-05"}


def rows() -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(BytesIO(render_form_template())).active
    assert sheet is not None
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def typed(field: FormField) -> object:
    return field.choices[0] if field.choices else TYPED[field.type]


def read_back(field: FormField) -> object:
    if field.type is FieldType.YES:
        return True
    return field.choices[0] if field.choices else READ.get(field.type, TYPED[field.type])


def reading_of(data: bytes, folder: Path) -> Reading:
    file = folder / "填报信息.xlsx"
    file.write_bytes(data)
    found = readers.read(file, file.name, "ab" * 32)
    assert isinstance(found, Reading)
    return found


def filled(folder: Path, values: dict[str, object]) -> Reading:
    book = openpyxl.load_workbook(BytesIO(render_form_template()))
    sheet = book.active
    assert sheet is not None
    places = {row[2].value: row[4] for row in sheet.iter_rows()}
    for identifier, value in values.items():
        places[identifier].value = value  # type: ignore[assignment]
    out = BytesIO()
    book.save(out)
    return reading_of(out.getvalue(), folder)


def record_of(reading: Reading) -> Record:
    (record,) = extract_form(reading)
    assert isinstance(record, Record)
    return record


def test_every_field_stands_once_with_its_unit_and_a_list_where_it_has_one() -> None:
    found = rows()
    assert HEAD in found
    identifiers = [row[2] for row in found if row[2] in FIELDS_BY_ID]
    assert identifiers == [field.id for field in FORM_FIELDS]
    sheet = openpyxl.load_workbook(BytesIO(render_form_template())).active
    assert sheet is not None
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert len(lists) == sum(bool(field.choices) for field in FORM_FIELDS)
    assert {rule.formula1 for rule in lists} >= {'"综合咨询,创业辅导,技术创新,数字化应用,人力资源,融资促进"', '"是,否"'}


def test_the_template_is_the_same_every_time_and_knows_no_day() -> None:
    assert render_form_template() == render_form_template()


def test_an_empty_template_is_a_form_that_says_nothing(tmp_path: Path) -> None:
    reading = reading_of(render_form_template(), tmp_path)
    assert classify(reading, reading.path) is Kind.DECLARED_FORM
    assert extract_claims(reading) == ((), ())
    assert not record_of(reading).fields


def test_what_is_filled_in_is_read_back_field_by_field(tmp_path: Path) -> None:
    reading = filled(tmp_path, {field.id: typed(field) for field in FORM_FIELDS} | {"honors.names": "甲、乙、丙"})
    assert classify(reading, reading.path) is Kind.DECLARED_FORM
    record = record_of(reading)
    for field in FORM_FIELDS:
        whole = field.id.split(".")[0]
        if whole not in ("investors", "contacts"):
            found = record.field(field.id)
            assert found is not None, field.id
            assert found.value == read_back(field), field.id
            assert (found.confidence, found.source.cell is not None) == (1.0, True)
    assert record.text("honors.names") == "甲、乙、丙"
    assert len(record.rows("investors")) == 3
    assert record.rows("contacts")[0]["role"] == "head"


@pytest.mark.parametrize("value", [date(2012, 3, 5), "2012年3月5日", "2012.3.5"])
def test_a_day_may_be_typed_in_any_manner(tmp_path: Path, value: object) -> None:
    assert record_of(filled(tmp_path, {"founded": value})).text("founded") == "2012-03-05"


def test_the_command_writes_it_and_never_over_a_file(tmp_path: Path) -> None:
    out = tmp_path / "表.xlsx"
    assert chayan("form", "--out", out, home=tmp_path / "home").returncode == 0
    assert out.read_bytes() == render_form_template()
    out.write_bytes(b"filled in")
    again = chayan("form", "--out", out, home=tmp_path / "home")
    assert (again.returncode, out.read_bytes()) == (2, b"filled in")
    assert "已存在" in again.stderr


# --- The whole way ----------------------------------------------------------------------------------------------------


def template_of(folder: Path, values: dict[str, object]) -> Path:
    filled(folder, values)
    return folder / "填报信息.xlsx"


def reported(found: dict[str, Any], rule: str) -> dict[str, Any]:
    return next(one for one in found["rules"] if one["id"] == rule)


def test_the_form_handed_in_by_itself_counts(tmp_path: Path) -> None:
    served = {path: data for path, data in sample_members().items() if "附表4-2-1-2" in path}
    archive = write_zip(tmp_path / f"{APPLICANT}.zip", served)
    form = template_of(tmp_path, {"category": "技术创新", "ops.2024.n_served": 10_000, "applicant.name": APPLICANT})
    run = chayan("verify", archive, "--form", form, "--out", tmp_path / "out", "--json", home=tmp_path / "home")
    found = json.loads(run.stdout)
    assert reported(found, "gate-4")["declared"] == reported(found, "score-6")["declared"] == 10_000
    assert reported(found, "gate-5")["declared"] is None
    told = [one for one in found["findings"] if one["reason"] == "declared-mismatch" and one["rule"] == "gate-4"]
    assert [(source["sheet"], source["cell"][0]) for one in told for source in one["sources"]] == [("填报信息", "E")]
    assert found["applicant"]["name"] == APPLICANT
    assert [one["path"] for one in found["records"]] == ["填报信息.xlsx"]


def test_a_workbook_that_is_no_form_is_told(tmp_path: Path) -> None:
    served = {path: data for path, data in sample_members().items() if "附表4-2-1-2" in path}
    archive, other = write_zip(tmp_path / "材料.zip", served), tmp_path / "别的.xlsx"
    book = openpyxl.Workbook()
    book.save(other)
    run = chayan("verify", archive, "--form", other, "--out", tmp_path / "out", "--json", home=tmp_path / "home")
    told = [one for one in json.loads(run.stdout)["findings"] if one["reason"] == "header-unknown"]
    assert ["别的.xlsx" in one["message"] for one in told] == [True]
