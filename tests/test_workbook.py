"""核查表.xlsx: what a reviewer opens, read back with another program than wrote it."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from domain.findings import Status
from domain.ledger import LedgerEntry, LedgerOutcome
from domain.report import Applicant, Report
from reports.wording import LIST, STATUS
from reports.workbook import render_table, render_workbook
from tests.perfect import read_perfectly

PHONE, PERSON = "13812345678", "11010119900307803X"


@pytest.fixture(scope="module")
def report() -> Report:
    return read_perfectly("sample", 5)[0]


@pytest.fixture(scope="module")
def book(report: Report) -> Workbook:
    return opened(render_workbook(report))


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def texts(data: bytes) -> str:
    """Everything that stands in the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def test_there_is_a_sheet_for_each_thing_a_reviewer_asks_for(book: Workbook, report: Report) -> None:
    lists = [LIST[name] for name in LIST if name in report.lists]
    assert book.sheetnames == ["核查表", *lists, "指标明细", "问题清单", "佐证矩阵", "文件清单"]


def test_every_rule_row_finding_and_member_has_a_line(book: Workbook, report: Report) -> None:
    rules = [row[0].value for row in book["核查表"].iter_rows(min_row=3, max_row=2 + len(report.rules))]
    assert rules == [result.rule.id for result in report.rules]
    for name, judged in report.lists.items():
        lines = list(book[LIST[name]].iter_rows(min_row=3, values_only=True))
        wanted = [(each.claim.row, each.claim.name, STATUS[each.status]) for each in judged.judgements]
        assert [line[:3] for line in lines[: len(wanted)]] == wanted
    units = [(result.rule.id, unit.name, STATUS[unit.status]) for result in report.rules for unit in result.units]
    assert units
    lines = list(book["指标明细"].iter_rows(min_row=3, values_only=True))
    assert [(line[0], line[2], line[3]) for line in lines] == units
    assert all(line[4] for line in lines if line[3] != STATUS[Status.VERIFIED])
    told = {finding.reason.value for _, finding in report.findings if finding.rule is not None}
    said = {part for line in lines for part in str(line[4]).splitlines()}
    assert not said & told  # a sentence, where there is one
    assert book["问题清单"].max_row == 2 + len(report.findings)
    assert book["文件清单"].max_row == 2 + len(report.ledger)


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    assert render_workbook(report) == render_workbook(report)
    assert b"1980" in zipfile.ZipFile(io.BytesIO(render_workbook(report))).read("docProps/core.xml")


def test_what_papers_say_is_never_a_formula_or_a_link(report: Report) -> None:
    evil = '=HYPERLINK("http://evil.example","看")'
    odd = LedgerEntry(path=evil, archive="=1+1", outcome=LedgerOutcome.READ)
    applicant = Applicant(name=evil)
    found = opened(render_workbook(replace(report, ledger=(odd,), applicant=applicant)))
    cells = [cell for sheet in found for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    own = tuple(f"'{name}" for name in ("附表", "指标明细"))
    assert not [cell for cell in cells if cell.hyperlink and not str(cell.hyperlink.location).startswith(own)]
    assert found["文件清单"]["A3"].value == evil


def test_private_numbers_are_masked_wherever_they_stand_and_hashes_are_not(report: Report) -> None:
    sha256 = f"a{PHONE}b".ljust(64, "c")
    entry = LedgerEntry(path=f"{PERSON}.pdf", archive=f"{PHONE}.zip", sha256=sha256)
    archive = replace(report.archives[0], name=f"{PHONE}.zip", sha256=sha256)
    changed = replace(report, ledger=(entry,), archives=(archive,), applicant=Applicant(name=f"公司{PERSON}"))
    text = texts(render_workbook(changed))
    assert sha256 in text
    assert PHONE not in text.replace(sha256, "")
    assert PERSON not in text


def test_odd_signs_do_not_stop_a_workbook(report: Report) -> None:
    entry = LedgerEntry(path="a\x00b\x1b[2J\ufffe😀", archive="长" * 40_000)
    assert opened(render_workbook(replace(report, ledger=(entry,))))["文件清单"].max_row == 3


def test_a_report_on_nothing_is_a_workbook(report: Report) -> None:
    bare = replace(report, applicant=None, lists={}, findings=(), ledger=(), records=(), archives=())
    rules = tuple(replace(result, findings=(), units=()) for result in report.rules)
    assert opened(render_workbook(replace(bare, rules=rules))).sheetnames == [
        "核查表",
        "问题清单",
        "佐证矩阵",
        "文件清单",
    ]


def test_a_table_of_names_is_a_workbook() -> None:
    sheet = opened(render_table(("a", "b"), [("=1", 2), ("甲", "乙")], "names")).active
    assert sheet is not None
    assert list(sheet.iter_rows(min_row=2, values_only=True)) == [("a", "b"), ("=1", 2), ("甲", "乙")]
