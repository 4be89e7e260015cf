"""What a file is, by its content: names of hostile or careless people prove nothing."""

import codecs
import os
import re
import struct
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from extractors.zipped.directory import read_directory
from extractors.zipped.methods import UnreadableError

HEAD_BYTES = 4096
OLE_HEADER = struct.Struct("<30xH16xI24x109I")
"""Of a compound file ([MS-CFB] 2.2): the shift of its sectors, the first of the directory, those of the table."""
OLE_ENTRY_BYTES, OLE_NAME_BYTES = 128, 64
OLE_LAST_SECTOR = 0xFFFFFFFA
"""Larger numbers end a chain of sectors."""
OLE_SECTORS = 64
"""How many sectors of a directory are looked at."""
ZIP_NAMES = 2_000
"""How many names of a ZIP are looked at: the marks of a document stand among the first."""


def sniff(path: Path) -> str:
    """The type of a file: a key of SUFFIXES, or “unknown”."""
    with path.open("rb") as file:
        return sniff_stream(file)


def sniff_stream(file: BinaryIO) -> str:
    """The type of an open file that can seek."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if not head:
        return "empty"
    for magic, offset, kind in MAGIC:
        if head.startswith(magic, offset):
            return REFINED[kind](file, head) if kind in REFINED else kind
    return _text_kind(head)


def suffix_of(kind: str) -> str:
    """The usual file suffix of a type, with its dot; “.bin” for what is not known."""
    return SUFFIXES.get(kind, ".bin")


def _zip_kind(file: BinaryIO, _head: bytes) -> str:
    """A document that is a ZIP inside (docx, ofd, jar …), else “zip”."""
    try:
        members = read_directory(file, ZIP_NAMES).members
    except UnreadableError:
        return "zip"
    names = [member.raw_name.replace(b"\\", b"/") for member in members]
    for mark, kind in ZIP_MARKS:
        if any(mark(name) for name in names):
            return kind
    return "zip"


def _office_kind(file: BinaryIO, _head: bytes) -> str:
    """A document of the old Office (doc, xls, ppt; also WPS), an Outlook mail, an encrypted docx/xlsx, else “ole”."""
    names = _stream_names(file)
    for name, kind in OLE_STREAMS.items():
        if name in names:
            return kind
    return "msg" if any(name.startswith("__substg1.0_") for name in names) else "ole"


def _stream_names(file: BinaryIO) -> frozenset[str]:
    """The names in the directory of a compound file ([MS-CFB] 2.6), as far as its first sectors tell."""
    header = _read_at(file, 0, OLE_HEADER.size)
    if len(header) < OLE_HEADER.size:
        return frozenset()
    shift, sector, *table = OLE_HEADER.unpack(header)
    size = 1 << min(max(shift, 9), 12)
    names: set[str] = set()
    for _ in range(OLE_SECTORS):
        data = _read_at(file, (sector + 1) * size, size)
        names.update(_stream_name(data[at : at + OLE_ENTRY_BYTES]) for at in range(0, len(data), OLE_ENTRY_BYTES))
        part, place = divmod(sector, size // 4)
        following = _read_at(file, (table[part] + 1) * size + 4 * place, 4) if part < len(table) else b""
        sector = int.from_bytes(following, "little")
        if not following or sector > OLE_LAST_SECTOR:
            break
    return frozenset(names)


def _read_at(file: BinaryIO, place: int, size: int) -> bytes:
    """Bytes of the file; none beyond its end, where not every file system lets one seek."""
    if place >= file.seek(0, os.SEEK_END):
        return b""
    file.seek(place)
    return file.read(size)


def _stream_name(entry: bytes) -> str:
    """The name of a stream: UTF-16, its length in bytes behind it, a zero at its end included."""
    length = min(int.from_bytes(entry[OLE_NAME_BYTES : OLE_NAME_BYTES + 2], "little"), OLE_NAME_BYTES)
    return entry[: max(0, length - 2)].decode("utf-16-le", "replace")


def _media_kind(_file: BinaryIO, head: bytes) -> str:
    """A picture or a film in the container of ISO 14496-12, by its brand."""
    brand = head[8:12]
    if brand in {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}:
        return "heic"
    return "avif" if brand in {b"avif", b"avis"} else "mp4"


def _riff_kind(_file: BinaryIO, head: bytes) -> str:
    return {b"WEBP": "webp", b"AVI ": "avi", b"WAVE": "wav"}.get(head[8:12], "unknown")


def _text_kind(head: bytes) -> str:
    """HTML, XML, mail or plain text in an encoding of Chinese offices; a PDF behind rubbish; else “unknown”."""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    text = _decoded(head)
    if text is None or _BINARY.search(text):
        return "unknown"
    for pattern, kind in TEXT_MARKS:
        if pattern.match(text):
            return kind
    return "text"


def _decoded(head: bytes) -> str | None:
    """The start of a text; a character that the end cuts apart does not count."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore")
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return codecs.getincrementaldecoder(encoding)().decode(head, final=len(head) < HEAD_BYTES)
    return None


_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

TEXT_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\s{0,99}(?:<!--[^>]{0,999}-->\s{0,99})?<(?:!doctype html|html)", re.IGNORECASE), "html"),
    (re.compile(r"\s{0,99}<\?xml[^>]{0,200}>[\s\S]{0,999}?<html", re.IGNORECASE), "html"),
    (re.compile(r"\s{0,99}<(?:\?xml|[A-Za-z_][\w.-]{0,99}[\s/>:])"), "xml"),
    (re.compile(r"(?:[A-Za-z-]{1,40}: [^\n]{0,999}\n){0,30}(?:MIME-Version|Message-ID):", re.IGNORECASE), "mail"),
)
"""What text looks like, the first that fits."""

MAGIC: tuple[tuple[bytes, int, str], ...] = (
    (b"%PDF-", 0, "pdf"),
    (b"\xff\xd8\xff", 0, "jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "png"),
    (b"II*\x00", 0, "tiff"),
    (b"MM\x00*", 0, "tiff"),
    (b"II+\x00", 0, "tiff"),
    (b"MM\x00+", 0, "tiff"),
    (b"GIF87a", 0, "gif"),
    (b"GIF89a", 0, "gif"),
    (b"\x00\x00\x00\x0cjP  ", 0, "jp2"),
    (b"\xff\x4f\xff\x51", 0, "jp2"),
    (b"RIFF", 0, "riff"),
    (b"ftyp", 4, "iso-media"),
    (b"PK\x03\x04", 0, "zip"),
    (b"PK\x05\x06", 0, "zip"),
    (b"PK\x07\x08PK", 0, "zip"),
    (b"PK00PK", 0, "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "ole"),
    (b"{\\rtf", 0, "rtf"),
    (b"Rar!\x1a\x07", 0, "rar"),
    (b"7z\xbc\xaf\x27\x1c", 0, "7z"),
    (b"\x1f\x8b\x08", 0, "gz"),
    (b"BZh", 0, "bz2"),
    (b"\xfd7zXZ\x00", 0, "xz"),
    (b"\x28\xb5\x2f\xfd", 0, "zst"),
    (b"MSCF\x00\x00\x00\x00", 0, "cab"),
    (b"ustar", 257, "tar"),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", 0, "lnk"),
    (b"\x00\x05\x16\x07", 0, "apple-double"),
    (b"MZ", 0, "exe"),
    (b"\x7fELF", 0, "exe"),
    (b"AC10", 0, "dwg"),
    (b"8BPS\x00", 0, "psd"),
    (b"ID3", 0, "mp3"),
    (b"\x1a\x45\xdf\xa3", 0, "mkv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", 0, "wmv"),
    (b"FLV\x01", 0, "flv"),
    (b"\x00\x00\x01\xba", 0, "mpeg"),
    (b"SQLite format 3\x00", 0, "sqlite"),
    (b"BM", 0, "bmp"),
)
"""Magic bytes, their offset and the type; the first that fits."""


def _bitmap_kind(_file: BinaryIO, head: bytes) -> str:
    """A bitmap, if the size of its header is one of the known ones; else text may begin with BM."""
    return "bmp" if int.from_bytes(head[14:18], "little") in BITMAP_HEADERS else _text_kind(head)


BITMAP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})

REFINED = {
    "zip": _zip_kind,
    "ole": _office_kind,
    "iso-media": _media_kind,
    "riff": _riff_kind,
    "bmp": _bitmap_kind,
}
"""Magic bytes that several types share."""

ZIP_MARKS = (
    (re.compile(rb"word/document[^/]*\.xml$").match, "docx"),
    (re.compile(rb"xl/workbook[^/]*\.xml$").match, "xlsx"),
    (re.compile(rb"xl/workbook[^/]*\.bin$").match, "xlsb"),
    (re.compile(rb"ppt/presentation[^/]*\.xml$").match, "pptx"),
    (re.compile(rb"(?i:OFD\.xml)$").match, "ofd"),
    (re.compile(rb"\[Content_Types\]\.xml$").match, "ooxml"),
    (re.compile(rb"META-INF/manifest\.xml$").match, "odf"),
    (re.compile(rb"META-INF/container\.xml$").match, "epub"),
    (re.compile(rb"META-INF/MANIFEST\.MF$").match, "jar"),
    (re.compile(rb"Index/Document\.iwa$").match, "iwork"),
)
"""Names that only such a document has inside."""

ZIP_DOCUMENTS = frozenset(kind for _, kind in ZIP_MARKS)
"""Documents that are ZIPs inside."""

OLE_STREAMS: Mapping[str, str] = {
    "EncryptedPackage": "encrypted-office",
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
}

SUFFIXES: Mapping[str, str] = {
    "empty": "",
    "pdf": ".pdf",
    "jpeg": ".jpg",
    "png": ".png",
    "tiff": ".tif",
    "gif": ".gif",
    "webp": ".webp",
    "bmp": ".bmp",
    "heic": ".heic",
    "avif": ".avif",
    "jp2": ".jp2",
    "psd": ".psd",
    "docx": ".docx",
    "xlsx": ".xlsx",
    "xlsb": ".xlsb",
    "pptx": ".pptx",
    "ooxml": ".ooxml",
    "odf": ".odf",
    "ofd": ".ofd",
    "epub": ".epub",
    "iwork": ".iwork",
    "jar": ".jar",
    "doc": ".doc",
    "xls": ".xls",
    "ppt": ".ppt",
    "msg": ".msg",
    "encrypted-office": ".ole",
    "ole": ".ole",
    "rtf": ".rtf",
    "html": ".html",
    "xml": ".xml",
    "mail": ".eml",
    "text": ".txt",
    "zip": ".zip",
    "rar": ".rar",
    "7z": ".7z",
    "gz": ".gz",
    "bz2": ".bz2",
    "xz": ".xz",
    "zst": ".zst",
    "cab": ".cab",
    "tar": ".tar",
    "dwg": ".dwg",
    "mp3": ".mp3",
    "wav": ".wav",
    "mp4": ".mp4",
    "avi": ".avi",
    "mkv": ".mkv",
    "wmv": ".wmv",
    "flv": ".flv",
    "mpeg": ".mpg",
    "lnk": ".lnk",
    "apple-double": ".bin",
    "exe": ".exe",
    "sqlite": ".sqlite",
}
"""The usual suffix of each type."""

FOREIGN_ARCHIVES = frozenset({"rar", "7z", "gz", "bz2", "xz", "zst", "cab", "tar"})
"""Archives other than ZIP."""
