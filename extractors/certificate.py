"""Read certificates of persons: diplomas, degrees, registration forms, titles, vocations (domain.md 3.9).

One file may hold many: a certificate begins where a page bears another title or another person's name.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from domain.documents import Box, Kind, Line, Page, Problem, Reading
from domain.findings import Reason
from domain.records import Field, Record
from domain.text import squash
from extractors.closing import seal_fields
from extractors.education import degree_fields, diploma_fields, report_fields
from extractors.holder import find_name
from extractors.labels import make_record
from extractors.script import Script, turned
from extractors.simplified import simplified_script
from extractors.title import title_fields


def extract_diploma(reading: Reading) -> tuple[Record | Problem, ...]:
    """Who finished what, where and when by a diploma (毕业证书); 结业 and 肄业 are `completed` false."""
    return _extract(Kind.DIPLOMA, reading)


def extract_degree(reading: Reading) -> tuple[Record | Problem, ...]:
    """Who holds which degree by a degree certificate (学位证书)."""
    return _extract(Kind.DEGREE_CERTIFICATE, reading)


def extract_education_report(reading: Reading) -> tuple[Record | Problem, ...]:
    """What a registration form (教育部学历证书电子注册备案表) or a verification report says."""
    return _extract(Kind.EDUCATION_REPORT, reading)


def extract_title(reading: Reading) -> tuple[Record | Problem, ...]:
    """Whom who awarded which title and when (职称证书)."""
    return _extract(Kind.TITLE_CERTIFICATE, reading)


def extract_vocational(reading: Reading) -> tuple[Record | Problem, ...]:
    """The vocational qualification (职业资格证书); its level only where the paper or a title's words say it."""
    return _extract(Kind.VOCATIONAL_CERTIFICATE, reading)


def _extract(kind: Kind, reading: Reading) -> tuple[Record | Problem, ...]:
    """The record of each certificate, in the order of the paper."""
    found: list[Record | Problem] = []
    for part in _parts(reading, kind):
        script = simplified_script(part.reading)
        fields = _FIELDS[part.kind](part.reading, script)
        if "name" in fields or "number" in fields:
            found.append(make_record(part.kind, part.reading, {**fields, **seal_fields(part.reading)}))
        else:
            first = part.reading.pages[0].number if part.reading.pages else None
            found.append(Problem(Reason.PAGE_UNREADABLE, part.reading.source(first), "未能识别证书的姓名和编号"))
    return tuple(found) or (Problem(Reason.PAGE_UNREADABLE, reading.source()),)


# --- Parts ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """The pages, or the part of one, of a single certificate."""

    kind: Kind
    reading: Reading


def _parts(reading: Reading, kind: Kind) -> Iterator[_Part]:
    """The certificates of a document; a page without title and name belongs to the one before it."""
    pages: list[Page] = []
    named, current = False, kind
    for page in (piece for whole in reading.pages for piece in _pieces(whole)):
        script = simplified_script(page)
        own, names = _kind_of(script), _names_somebody(script)
        if pages and named and (names or own is not None):
            yield _Part(current, replace(reading, pages=tuple(pages)))
            pages, named, current = [], False, kind
        if not script.text and not pages:
            continue
        pages.append(page)
        current = own or current
        named = named or names
    if pages:
        yield _Part(current, replace(reading, pages=tuple(pages)))


def _kind_of(script: Script) -> Kind | None:
    """The kind that the title of a certificate tells."""
    for line in script.lines:
        text = squash("".join(script.text[placed.start : placed.end] for placed in line))
        if len(text) <= _LONGEST_TITLE:
            kind = next((kind for pattern, kind in _KINDS if pattern.search(text)), None)
            if kind is not None:
                return kind
    return None


def _names_somebody(script: Script) -> bool:
    return find_name(script) is not None


def _pieces(page: Page) -> tuple[Page, ...]:
    """The certificates that lie on one page, over or beside each other; most pages are one."""
    titles = [box for line in page.lines if (box := _title_box(line, page)) is not None]
    if len(titles) < 2 or any(word.box is None for line in page.lines for word in line.words):
        return (page,)
    across = [(box[0] + box[2]) / 2 for box in titles]
    down = [box[1] for box in titles]
    if max(down) - min(down) >= _APART:
        starts = sorted(down)
        return _sliced(page, [(a, b) for a, b in zip([0.0, *starts[1:]], [*starts[1:], 9.0], strict=True)], axis=1)
    if max(across) - min(across) >= _APART:
        middles = sorted(across)
        cuts = [(a + b) / 2 for a, b in pairwise(middles)]
        return _sliced(page, list(zip([-9.0, *cuts], [*cuts, 9.0], strict=True)), axis=0)
    return (page,)


def _title_box(line: Line, page: Page) -> Box | None:
    """The box of a line that is the title of a certificate, on the upright page."""
    text = squash(line.text)
    if len(text) > _LONGEST_TITLE or not any(pattern.search(text) for pattern, _ in _KINDS) or line.box is None:
        return None
    return turned(line.box, page.rotation)


def _sliced(page: Page, spans: Sequence[tuple[float, float]], axis: int) -> tuple[Page, ...]:
    """The words of a page whose middle lies in each span."""
    return tuple(replace(page, lines=tuple(_lines_in(page, span, axis)), tables=()) for span in spans)


def _lines_in(page: Page, span: tuple[float, float], axis: int) -> Iterator[Line]:
    for line in page.lines:
        words = []
        for word in line.words:
            box = turned(word.box, page.rotation) if word.box else None
            if box is not None and span[0] <= (box[axis] if axis else (box[0] + box[2]) / 2) + _SLACK * axis < span[1]:
                words.append(word)
        if words:
            yield Line(tuple(words))


_FIELDS: Mapping[Kind, Callable[[Reading, Script], dict[str, Field]]] = {
    Kind.DIPLOMA: diploma_fields,
    Kind.DEGREE_CERTIFICATE: degree_fields,
    Kind.EDUCATION_REPORT: report_fields,
    Kind.TITLE_CERTIFICATE: title_fields,
    Kind.VOCATIONAL_CERTIFICATE: title_fields,
}

_KINDS = (
    (
        re.compile(
            r"学历证书(?:电子)?注册备案表|学历(?:电子)?注册|学历认证报告|学位在线验证|学历在线验证|学[历位]认证书|学位认证报告"
        ),
        Kind.EDUCATION_REPORT,
    ),
    (re.compile(r"学位证书?\Z|学位证书\("), Kind.DEGREE_CERTIFICATE),
    (re.compile(r"(?:毕业|结业|肄业)证书?\Z|毕业证书\("), Kind.DIPLOMA),
    (
        re.compile(r"职业资格证书\Z|职业技能等级证书\Z|执业资格证书?\Z|执业证书?\Z|法律职业资格证书|专利代理师资格证"),
        Kind.VOCATIONAL_CERTIFICATE,
    ),
    (
        re.compile(
            r"职称证书?\Z|专业技术(?:职务)?(?:任职)?资格证书?\Z|专业技术资格证书|任职资格证书?\Z|资格评审|职务任职资格"
        ),
        Kind.TITLE_CERTIFICATE,
    ),
)
_LONGEST_TITLE = 40
_APART = 0.25
"""Titles this share of the page apart head two certificates."""
_SLACK = 0.01
