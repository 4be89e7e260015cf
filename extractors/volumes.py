"""Archives of one applicant: “XX公司-1”, “XX公司-2”, and the name of mailed ones (附件4-2, 八.2, 八.3)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.documents import Problem, Source
from domain.findings import Reason
from domain.parts import parse_part
from domain.text import squash


@dataclass(frozen=True, slots=True, kw_only=True)
class Volumes:
    """The archives of one applicant in the order of their numbers; those without a number come first."""

    stem: str
    """The name of the applicant as the archives bear it."""
    paths: tuple[Path, ...]
    numbers: tuple[int, ...]
    """The numbers found, ascending; empty for a single archive without one."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class VolumeName:
    """What the name of an archive says: the applicant, the number if it has one, whether it is named as for mail."""

    stem: str
    number: int | None = None
    is_mail: bool = False


def parse_volume_name(name: str) -> VolumeName:
    """The parts of an archive's name (PKG.05, PKG.06); any other name is a stem as it stands."""
    part = parse_part(unicodedata.normalize("NFC", name))
    stem = _SUFFIX.sub("", part.whole if part else unicodedata.normalize("NFC", name)).strip()
    numbered = _NUMBERED.fullmatch(stem)
    number = None
    if numbered:
        stem, number = numbered[1].strip(), int(numbered[2])
    mail = _MAIL.fullmatch(stem)
    return VolumeName(mail[1].strip() if mail else stem, number, mail is not None)


def group_volumes(paths: Sequence[Path]) -> tuple[Volumes, ...]:
    """The archives grouped by applicant, in the order of their first ones; a gap in the numbers is a problem."""
    groups: dict[str, list[tuple[int, Path, str]]] = {}
    for path in paths:
        name = parse_volume_name(path.name)
        groups.setdefault(squash(name.stem).casefold(), []).append((name.number or 0, path, name.stem))
    return tuple(_group(sorted(group, key=lambda item: item[0])) for group in groups.values())


def _group(archives: Sequence[tuple[int, Path, str]]) -> Volumes:
    numbers = tuple(sorted({number for number, _, _ in archives if number}))
    _, first, stem = archives[0]
    missing = sorted(set(range(1, max(numbers, default=0))) - set(numbers))
    return Volumes(
        stem=stem,
        paths=tuple(path for _, path, _ in archives),
        numbers=numbers,
        problems=tuple(
            Problem(Reason.VOLUME_MISSING, Source(path=first.name, sha256=""), str(number)) for number in missing
        ),
    )


_SUFFIX = re.compile(r"(?:\.(?:zip|rar|7z|tar|gz|tgz|bz2|xz|zst)){1,2}$", re.IGNORECASE)
_HYPHEN = r"[-－‐-―−_＿]"
_NUMBERED = re.compile(rf"(.{{1,300}}?)\s*{_HYPHEN}\s*0?([1-9１-９]\d?)", re.DOTALL)
"""A volume has one or two digits: “-2024” is a year."""
_MAIL = re.compile(rf"(.{{1,300}}?)\s*{_HYPHEN}?\s*示范平台\s*{_HYPHEN}?\s*\d{{4}}\s*年度?绩效评价附件材料")
