"""The entry points of the readers: whatever a file is called, it is read as what it is or refused with a reason."""

from pathlib import Path

import pytest

from domain.documents import Page, Problem, Reading
from domain.findings import Reason
from extractors import readers
from tests.drawn import CONTRACT, jpeg_bytes, pdf_of, rendered, text

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def files_of(folder: str) -> list[Path]:
    return sorted(file for file in (SHARED / folder).glob("*") if file.suffix != ".txt")


def test_a_document_is_read_in_one_go(tmp_path: Path) -> None:
    file = pdf_of(tmp_path / "a.pdf", text(CONTRACT), text(("第二页",)))
    reading = readers.read(file, "合同/合同.pdf", "ab")
    assert isinstance(reading, Reading)
    assert (reading.path, reading.sha256, len(reading.pages)) == ("合同/合同.pdf", "ab", 2)
    assert reading.text == "\n".join((*CONTRACT, "第二页"))
    assert reading.read_by.startswith("pdfium ")
    assert dict(reading.meta)["Creator"]


def test_the_content_counts_not_the_name(tmp_path: Path) -> None:
    pdf_of(tmp_path / "a.jpg", text(CONTRACT))
    assert readers.survey(tmp_path / "a.jpg", "a.jpg").pages == 1
    (page,) = readers.read_pages(tmp_path / "a.jpg", "a.jpg", "", 1, 1)
    assert isinstance(page, Page)
    assert page.lines[0].text == CONTRACT[0]


def test_recognised_pages_name_the_engine(tmp_path: Path) -> None:
    shot = rendered(pdf_of(tmp_path / "a.pdf", text(("服务合同",), 20, 60), size=(200, 100)), 150)
    (tmp_path / "a.jpg").write_bytes(jpeg_bytes(shot))
    reading = readers.read(tmp_path / "a.jpg", "a.jpg", "")
    assert isinstance(reading, Reading)
    assert reading.text == "服务合同"
    assert reading.read_by.startswith("opencv 5")
    assert "rapidocr 3.10.0 on " in reading.read_by


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"", Reason.FILE_EMPTY),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + b"\x09" + bytes(2000),
            Reason.FILE_TYPE_UNSUPPORTED,
        ),
        ("a.heic", b"\0\0\0\x18ftypheic" + bytes(100), Reason.FILE_TYPE_UNSUPPORTED),
        ("a.pdf", b"%PDF-1.7 rubbish", Reason.FILE_CORRUPT),
        ("a.txt", "说明文字".encode(), Reason.FILE_TYPE_UNSUPPORTED),
        ("a.mp4", b"\0\0\0\x18ftypisom" + bytes(100), Reason.FILE_TYPE_UNSUPPORTED),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, reason: Reason) -> None:
    (tmp_path / "x").write_bytes(content)
    problem = readers.survey(tmp_path / "x", name, "cd").problem
    assert problem is not None
    assert (problem.reason, problem.source.path, problem.source.sha256) == (reason, name, "cd")
    assert isinstance(readers.read(tmp_path / "x", name, "cd"), Problem)
    assert all(isinstance(page, Problem) for page in readers.read_pages(tmp_path / "x", name, "cd", 1, 1))
    assert isinstance(readers.read_sheets(tmp_path / "x", name, "cd"), Problem)


def test_a_csv_is_known_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes("序号,企业\n1,甲公司\n".encode("gb18030"))
    reading = readers.read(tmp_path / "x", "名单.csv", "")
    assert isinstance(reading, Reading)
    assert reading.sheets[0].rows[1].cells == ("1", "甲公司")


def test_costs_follow_the_need_of_ocr() -> None:
    survey = readers.Survey(media="pages", pages=2, needs_ocr=(True, False))
    assert survey.costs[0] > 10 * survey.costs[1]


def test_the_version_is_one_of_content() -> None:
    assert len(readers.READER_VERSION) == 16
    assert readers._version() == readers.READER_VERSION


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "pdf").is_dir(), reason="the shared folder is not beside the checkout")
@pytest.mark.parametrize("file", files_of("pdf"), ids=lambda file: file.name)
def test_foreign_pdfs_never_fail(file: Path) -> None:
    survey = readers.survey(file, file.name)
    assert (survey.media == "pages") == (survey.problem is None)
    texts = [number for number, ocr in enumerate(survey.needs_ocr, 1) if not ocr]
    for number in texts[:2]:
        (page,) = readers.read_pages(file, file.name, "", number, number)
        assert isinstance(page, Page)
        boxes = [word.box for line in page.lines for word in line.words]
        assert all(box is not None and 0 <= box[0] <= box[2] <= 1 and 0 <= box[1] <= box[3] <= 1 for box in boxes)


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "office").is_dir(), reason="the shared folder is not beside the checkout")
@pytest.mark.parametrize("file", files_of("office"), ids=lambda file: file.name)
def test_foreign_workbooks_are_read(file: Path) -> None:
    sheets = readers.read_sheets(file, file.name, "")
    assert not isinstance(sheets, Problem)
    assert any(sheet.rows for sheet in sheets)
