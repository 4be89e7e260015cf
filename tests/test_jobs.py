"""The jobs of a worker, run here: what they leave in files for the parent and for later submissions."""

import errno
import io
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from reportlab.pdfgen.canvas import Canvas

import programmes
from domain.claims import DeclaredList, ListName
from domain.documents import Kind, Line, Origin, Page, Problem, Source, Word
from domain.encoding import from_json, to_json
from domain.errors import WorkerFailedError
from domain.findings import Finding, Reason, Severity
from domain.ledger import ArchiveEntry, Ledger, LedgerEntry, LedgerOutcome
from domain.report import Submission
from extractors.jobs import Answer, digest_job, read_job, survey_job, tells_faults, unpack_job
from flows.reading import Digest, completed_ledger
from flows.verify import Request, options_of
from tests.small import SERVED, sample_members, write_zip
from validators.verification import verify

SHA256 = "ab" * 32
ORDERS = (
    "序号",
    "服务企业名称",
    "服务内容",
    "企业划型",
    "合同/订单金额（万元）",
    "签订时间",
    "合同号/订单号/银行回单号等",
)


def pdf(*pages: str) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    for text in pages:
        canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def job(folder: Path, data: bytes, *paths: str) -> dict[str, Any]:
    """What all jobs on a document have in common."""
    file = folder / "content"
    file.write_bytes(data)
    return {"file": str(file), "path": paths[0], "paths": list(paths), "sha256": SHA256}


def digested(
    folder: Path, common: Mapping[str, Any], pages: int = 0, survey: Mapping[str, Any] | None = None
) -> Digest:
    """The digest that a job leaves, from pages that lie in the folder."""
    survey = survey or survey_job(common)
    files = [str(folder / f"{number}.json") for number in range(1, pages + 1)]
    answer = digest_job({**common, "survey": survey, "pages": files, "into": str(folder / "digest.json")})
    digest = from_json(Digest, json.loads((folder / "digest.json").read_bytes()))
    assert answer == {"kind": digest.kind}
    return digest


def read(folder: Path, common: Mapping[str, Any], first: int, last: int) -> None:
    pages = {str(number): str(folder / f"{number}.json") for number in range(first, last + 1)}
    assert read_job({**common, "first": first, "last": last, "pages": pages}) == {"pages": last - first + 1}


def test_pages_are_read_into_files_and_digested_from_there(tmp_path: Path) -> None:
    common = job(tmp_path, pdf("one", "two", "three"), "a.pdf")
    survey = survey_job(common)
    assert (survey["media"], len(survey["costs"]), survey["problem"]) == ("pages", 3, None)
    read(tmp_path, common, 2, 3)
    assert not (tmp_path / "1.json").exists()
    read(tmp_path, common, 1, 1)
    kept = json.loads((tmp_path / "2.json").read_bytes())
    assert from_json(Page, kept["page"]).text == "two"
    digest = digested(tmp_path, common, 3)
    assert (digest.kind, digest.pages, digest.problems) == (Kind.UNKNOWN, 3, ())
    assert digest.read_by


def test_a_page_says_the_same_under_whatever_name_it_was_read(tmp_path: Path) -> None:
    kept = []
    for name in ("a.pdf", "b.jpg", "c", "d.docx"):
        read(tmp_path, job(tmp_path, pdf("one"), name), 1, 1)
        kept.append((tmp_path / "1.json").read_bytes())
    assert len(set(kept)) == 1
    assert json.loads(kept[0])["read_by"]


def test_a_kept_problem_of_a_page_names_the_path_of_this_submission(tmp_path: Path) -> None:
    common = job(tmp_path, pdf("one", "two"), "合同/甲.pdf")
    read(tmp_path, common, 1, 1)
    elsewhere = Problem(Reason.FILE_TIMEOUT, Source(path="earlier/x.pdf", sha256=SHA256, page=2), "timeout 60 s")
    (tmp_path / "2.json").write_text(json.dumps({"problem": to_json(elsewhere)}))
    (problem,) = digested(tmp_path, common, 2).problems
    assert problem == replace(elsewhere, source=Source(path="合同/甲.pdf", sha256=SHA256, page=2))


def test_half_a_surrogate_pair_is_no_reason_to_lose_a_page(tmp_path: Path) -> None:
    text = to_json(Page(number=1, width=1, height=1, origin=Origin.TEXT, lines=(Line((Word("合\ud83d同"),)),)))
    (tmp_path / "1.json").write_text(json.dumps({"page": text}))
    digest = digested(tmp_path, job(tmp_path, pdf("one"), "a\ud83d.pdf"), 1)
    assert digest.pages == 1


def test_a_document_that_says_nothing_is_what_one_of_its_paths_says(tmp_path: Path) -> None:
    common = job(tmp_path, pdf(""), "资料/1.pdf", f"{SERVED}/服务活动/0308知识产权培训/现场照片.pdf")
    read(tmp_path, common, 1, 1)
    digest = digested(tmp_path, common, 1)
    assert {record.path for record in digest.records} <= {"资料/1.pdf"}
    assert {problem.source.path for problem in digest.problems} <= set(common["paths"])


def test_a_broken_document_is_a_problem_and_failed_in_the_ledger(tmp_path: Path) -> None:
    common = job(tmp_path, b"%PDF-1.7 no more", "a.pdf")
    digest = digested(tmp_path, common)
    assert digest.kind is Kind.UNKNOWN
    assert {problem.reason for problem in digest.problems} == {Reason.FILE_CORRUPT}
    (entry,) = ledger_of(digest)
    assert (entry.outcome, entry.reason) == (LedgerOutcome.FAILED, "file-corrupt")


def ledger_of(digest: Digest) -> tuple[LedgerEntry, ...]:
    entry = LedgerEntry(path="a.pdf", archive="a.zip", sha256=SHA256)
    return completed_ledger(Ledger(archives=(), entries=(entry,)), {SHA256: digest})


@pytest.mark.parametrize(
    ("pages", "problems", "outcome"),
    [
        (None, [(Reason.FILE_ENCRYPTED, None)], LedgerOutcome.FAILED),
        (None, [(Reason.ARCHIVE_BOMB, None)], LedgerOutcome.BLOCKED),
        (None, [(Reason.HEADER_UNKNOWN, None)], LedgerOutcome.READ),
        (2, [(Reason.FILE_TIMEOUT, 1)], LedgerOutcome.READ),
        (2, [(Reason.FILE_TIMEOUT, 1), (Reason.FILE_CORRUPT, 2)], LedgerOutcome.FAILED),
        (1, [(Reason.KIND_AMBIGUOUS, 1)], LedgerOutcome.READ),
        (1, [], LedgerOutcome.READ),
    ],
)
def test_what_could_not_be_read_at_all_has_failed(
    pages: int | None, problems: list[tuple[Reason, int | None]], outcome: LedgerOutcome
) -> None:
    found = tuple(Problem(reason, Source(path="a", sha256=SHA256, page=page)) for reason, page in problems)
    (entry,) = ledger_of(Digest(kind=Kind.UNKNOWN, problems=found, pages=pages))
    assert entry.outcome is outcome
    assert (entry.reason == "") is (outcome is LedgerOutcome.READ)


def test_a_fault_of_the_machine_is_none_of_a_document() -> None:
    @tells_faults
    def full(_: Mapping[str, Any]) -> Answer:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    @tells_faults
    def odd(_: Mapping[str, Any]) -> Answer:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    @tells_faults
    def blind(_: Mapping[str, Any]) -> Answer:
        raise WorkerFailedError("no OCR engine")

    assert blind({}) == {"fault": "no OCR engine"}
    assert full({}) == {"fault": "No space left on device"}
    with pytest.raises(OSError, match="Invalid"):
        odd({})


def test_archives_are_unpacked_into_the_place_named(tmp_path: Path) -> None:
    archive = write_zip(tmp_path / "a.zip", {"b/c.pdf": b"%PDF"})
    answer = unpack_job({"archives": [str(archive)], "into": str(tmp_path / "work")})
    (file,) = answer["files"]
    assert (file["path"], Path(file["file"]).read_bytes()) == ("b/c.pdf", b"%PDF")


def orders(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["附表3 年度合同订单列表"])
    for row in (ORDERS, *rows):
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


ROWS = (
    (1, "北京栎铎科技有限公司", "代理记账", "小型", "面议", "2024-03-05", "A-1"),
    (2, "北京槐舟科技有限公司", "代理记账", "小型", 3, "2024-13-45", "A-2"),
    (3, "", "代理记账", "小型", 4, "2024-03-07", "A-3"),
    (4, "北京楠石科技有限公司", "代理记账", "小型", 5, "2024-03-08", "A-4"),
)


def findings_on(*lists: DeclaredList) -> list[Finding]:
    """The findings on these lists about values."""
    archive = ArchiveEntry(name="a.zip", sha256="", bytes=1, outcome=LedgerOutcome.READ)
    submission = Submission(applicant=None, lists=lists, records=(), problems=(), archives=(archive,), ledger=())
    programme = programmes.load(programmes.DEFAULT)
    report = verify(programme, submission, options_of(Request(archives=()), programme), version="0")
    return [finding for _, finding in report.findings if finding.reason is Reason.VALUE_INVALID]


def test_what_is_wrong_with_a_cell_is_a_finding_on_its_row(tmp_path: Path) -> None:
    digest = digested(tmp_path, job(tmp_path, orders(*ROWS), "附表3.xlsx"))
    (declared,) = digest.lists
    assert (declared.name, len(declared.rows)) == (ListName.ORDERS, 3)
    found = {(finding.row, finding.sources[0].cell): finding for finding in findings_on(declared) if finding.sources}
    assert {(3, "E3"), (4, "F4"), (5, "B5")} <= set(found)
    assert found[4, "F4"].list == "orders"
    assert found[4, "F4"].severity is Severity.MINOR
    assert "北京槐舟科技有限公司" in found[4, "F4"].message
    assert "F4单元格" in found[4, "F4"].message
    assert not [row for row, _ in found if row == 6]


def test_a_version_of_a_list_that_does_not_count_names_no_row(tmp_path: Path) -> None:
    (declared,) = digested(tmp_path, job(tmp_path, orders(*ROWS), "附表3.xlsx")).lists
    (older,) = digested(tmp_path, job(tmp_path, orders(ROWS[1]), "旧/附表3.xlsx")).lists
    rows = {finding.sources[0].path: finding.row for finding in findings_on(declared, older)}
    assert rows["旧/附表3.xlsx"] is None


def test_a_list_of_the_sample_is_a_list(tmp_path: Path) -> None:
    path = f"{SERVED}/附表4-2-1-2 年度服务企业名单.xlsx"
    digest = digested(tmp_path, job(tmp_path, sample_members()[path], path))
    assert (digest.kind, [declared.name for declared in digest.lists]) == (Kind.LIST_WORKBOOK, [ListName.SERVED])
