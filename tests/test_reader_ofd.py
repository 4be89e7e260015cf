"""OFD: positioned print, what the file says besides, and files that want to do harm (GB/T 33190)."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import zxingcpp
from PIL import Image

from domain.documents import Origin, Page, Problem
from domain.findings import Reason
from extractors import readers
from extractors.archive import unpack
from extractors.readers.ofd_page import deltas, strokes
from tests import drawn
from tests.small_ofd import NAMESPACE, TEXTS, parts, text_object, write_ofd

PAGE = "Doc_0/Pages/Page_0/Content.xml"
QR = "01,32,,24112000000012345678,1000.00,20240305,,1A2B"


def read(file: Path) -> Page:
    (page,) = readers.read_pages(file, file.name, "0" * 64, 1, 1)
    assert isinstance(page, Page)
    return page


def problem_of(file: Path) -> Problem:
    found = readers.survey(file, file.name).problem
    assert found is not None
    return found


def page_of(*objects: str) -> str:
    return f"<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>"


def test_words_stand_where_the_page_shows_them(tmp_path: Path) -> None:
    page = read(write_ofd(tmp_path))
    assert (round(page.width), round(page.height), page.origin) == (595, 397, Origin.TEXT)
    words = {word.text: word.box for line in page.lines for word in line.words}
    for _, left, top, size, text in TEXTS[:5]:
        box = words[text]
        assert box is not None
        assert box[0] == pytest.approx(left / 210, abs=0.002)
        assert top / 140 <= box[1] < box[3] <= (top + 1.3 * size) / 140


def test_the_template_is_part_of_the_page(tmp_path: Path) -> None:
    assert "电子发票（普通发票）" in read(write_ofd(tmp_path)).text
    missing = {"Doc_0/Tpls/Tpl_0/Content.xml": None}
    assert "电子发票（普通发票）" not in read(write_ofd(tmp_path, missing)).text


def test_entries_of_attachment_tags_and_own_data(tmp_path: Path) -> None:
    entries = dict(read(write_ofd(tmp_path)).entries)
    assert entries["xml:InvoiceNo"] == "00008006"
    assert entries["tag:InvoiceNo"] == "发票号码：24112000000012345678"
    assert entries["tag:Buyer/BuyerName"] == "名称：北京云途科技有限公司"
    assert entries["data:合计金额"] == "943.40"


def test_survey_counts_pages_and_says_who_made_them(tmp_path: Path) -> None:
    two = parts()["Doc_0/Document.xml"].replace(
        "</ofd:Pages>", '<ofd:Page ID="9" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
    )
    found = readers.survey(write_ofd(tmp_path, {"Doc_0/Document.xml": two}), "x.ofd")
    assert (found.media, found.pages, found.needs_ocr) == ("pages", 2, (False, False))
    assert found.meta == (("Creator", "forge"),)


def test_a_text_object_of_two_lines_is_two_lines(tmp_path: Path) -> None:
    level, back = 'DeltaX="3 3 3 3 3 3 3 3"', 'DeltaX="3 3 3 3 3 -15 3 3" DeltaY="0 0 0 0 0 2.5 0 0"'
    wrapped = text_object(30, 20, 60, 3, "北京市海淀区一号楼").replace(level, back)
    assert read(write_ofd(tmp_path, {PAGE: page_of(wrapped)})).text == "北京市海淀区\n一号楼"


def test_text_on_its_side_does_not_stand_between_the_rows(tmp_path: Path) -> None:
    aside = text_object(31, 200, 34, 3, "下载次数").replace("<ofd:TextObject", '<ofd:TextObject CTM="0 1 -1 0 3 0"')
    page = read(write_ofd(tmp_path, {PAGE: page_of(*(text_object(*text) for text in TEXTS), aside)}))
    assert page.lines[-1].text == "下载次数"
    assert "名称：北京云途科技有限公司 名称：北京砚溪企业服务有限公司" in page.text


def test_steps_between_characters() -> None:
    assert deltas("g 3 2.5 1", 9) == [2.5, 2.5, 2.5, 1]
    assert deltas("g 999999999 1", 4) == [1] * 4
    assert list(strokes("M 0 0 L 5 0 L 5 5 C")) == [((0, 0), (5, 0)), ((5, 0), (5, 5)), ((5, 5), (0, 0))]


def test_a_code_among_the_pictures_is_read(tmp_path: Path) -> None:
    code = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(QR, zxingcpp.BarcodeFormat.QRCode), scale=6)
    out = BytesIO()
    Image.fromarray(code).save(out, "PNG")
    resources = (
        f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:MultiMedia ID="40" Type="Image">'
        "<ofd:MediaFile>code.png</ofd:MediaFile></ofd:MultiMedia></ofd:Res>"
    )
    document = parts()["Doc_0/Document.xml"].replace(
        "</ofd:CommonData>", "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
    )
    picture = '<ofd:ImageObject ID="41" ResourceID="40" Boundary="6.5 6 20 20" CTM="20 0 0 20 0 0"/>'
    changes: dict[str, str | bytes | None] = {
        "Doc_0/Document.xml": document,
        "Doc_0/DocumentRes.xml": resources,
        "Doc_0/Res/code.png": out.getvalue(),
        PAGE: page_of(picture, *(text_object(*text) for text in TEXTS)),
    }
    (found,) = read(write_ofd(tmp_path, changes)).codes
    assert found.text == QR
    assert found.box is not None
    assert 6 / 210 < found.box[0] < found.box[2] < 27 / 210


def test_text_that_says_nothing_is_unreadable(tmp_path: Path) -> None:
    rubbish = text_object(30, 20, 60, 3, "\ue001\ue002\ue003\ue004\ue005\ue006" * 6)
    assert read(write_ofd(tmp_path, {PAGE: page_of(rubbish)})).problem is Reason.PAGE_UNREADABLE
    assert read(write_ofd(tmp_path)).problem is None


def test_a_page_that_is_one_picture_is_recognised(tmp_path: Path) -> None:
    resources = (
        f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:MultiMedia ID="40"><ofd:MediaFile>scan.png</ofd:MediaFile>'
        "</ofd:MultiMedia></ofd:Res>"
    )
    document = parts()["Doc_0/Document.xml"].replace(
        "</ofd:CommonData>", "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
    )
    drawn.pdf_of(tmp_path / "scan.pdf", drawn.text(drawn.CONTRACT))
    out = BytesIO()
    Image.fromarray(drawn.rendered(tmp_path / "scan.pdf", 150)).save(out, "PNG")
    changes: dict[str, str | bytes | None] = {
        "Doc_0/Document.xml": document,
        "Doc_0/DocumentRes.xml": resources,
        "Doc_0/Res/scan.png": out.getvalue(),
        PAGE: page_of('<ofd:ImageObject ID="41" ResourceID="40" Boundary="0 0 210 140" CTM="210 0 0 140 0 0"/>'),
    }
    file = write_ofd(tmp_path, changes)
    assert readers.survey(file, file.name).needs_ocr == (True,)
    page = read(file)
    assert page.origin is Origin.OCR
    assert drawn.PARTY_A in page.text


def test_a_stamp_is_a_seal(tmp_path: Path) -> None:
    document = parts()["Doc_0/Document.xml"].replace(
        "</ofd:Document>", "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations></ofd:Document>"
    )
    note = (
        f'<ofd:PageAnnot {NAMESPACE}><ofd:Annot Type="Stamp"><ofd:Appearance Boundary="90 8 30 20">'
        '<ofd:ImageObject ResourceID="9" Boundary="0 0 30 20"/></ofd:Appearance></ofd:Annot></ofd:PageAnnot>'
    )
    listed = '<ofd:Page PageID="1"><ofd:FileLoc>a.xml</ofd:FileLoc></ofd:Page>'
    index = f"<ofd:Annotations {NAMESPACE}>{listed}</ofd:Annotations>"
    changes = {"Doc_0/Document.xml": document, "Doc_0/Annots/Annotations.xml": index, "Doc_0/Annots/a.xml": note}
    (seal,) = read(write_ofd(tmp_path, changes)).seals
    assert seal.box == pytest.approx((90 / 210, 8 / 140, 120 / 210, 28 / 140), abs=1e-4)


# --- Hostile and damaged files ----------------------------------------------------------------------------------------


def test_an_ofd_of_another_name_is_known_by_its_content(tmp_path: Path) -> None:
    assert readers.survey(write_ofd(tmp_path, name="发票.zip"), "发票.zip").media == "pages"


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x "哈哈哈哈"><!ENTITY y "&x;&x;&x;">]>' + page_of("&y;")
    assert (
        read(write_ofd(tmp_path, {PAGE: bomb})).text == "电子发票（普通发票）"
        or not read(write_ofd(tmp_path, {PAGE: bomb})).text
    )
    assert problem_of(write_ofd(tmp_path, {"OFD.xml": bomb})).reason is Reason.FILE_CORRUPT


def test_paths_lead_nowhere_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(page_of(text_object(50, 10, 10, 3, "秘密")), encoding="utf-8")
    outside = parts()["Doc_0/Document.xml"].replace("Pages/Page_0/Content.xml", "../../../" + str(secret))
    assert "秘密" not in read(write_ofd(tmp_path, {"Doc_0/Document.xml": outside})).text


def test_a_bomb_is_blocked(tmp_path: Path) -> None:
    file = write_ofd(tmp_path, {"Doc_0/Res/big.png": b"\0" * (140 << 20)})
    assert problem_of(file).reason is Reason.ARCHIVE_BOMB


def test_a_missing_page_is_empty_and_a_missing_document_a_problem(tmp_path: Path) -> None:
    assert read(write_ofd(tmp_path, {PAGE: None})).origin is Origin.NONE
    assert problem_of(write_ofd(tmp_path, {"Doc_0/Document.xml": None})).reason is Reason.FILE_CORRUPT


def test_a_torn_file_is_corrupt(tmp_path: Path) -> None:
    file = write_ofd(tmp_path)
    file.write_bytes(file.read_bytes()[:-300])
    found = readers.survey(file, "发票.ofd").problem
    assert found is None or found.reason in {Reason.FILE_CORRUPT, Reason.ARCHIVE_CORRUPT, Reason.FILE_TYPE_UNSUPPORTED}


def test_inside_an_archive_it_is_one_document(tmp_path: Path) -> None:
    outer = tmp_path / "北京砚溪企业服务有限公司.zip"
    with ZipFile(outer, "w", ZIP_DEFLATED) as archive:
        archive.write(write_ofd(tmp_path), "发票/1.ofd")
    unpacked = unpack([outer], tmp_path / "store")
    assert [entry.path for entry in unpacked.ledger.entries] == ["发票/1.ofd"]
    assert len(unpacked.files) == 1
