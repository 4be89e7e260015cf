"""PDF pages: places, rotation and crop, tables, hidden and doubled text, scans, seals, locked and damaged files."""

from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from domain.documents import Origin, Page, Problem, SealState, Source
from domain.findings import Reason
from extractors.readers import pdf
from extractors.readers.pdf_text import is_rubbish
from tests.drawn import (
    CONTRACT,
    PARTY_A,
    SIGN_IN,
    Draw,
    both,
    pdf_of,
    picture,
    rendered,
    ruled,
    seal,
    skewed,
    text,
)

SOURCE = Source(path="案卷/合同.pdf", sha256="00")


def page_of(path: Path, number: int = 1) -> Page:
    (page,) = pdf.read_pages(path, SOURCE, number, number)
    assert isinstance(page, Page)
    return page


def box_of(page: Page, wanted: str) -> tuple[float, float, float, float]:
    box = next(word.box for line in page.lines for word in line.words if wanted in word.text)
    assert box is not None
    return box


def turned_copy(path: Path, into: Path, *, rotation: int = 0, crop: tuple[float, ...] = ()) -> Path:
    with pdfium.PdfDocument(path) as document:
        document[0].set_rotation(rotation)
        if crop:
            document[0].set_cropbox(*crop)
        document.save(into)
    return into


def test_lines_words_and_places(tmp_path: Path) -> None:
    page = page_of(pdf_of(tmp_path / "a.pdf", text(CONTRACT)))
    assert page.origin is Origin.TEXT
    assert tuple(line.text for line in page.lines) == CONTRACT
    left, top, right, bottom = box_of(page, "签订日期")
    assert left * 420 == pytest.approx(50, abs=1)
    assert right * 420 == pytest.approx(50 + 11 * (9 + 4 / 2 + 1 / 2 - 1), abs=14)
    assert (1 - bottom) * 595 == pytest.approx(540 - 5 * 26 - 2, abs=3)
    assert (bottom - top) * 595 == pytest.approx(12, abs=3)
    assert (page.width, page.height) == pytest.approx((420, 595))


def test_values_written_before_their_labels_stand_beside_them(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for value, y in (("24112000000012900001", 500), ("2024年06月29日", 480)):
            canvas.drawString(270, y, value)
        for label, y in (("发票号码：", 500), ("开票日期：", 480)):
            canvas.drawString(200, y, label)

    lines = page_of(pdf_of(tmp_path / "a.pdf", draw)).lines
    assert [[word.text for word in line.words] for line in lines] == [
        ["发票号码：", "24112000000012900001"],
        ["开票日期：", "2024年06月29日"],
    ]


def test_justified_labels_stay_whole_and_bold_is_read_once(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 500, "名")
        canvas.drawString(69, 500, "称：某某有限公司")
        for shift in (0, 0.3):
            canvas.drawString(50 + shift, 460, "甲方11：office")

    page = page_of(pdf_of(tmp_path / "a.pdf", draw))
    assert [line.text for line in page.lines] == ["名 称：某某有限公司", "甲方11：office"]
    assert len(page.lines[0].words) == 1


def test_hidden_text_is_not_trusted(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(CONTRACT)(canvas)
        hidden = canvas.beginText(50, 300)
        hidden.setTextRenderMode(3)
        hidden.textLine("看不见的文字")
        canvas.drawText(hidden)

    page = page_of(pdf_of(tmp_path / "a.pdf", draw))
    assert page.origin is Origin.TEXT
    assert "看不见" not in page.text
    assert PARTY_A in page.text


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_are_those_of_the_page_as_displayed(tmp_path: Path, rotation: int) -> None:
    plain = pdf_of(tmp_path / "a.pdf", both(text(CONTRACT), ruled(SIGN_IN, (40, 60, 150, 90), top=300)))
    path = turned_copy(plain, tmp_path / "b.pdf", rotation=rotation, crop=(20, 30, 400, 580))
    page = page_of(path)
    assert (page.rotation + rotation) % 360 == 0
    assert page.lines[0].text == CONTRACT[0]
    assert [[cell.text if cell else None for cell in row] for row in page.tables[0].rows][1] == list(SIGN_IN[1])
    image = rendered(path, 144)
    assert (page.width, page.height) == pytest.approx((image.shape[1] / 2, image.shape[0] / 2), abs=1)
    for wanted in ("签订日期", "合同编号"):
        left, top, right, bottom = box_of(page, wanted)
        height, width = image.shape[:2]
        inside = image[int(top * height) : int(bottom * height), int(left * width) : int(right * width)]
        around = image[int(top * height) - 8 : int(bottom * height) + 8, int(left * width) - 8 : int(right * width) + 8]
        assert (inside < 128).sum() > 0.97 * (around < 128).sum() > 100


def test_print_that_runs_sideways_turns_the_page(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rotate(90)
        for number, line in enumerate(CONTRACT):
            canvas.drawString(40, -60 - 26 * number, line)

    page = page_of(pdf_of(tmp_path / "a.pdf", draw))
    assert page.rotation == 90
    assert tuple(line.text for line in page.lines) == CONTRACT
    left, top, right, bottom = box_of(page, "技术服务合同")
    assert right - left < bottom - top


def test_a_watermark_does_not_mix_with_the_print(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(CONTRACT)(canvas)
        canvas.translate(60, 330)
        canvas.rotate(40)
        canvas.drawString(0, 0, "仅限申报使用")

    page = page_of(pdf_of(tmp_path / "a.pdf", draw))
    assert tuple(line.text for line in page.lines) == (*CONTRACT, "仅限申报使用")


def test_tables_with_merged_cells(tmp_path: Path) -> None:
    rows = (("姓名", "险种", "月数"), ("王伟", "养老保险", "12"), ("", "失业保险", "12"), ("李芳", "养老保险", "11"))
    page = page_of(pdf_of(tmp_path / "a.pdf", ruled(rows, (80, 120, 60))))
    (table,) = page.tables
    assert [[cell.text if cell else None for cell in row] for row in table.rows] == [
        list(rows[0]),
        list(rows[1]),
        [None, *rows[2][1:]],
        list(rows[3]),
    ]
    merged = table.rows[1][0]
    assert merged is not None
    assert merged.box == pytest.approx((40 / 420, 1 - 476 / 595, 120 / 420, 1 - 428 / 595), abs=0.004)


def test_cells_drawn_as_boxes_and_slivers_and_wrapped_print(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for row in range(3):
            for column in range(2):
                canvas.roundRect(50 + 130 * column, 400 - 40 * row, 130, 40, 1.5)
        canvas.drawString(55, 425, "单位")
        canvas.drawString(55, 410, "名称")
        canvas.drawString(185, 420, "天津云帆信息技术有限公司")
        for at in (60, 120, 180, 240):
            canvas.rect(at, 100, 0.6, 90, stroke=0, fill=1)
        for at in (100, 145, 190):
            canvas.rect(60, at, 180.6, 0.6, stroke=0, fill=1)
        canvas.drawString(65, 160, "甲")

    tables = page_of(pdf_of(tmp_path / "a.pdf", draw)).tables
    assert [(len(table.rows), len(table.rows[0])) for table in tables] == [(3, 2), (2, 3)]
    first = tables[0].rows[0]
    assert [cell.text if cell else None for cell in first] == ["单位\n名称", "天津云帆信息技术有限公司"]


def test_a_grid_that_is_not_understood_is_left_to_pdfplumber(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for x0, y0, x1, y1 in (
            (50, 500, 250, 500),
            (50, 400, 250, 400),
            (50, 400, 50, 500),
            (250, 400, 250, 500),
            (150, 400, 150, 450),
            (150, 450, 250, 450),
        ):
            canvas.line(x0, y0, x1, y1)
        canvas.drawString(60, 470, "甲")
        canvas.drawString(160, 420, "乙")

    page = page_of(pdf_of(tmp_path / "a.pdf", draw))
    assert {word.text for line in page.lines for word in line.words} == {"甲", "乙"}
    cells = [cell.text for table in page.tables for row in table.rows for cell in row if cell]
    assert len(cells) < 4


def scanned(path: Path, into: Path, extra: Draw | None = None, degrees: float = 0.0) -> Path:
    image = skewed(rendered(path, 150), degrees)
    page = picture(image, 0, 0, 420, 595)
    return pdf_of(into, both(page, extra) if extra else page)


def test_scans_are_recognised_whatever_hides_in_them(tmp_path: Path) -> None:
    def extra(canvas: Canvas) -> None:
        canvas.setFont("hei", 8)
        canvas.drawString(330, 575, "第 3 页")
        hidden = canvas.beginText(50, 300)
        hidden.setTextRenderMode(3)
        for _ in range(30):
            hidden.textLine("别的扫描件的文字层")
        canvas.drawText(hidden)

    path = scanned(pdf_of(tmp_path / "a.pdf", text(CONTRACT)), tmp_path / "b.pdf", extra, 0.6)
    assert pdf.survey(path, SOURCE).needs_ocr == (True,)
    page = page_of(path)
    assert page.origin is Origin.OCR
    assert "别的扫描件" not in page.text
    assert "第3页" in page.text.replace(" ", "")
    assert PARTY_A in page.text
    assert box_of(page, "签订日期")[1] == pytest.approx(1 - (540 - 5 * 26 + 11) / 595, abs=0.02)
    assert len(page.fingerprint) == 16


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_scan_is_taken_out_as_it_is(tmp_path: Path, rotation: int) -> None:
    plain = scanned(pdf_of(tmp_path / "a.pdf", text(CONTRACT)), tmp_path / "b.pdf")
    path = turned_copy(plain, tmp_path / "c.pdf", rotation=rotation)
    page = page_of(path)
    assert (page.rotation + rotation) % 360 == 0
    assert PARTY_A in page.text
    left, top, right, bottom = box_of(page, "签订日期")
    level = {0: right - left > bottom - top, 90: right - left < bottom - top}
    assert level[rotation]


def test_pictures_on_a_text_page_are_read_too(tmp_path: Path) -> None:
    inner = rendered(pdf_of(tmp_path / "a.pdf", both(seal(PARTY_A, 250, 400), text(CONTRACT))), 200)
    outer = both(text(("附件：合同扫描件如下，请审核。", "第二行说明文字。")), picture(inner, 90, 40, 300, 425))
    path = pdf_of(tmp_path / "b.pdf", outer)
    assert pdf.survey(path, SOURCE).needs_ocr == (True,)
    page = page_of(path)
    assert page.origin is Origin.TEXT
    assert page.lines[0].text == "附件：合同扫描件如下，请审核。"
    assert PARTY_A in page.text
    left, top, _, _ = box_of(page, "签订日期")
    assert left * 420 == pytest.approx(90 + 50 * 300 / 420, abs=4)
    assert (1 - top) * 595 == pytest.approx(40 + (540 - 5 * 26 + 10) * 425 / 595, abs=6)
    assert [found.text for found in page.seals] == [PARTY_A]


def test_seals_on_text_pages(tmp_path: Path) -> None:
    page = page_of(pdf_of(tmp_path / "a.pdf", both(seal(PARTY_A, 300, 200), text(CONTRACT))))
    (found,) = page.seals
    assert found.text == PARTY_A
    assert found.box == pytest.approx((242 / 420, 1 - 258 / 595, 358 / 420, 1 - 142 / 595), abs=0.02)
    assert page.coloured
    plain = page_of(pdf_of(tmp_path / "b.pdf", text(CONTRACT)))
    assert plain.seal_state is SealState.NOT_FOUND


def test_text_drawn_as_outlines_or_in_a_font_without_meaning_is_recognised(tmp_path: Path) -> None:
    assert is_rubbish("\ufffd\ue001\ue002\ue003 \ue004甲")
    assert is_rubbish("ÖÐ¹úÆóÒµ·þÎñºÏÍ¬")
    assert is_rubbish("\x01\x02\x03\x04\x05")
    assert not is_rubbish("甲方：北京远山科技有限公司（盖章）¥128,000.00元 №①②③ ⼀〇○ α β")
    assert not is_rubbish("")


def test_a_blank_page_and_a_page_of_the_middle(tmp_path: Path) -> None:
    path = pdf_of(tmp_path / "a.pdf", text(("第一页",)), lambda _: None, text(("第三页",)))
    survey = pdf.survey(path, SOURCE)
    assert (survey.media, survey.pages, survey.needs_ocr) == ("pages", 3, (False, False, False))
    pages = pdf.read_pages(path, SOURCE, 2, 9)
    assert [page.number for page in pages if isinstance(page, Page)] == [2, 3]
    blank = page_of(path, 2)
    assert (blank.origin, blank.lines) == (Origin.NONE, ())


def test_what_the_file_says_of_itself(tmp_path: Path) -> None:
    path = pdf_of(tmp_path / "a.pdf", text(("一",)))
    with pdfium.PdfDocument(path) as document:
        assert document.get_metadata_value("Producer")
    assert dict(pdf.survey(path, SOURCE).meta)["Producer"].startswith("ReportLab")


def test_locked_files(tmp_path: Path) -> None:
    locked = StandardEncryption("secret", ownerPassword="owner")
    path = pdf_of(tmp_path / "a.pdf", text(CONTRACT), encrypt=locked)
    problem = pdf.survey(path, SOURCE).problem
    assert problem is not None
    assert problem.reason is Reason.FILE_ENCRYPTED
    (page,) = pdf.read_pages(path, SOURCE, 1, 1)
    assert isinstance(page, Problem)
    opened = StandardEncryption("", ownerPassword="owner", canModify=0)
    assert PARTY_A in page_of(pdf_of(tmp_path / "b.pdf", text(CONTRACT), encrypt=opened)).text


@pytest.mark.parametrize("keep", [0.3, 0.8])
def test_damaged_files_are_a_problem_or_pages_never_an_error(tmp_path: Path, keep: float) -> None:
    data = pdf_of(tmp_path / "a.pdf", text(CONTRACT), text(CONTRACT)).read_bytes()
    damaged = tmp_path / "b.pdf"
    damaged.write_bytes(data[: int(len(data) * keep)])
    survey = pdf.survey(damaged, SOURCE)
    assert survey.problem is None or survey.problem.reason is Reason.FILE_CORRUPT
    rng = np.random.default_rng(1)
    broken = bytearray(data)
    for place in rng.integers(20, len(data), 60):
        broken[place] = int(rng.integers(0, 255))
    damaged.write_bytes(bytes(broken))
    assert pdf.survey(damaged, SOURCE) is not None
    assert pdf.read_pages(damaged, SOURCE, 1, 2) is not None
