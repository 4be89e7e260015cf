"""Types of files by their content."""

import io
import struct
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image
from xlwt import Workbook as OldWorkbook

from extractors.sniff import MAGIC, OLE_STREAMS, REFINED, SUFFIXES, ZIP_MARKS, sniff, sniff_stream, suffix_of
from tests.forged_zips import Part, make_zip


def picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(stream, kind)
    return stream.getvalue()


def word() -> bytes:
    stream = io.BytesIO()
    Document().save(stream)
    return stream.getvalue()


def workbook() -> bytes:
    stream = io.BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


def old_workbook() -> bytes:
    stream = io.BytesIO()
    book = OldWorkbook()
    book.add_sheet("附表1")
    book.save(stream)
    return stream.getvalue()


def compound(*names: str) -> bytes:
    """A compound file of which only header, allocation table and directory are written ([MS-CFB] 2.2)."""
    header = struct.pack("<8s16xHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6)
    header += struct.pack("<LLLLLLLLL", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header = header.ljust(76, b"\x00") + struct.pack("<L", 0) + b"\xff" * (108 * 4)
    table = struct.pack("<3L", 0xFFFFFFFD, 2, 0xFFFFFFFE).ljust(512, b"\xff")
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\x00") + struct.pack("<H", 2 * len(name) + 2) + bytes(62)
        for name in ("Root Entry", "a", "b", "c", *names)
    )
    return header + table + entries.ljust(1024, b"\x00")


SAMPLES = [
    (b"", "empty"),
    (b"%PDF-1.7\n", "pdf"),
    (b"\n\nrubbish %PDF-1.7\n", "pdf"),
    (picture("JPEG"), "jpeg"),
    (picture("PNG"), "png"),
    (picture("TIFF"), "tiff"),
    (picture("GIF"), "gif"),
    (picture("WEBP"), "webp"),
    (picture("BMP"), "bmp"),
    (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "heic"),
    (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00", "avif"),
    (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", "mp4"),
    (word(), "docx"),
    (workbook(), "xlsx"),
    (old_workbook(), "xls"),
    (compound("WordDocument"), "doc"),
    (compound("Workbook"), "xls"),
    (compound("PowerPoint Document"), "ppt"),
    (compound("EncryptedPackage"), "encrypted-office"),
    (compound("__substg1.0_0037001F"), "msg"),
    (compound("Catalog"), "ole"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2000, "ole"),
    (make_zip(Part(b"ppt\\presentation.xml", b"<x/>")), "pptx"),
    (make_zip(Part(b"OFD.xml", b"<x/>"), Part(b"Doc_0/Document.xml", b"<x/>")), "ofd"),
    (make_zip(Part(b"META-INF/MANIFEST.MF", b"x")), "jar"),
    (make_zip(Part(b"a/word/document.xml", b"<x/>")), "zip"),
    (make_zip(), "zip"),
    (b"PK\x03\x04 cut off", "zip"),
    (b"Rar!\x1a\x07\x00", "rar"),
    (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
    (b"\x1f\x8b\x08\x00", "gz"),
    (bytes(257) + b"ustar\x0000", "tar"),
    (b"MZ\x90\x00", "exe"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "lnk"),
    (b"{\\rtf1\\ansi", "rtf"),
    ("<?xml version='1.0'?><电子发票/>".encode(), "xml"),
    (b"\xef\xbb\xbf<EInvoice>", "xml"),
    (b"<?xml version='1.0'?>\n<html xmlns='x'>", "html"),
    (b"\r\n<!DOCTYPE html><html>", "html"),
    ("<html><head><title>企业名单</title>".encode("gbk"), "html"),
    (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "mail"),
    ("目录\r\n一、合同".encode(), "text"),
    ("目录\r\n一、合同".encode("gbk"), "text"),
    ("目录".encode("utf-16"), "text"),
    (("x" + "目录" * 3000).encode(), "text"),
    (b"BM is how this text begins", "text"),
    (b"\x00\x01\x02\x03", "unknown"),
    (b"\xff\xff\xff", "unknown"),
]


@pytest.mark.parametrize(("data", "kind"), SAMPLES, ids=range(len(SAMPLES)))
def test_types(tmp_path: Path, data: bytes, kind: str) -> None:
    file = tmp_path / "named.wrongly"
    file.write_bytes(data)
    assert sniff(file) == kind


def test_every_type_has_a_suffix() -> None:
    kinds = {kind for _, _, kind in MAGIC} - set(REFINED) | {kind for _, kind in ZIP_MARKS} | set(OLE_STREAMS.values())
    assert kinds | {"zip", "ole", "bmp", "heic", "mp4", "avi"} <= set(SUFFIXES)
    assert suffix_of("unknown") == ".bin"


@given(st.sampled_from([data for data, _ in SAMPLES]), st.binary(max_size=600))
def test_anything_has_a_type(start: bytes, rest: bytes) -> None:
    kind = sniff_stream(io.BytesIO(start[:600] + rest))
    assert kind in {*SUFFIXES, "unknown"}


@given(st.sampled_from([(data, place) for data, place, _ in MAGIC]), st.binary(max_size=600), st.integers(0, 2000))
def test_rubbish_behind_magic_bytes_has_a_type(magic: tuple[bytes, int], rest: bytes, zeros: int) -> None:
    kind = sniff_stream(io.BytesIO(bytes(magic[1]) + magic[0] + rest + bytes(zeros)))
    assert kind in {*SUFFIXES, "unknown"}
