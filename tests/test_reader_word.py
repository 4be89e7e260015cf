"""Word documents: order, tables, margins, text boxes, changes, pictures."""

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from domain.documents import Origin, Page, Problem, Source
from domain.findings import Reason
from extractors.readers import word
from tests.drawn import jpeg_bytes, pdf_of, rendered, text

SOURCE = Source(path="目录.docx", sha256="00")
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def page_of(file: Path, number: int = 1) -> Page:
    (page,) = word.read_pages(file, SOURCE, number, number)
    assert isinstance(page, Page)
    return page


def test_paragraphs_tables_and_margins_in_their_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉：某某平台"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    document.add_paragraph("目录文档")
    table = document.add_table(rows=3, cols=3)
    for row, values in enumerate((("序号", "文件夹", "说明"), ("1", "01 营业执照", "正本"), ("2", "02 合同", ""))):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    table.cell(1, 2).merge(table.cell(2, 2))
    document.add_paragraph("甲方：\t北京远山科技有限公司")
    document.save(str(tmp_path / "a.docx"))
    page = page_of(tmp_path / "a.docx")
    assert page.origin is Origin.TEXT
    assert [line.text for line in page.lines] == [
        "页眉：某某平台",
        "目录文档",
        "序号 文件夹 说明",
        "1 01 营业执照 正本",
        "2 02 合同",
        "甲方： 北京远山科技有限公司",
        "第1页",
    ]
    assert [[cell.text if cell else None for cell in row] for row in page.tables[0].rows] == [
        ["序号", "文件夹", "说明"],
        ["1", "01 营业执照", "正本"],
        ["2", "02 合同", None],
    ]
    assert page.width == pytest.approx(612, abs=1)


def test_deleted_text_is_gone_and_inserted_text_stands(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("合同金额：")
    for xml in (
        f'<w:del {SPACE} w:id="1" w:author="x"><w:r><w:delText>10000元</w:delText></w:r></w:del>',
        f'<w:ins {SPACE} w:id="2" w:author="x"><w:r><w:t>12000元</w:t></w:r></w:ins>',
    ):
        paragraph._p.append(parse_xml(xml))
    document.save(str(tmp_path / "a.docx"))
    assert page_of(tmp_path / "a.docx").text == "合同金额：12000元"


def test_text_boxes_are_read_once(tmp_path: Path) -> None:
    content = "<w:txbxContent><w:p><w:r><w:t>框中文字</w:t></w:r></w:p></w:txbxContent>"
    box = (
        f"<w:r {SPACE} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing>{content}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = docx.Document()
    document.add_paragraph("正文")._p.append(parse_xml(box))
    document.save(str(tmp_path / "a.docx"))
    assert page_of(tmp_path / "a.docx").text == "正文\n框中文字"


def test_pictures_are_further_pages(tmp_path: Path) -> None:
    shot = rendered(pdf_of(tmp_path / "a.pdf", text(("扫描件：服务合同",), 20, 60), size=(200, 100)), 200)
    document = docx.Document()
    document.add_paragraph("附件")
    for _ in range(2):
        document.add_picture(BytesIO(jpeg_bytes(shot)))
    document.add_picture(BytesIO(jpeg_bytes(shot[:40, :40])))
    document.save(str(tmp_path / "a.docx"))
    survey = word.survey(tmp_path / "a.docx", SOURCE)
    assert (survey.pages, survey.needs_ocr) == (2, (False, True))
    pages = word.read_pages(tmp_path / "a.docx", SOURCE, 1, 9)
    assert [page.text for page in pages if isinstance(page, Page)] == ["附件", "扫描件：服务合同"]


def test_damaged_documents_and_bombs(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04rubbish")
    (page,) = word.read_pages(tmp_path / "a.docx", SOURCE, 1, 1)
    assert isinstance(page, Problem)
    assert page.reason is Reason.FILE_CORRUPT
    with (
        zipfile.ZipFile(tmp_path / "b.docx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as members,
        members.open("word/document.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(65):
            member.write(bytes(1 << 24))
    problem = word.survey(tmp_path / "b.docx", SOURCE).problem
    assert problem is not None
    assert problem.reason is Reason.ARCHIVE_BOMB
