"""Names of archive members: from bytes of unknown encoding to paths that people can read.

A name is never used as a path on disk; it is what stands in the ledger, and a hint for classification.
"""

import re
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

UNICODE_PATH_HEADER = 5
UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class RawName:
    """A name as it stands in an archive: its bytes, whether they are flagged as UTF-8, its Unicode path field."""

    data: bytes
    is_utf8: bool = False
    unicode_path: bytes | None = None


@dataclass(frozen=True, slots=True)
class MemberName:
    """A readable name: parts parted by “/”, NFC, nothing unprintable in it."""

    path: str
    is_directory: bool = False
    escapes: bool = False
    """Whether it points outside its archive: absolute, with a drive letter, or with “..” in it."""
    decoded: bool = True
    """Whether its encoding is known."""


def decode_names(raws: Sequence[RawName]) -> tuple[MemberName, ...]:
    """The names of one archive, whose encoding is decided for all of them together (domain.md 5.3).

    A name flagged as UTF-8 is UTF-8; one with a fitting Unicode path field (Info-ZIP 0x7075) is what that says; all
    others are UTF-8 if every one of them is, else GB18030 if every one is.
    """
    stated = tuple(_stated(raw) for raw in raws)
    codec, is_sure = _codec([raw.data for raw, text in zip(raws, stated, strict=True) if text is None])
    return tuple(
        _name(text) if text is not None else _guessed(raw.data, codec, is_sure=is_sure)
        for raw, text in zip(raws, stated, strict=True)
    )


def unique(path: str, taken: dict[str, int]) -> str:
    """The path, or with #2, #3 … where it stands already; `taken` remembers."""
    if path not in taken:
        taken[path] = 1
        return path
    while True:
        taken[path] += 1
        numbered = f"{path}#{taken[path]}"
        if numbered not in taken:
            taken[numbered] = 1
            return numbered


def junk_rule(path: str) -> str | None:
    """The rule by which a member is ignored, None for what may be a document."""
    *folders, name = path.casefold().split("/")
    for folder in folders:
        if folder in JUNK_FOLDERS:
            return JUNK_FOLDERS[folder]
    return next((rule for pattern, rule in JUNK_NAMES if pattern.fullmatch(name)), None)


def _stated(raw: RawName) -> str | None:
    """The name, if the archive says in which encoding it is and that is true."""
    field = raw.unicode_path
    try:
        if raw.is_utf8:
            return raw.data.decode()
        if field is not None and _fits(field, raw.data):
            return field[UNICODE_PATH_HEADER:].decode()
    except UnicodeDecodeError:
        pass
    return None


def _fits(field: bytes, name: bytes) -> bool:
    """Whether a Unicode path field belongs to this name: version 1, and the checksum of the name (APPNOTE 4.6.9)."""
    return field[:1] == b"\x01" and field[1:UNICODE_PATH_HEADER] == zlib.crc32(name).to_bytes(4, "little")


def _codec(names: Sequence[bytes]) -> tuple[str, bool]:
    """The encoding of these names, and whether all of them have it.

    One name that a packing tool cut in the middle of a character does not spoil the others: the encoding of most is
    taken. Code page 437 stands for what nobody knows.
    """
    odd = [name for name in names if not name.isascii()]
    counts = {codec: sum(_decodes(name, codec) for name in odd) for codec in ("utf-8", "gb18030")}
    for codec, count in counts.items():
        if count == len(odd):
            return codec, True
    best = max(counts, key=lambda codec: counts[codec])
    return (best if 2 * counts[best] >= len(odd) else "cp437"), False


def _decodes(name: bytes, codec: str) -> bool:
    try:
        name.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _guessed(data: bytes, codec: str, *, is_sure: bool) -> MemberName:
    is_decoded = is_sure or data.isascii() or (codec != "cp437" and _decodes(data, codec))
    return _name(data.decode(codec, "surrogateescape"), decoded=is_decoded)


def _name(text: str, *, decoded: bool = True) -> MemberName:
    """The readable form; backslashes become “/” here, after decoding: GBK has them inside characters."""
    slashed = unicodedata.normalize("NFC", text).replace("\\", "/")
    parts = [part for part in slashed.split("/") if part not in {"", "."}]
    escapes = slashed.startswith("/") or ".." in parts or _DRIVE.match(slashed) is not None
    path = slashed if escapes else "/".join(parts)
    return MemberName(
        path=_UNPRINTABLE.sub(_escaped, path) or UNNAMED,
        is_directory=slashed.endswith("/"),
        escapes=escapes,
        decoded=decoded,
    )


def _escaped(match: re.Match[str]) -> str:
    r"""A control character or undecodable byte as \xNN; direction marks, which can hide a suffix, as \uNNNN."""
    code = ord(match[0])
    if _UNDECODED <= code <= _UNDECODED + 0xFF:
        code -= _UNDECODED
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"


_UNDECODED = 0xDC00
"""What Python adds to a byte that it cannot decode."""
_DRIVE = re.compile(r"[A-Za-z]:")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")

JUNK_FOLDERS: Mapping[str, str] = {
    "__macosx": "macos-resource-fork",
    ".spotlight-v100": "macos-volume-file",
    ".trashes": "macos-volume-file",
    ".fseventsd": "macos-volume-file",
    "$recycle.bin": "windows-volume-file",
    "system volume information": "windows-volume-file",
}
"""Folders that systems make, and the rule by which all that lies in them is ignored."""

JUNK_NAMES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\._.*"), "macos-resource-fork"),
    (re.compile(r"\.ds_store|\.localized|icon\\x0d"), "macos-folder-settings"),
    (re.compile(r"thumbs\.db|ehthumbs(?:_vista)?\.db"), "windows-thumbnails"),
    (re.compile(r"desktop\.ini"), "windows-folder-settings"),
    (re.compile(r"~\$.*|\.~.*"), "office-lock-file"),
    (re.compile(r"~.*\.tmp"), "office-temporary-file"),
    (re.compile(r".*\.lnk"), "shortcut"),
)
"""Files that systems and Office leave behind, by name (domain.md 5.3)."""
