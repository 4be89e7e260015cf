"""Names of split archives (真正的分卷): what packing tools call the parts of one archive.

They are not the volumes that the policy asks for (“XX公司-1.zip”), each of which is an archive of its own (A47).
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartName:
    """A part: the name of the archive that all parts make together, its number, and a key of STYLES."""

    whole: str
    number: int
    style: str


def parse_part(name: str) -> PartName | None:
    """What the name of a part says; None for an archive that is whole by its name."""
    for style, pattern in STYLES.items():
        found = pattern.fullmatch(name)
        number = int(found["number"]) if found else 0
        if found and (number or style == "r"):
            return PartName(f"{found['stem']}{WHOLE[style]}", number, style)
    return None


def sibling(name: str, number: int) -> str:
    """The name of another part of the same archive; a ValueError for what is no part."""
    found = next((found for pattern in STYLES.values() if (found := pattern.fullmatch(name))), None)
    if found is None:
        raise ValueError(name)
    return f"{found['stem']}{found['mark']}{number:0{len(found['number'])}}{found['rest']}"


STYLES = {
    "numbered": re.compile(
        r"(?P<stem>.{1,300}\.(?:zip|rar|7z|tar|tgz|gz|bz2|xz|zst))(?P<mark>\.)(?P<number>\d{3})(?P<rest>)",
        re.IGNORECASE | re.DOTALL,
    ),
    "part": re.compile(
        r"(?P<stem>.{1,300})(?P<mark>\.part)(?P<number>\d{1,3})(?P<rest>\.rar)", re.IGNORECASE | re.DOTALL
    ),
    "z": re.compile(r"(?P<stem>.{1,300})(?P<mark>\.z)(?P<number>\d{2,3})(?P<rest>)", re.IGNORECASE | re.DOTALL),
    "r": re.compile(r"(?P<stem>.{1,300})(?P<mark>\.r)(?P<number>\d{2})(?P<rest>)", re.IGNORECASE | re.DOTALL),
}
"""a.zip.001, a.part1.rar, a.z01 before a.zip, a.r00 behind a.rar."""

WHOLE = {"numbered": "", "part": ".rar", "z": ".zip", "r": ".rar"}
"""The suffix of the whole archive behind the stem."""
