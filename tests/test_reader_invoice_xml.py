"""Invoices in XML: what is one, sets of them, and files that want to do harm."""

from pathlib import Path

import pytest

from domain.documents import Page
from domain.findings import Reason
from extractors import readers
from extractors.readers.safe_xml import leaves, parse_xml
from tests.small_ofd import invoice_xml


def survey(tmp_path: Path, text: str | bytes) -> readers.Survey:
    file = tmp_path / "发票.xml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return readers.survey(file, file.name)


def test_an_invoice_is_a_page_with_its_elements(tmp_path: Path) -> None:
    found = survey(tmp_path, invoice_xml())
    assert (found.media, found.pages, found.needs_ocr, found.problem) == ("pages", 1, (False,), None)
    (page,) = readers.read_pages(tmp_path / "发票.xml", "发票.xml", "", 1, 1)
    assert isinstance(page, Page)
    assert "EIid 24112000000012345678" in page.text
    assert dict(page.entries)["xml:Header/InherentLabel/GeneralOrSpecialVAT/LabelName"] == "普通发票"
    assert readers.read_by(tmp_path / "发票.xml", "发票.xml").startswith("lxml")


def test_a_set_of_invoices_has_a_page_for_each(tmp_path: Path) -> None:
    numbers = ["24112000000012345678", "24112000000012345679", "24112000000012345680"]
    inner = "".join(invoice_xml(number).partition("?>")[2] for number in numbers)
    assert survey(tmp_path, f"<Invoices>{inner}</Invoices>").pages == 3
    pages = readers.read_pages(tmp_path / "发票.xml", "发票.xml", "", 2, 3)
    assert [dict(page.entries)["xml:Header/EIid"] for page in pages if isinstance(page, Page)] == numbers[1:]


def test_other_xml_is_not_read(tmp_path: Path) -> None:
    found = survey(tmp_path, "<?xml version='1.0'?><config><InvoiceNumber>1</InvoiceNumber></config>").problem
    assert found is not None
    assert found.reason is Reason.FILE_TYPE_UNSUPPORTED


@pytest.mark.parametrize(
    "text",
    [
        invoice_xml()[:-20],
        invoice_xml(extra="<Remark>&x;</Remark>").replace("?>", '?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///x">]>'),
    ],
    ids=["torn", "entity"],
)
def test_what_is_broken_or_brings_entities_is_refused(tmp_path: Path, text: str) -> None:
    found = survey(tmp_path, text).problem
    assert found is not None
    assert found.reason is Reason.FILE_CORRUPT


def test_prefixes_that_nobody_declared_and_loose_ampersands() -> None:
    root = parse_xml("<:eInvoice xmlns:=''><fp:BuyerName>A&B公司</fp:BuyerName></:eInvoice>".encode())
    assert root is not None
    assert list(leaves(root)) == [("BuyerName", "A&B公司")]


def test_declared_encodings_are_followed() -> None:
    root = parse_xml('<?xml version="1.0" encoding="GBK"?><a><b>发票</b></a>'.encode("gbk"))
    assert root is not None
    assert list(leaves(root)) == [("b", "发票")]


def test_deep_and_empty_documents() -> None:
    assert parse_xml(b"<a>" * 5000 + b"</a>" * 5000) is None
    assert parse_xml(b"") is None
    assert parse_xml(b"   ") is None
