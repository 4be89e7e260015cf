"""Text files that a user hands to a command: UTF-8, or GB 18030 as Windows on a Chinese machine writes it."""

from pathlib import Path

from domain.errors import UsageError

ENCODINGS = ("utf-8-sig", "gb18030")


def read_text(file: Path) -> str:
    """The text of a file; UsageError where there is none."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"无法读取“{file}”：{error.strerror} (cannot be read)") from error
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UsageError(f"“{file}”不是文本文件 (not a text file)")
