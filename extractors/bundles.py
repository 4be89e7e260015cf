"""Documents that hold several papers: bundles of contracts, invoices, certificates, questionnaires, a whole activity.

A page that begins a paper opens a slice. What goes on over pages stays together: a contract until it is signed, pages
that say so themselves (第2页 共3页), sheets of one title; what a volume (an audit report) encloses belongs to it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.documents import Box, Kind, Page, Problem, Reading
from domain.text import squash
from extractors.classify import Face, Recognition, classify, face_of, rank
from extractors.script import turned
from extractors.signs import LEAD, Part
from extractors.simplified import simplified

Slice = tuple[Kind | Problem, Reading]

VOLUMES = frozenset(
    {
        *(Kind.AUDIT_REPORT, Kind.PERFORMANCE_REPORT, Kind.FINANCIAL_STATEMENT, Kind.STANDARD_TEXT, Kind.COURSEWARE),
        *(Kind.DECLARED_FORM, Kind.LIST_WORKBOOK, Kind.CASE_DESCRIPTION),
    }
)
"""Kinds that keep what they enclose: an audit report ends with the licence of the auditors."""
TREATIES = frozenset({Kind.SERVICE_CONTRACT, Kind.COOPERATION_AGREEMENT, Kind.LEASE_CONTRACT, Kind.FINANCING_PROOF})
"""Kinds that go on until they are signed."""
CERTIFICATES = frozenset({Kind.IP_CERTIFICATE, Kind.TRADEMARK_CERTIFICATE})
"""Kinds one of which begins only under its title: their further pages repeat numbers."""
SHEETS = frozenset({Kind.SIGN_IN_SHEET, Kind.SOCIAL_INSURANCE, Kind.MEETING_SCREENSHOT, Kind.ACTIVITY_PHOTO})
"""Kinds whose pages repeat their title."""
ROLLS = frozenset({Kind.RECOGNITION_PROOF, Kind.LISTING_PROOF, Kind.HONOUR_CERTIFICATE})
"""Kinds that may name hundreds over many pages."""
MANY = 4
"""So many companies on a page are a list, no certificate."""
ACTIVITIES = frozenset(
    {
        *(Kind.ACTIVITY_NOTICE, Kind.SIGN_IN_SHEET, Kind.ACTIVITY_SUMMARY, Kind.PRESS_RELEASE, Kind.ACTIVITY_PHOTO),
        Kind.MEETING_SCREENSHOT,
    }
)
LEAST_APART = 0.3
"""The share of the page's height by which two invoices on it lie apart."""
HEAD_ROOM = 0.03
"""The share of the page's height above the title of an invoice in which its number may stand."""
PHOTO_TEXT = 20
"""Characters on a page that is a photo."""

_LATER_PAGE = re.compile(
    r"第\s?(?P<page>\d{1,3})\s?页\s?[,/(]?\s?共\s?\d{1,3}\s?页|^第\s?(?P<alone>\d{1,3})\s?页$"
    r"|(?<!\d)(?P<part>\d{1,3})\s?/\s?\d{1,3}\s?页",
    re.MULTILINE,
)
_NO_OPENING = re.compile(r"^(?:附件|附录|附表|附[一二三四五1-5:])|回执|填[写表报]说明|续表|封底")
_COMPANY = re.compile(r"(?:有限|责任|股份)公司")
_ANNOUNCES = re.compile(r"名单|公告|公示")
_ANNEX = re.compile(r"附件[一二三四五六1-9]?:?")
"""What stands alone over an annex, smaller than its heading."""
_ATTACHED = re.compile(r"商标[^\n]{0,4}(?:续展|转让|变更|转移)")
"""The title of what is attached to the certificate of a trademark."""
_CONTRACT_NUMBER = re.compile(r"(?:合同|协议|委托)(?:书|单)?(?:编)?号:\s?([^\s:]{2,40})")
_CLIENT = re.compile(r"(?:甲\s?方|委托方|委托单位)[^:\n]{0,12}:\s?([\u4e00-\u9fff()]{6,40})")
_SIGNED = re.compile(r"(?:盖章|签章|公章|签字|签名)[^。\n]{0,30}$", re.MULTILINE)
_PROSE = re.compile(r"双方|之日|生效|加盖")
_INVOICE_HEAD = re.compile(r"[\u4e00-\u9fff]{0,8}?\(?(?:增值税)?(?:电子)?(?:普通|专用)发票(?!代码|号码|信息|清单)")
"""The title of an invoice, where a word begins with it; not what a remark says of another one."""
_SAME = re.compile(
    r"(?:(?:查询流水号|流水号|校验码|活动名称|会议名称|活动时间|合同编号)\s?:?|姓\s?名:)\s?([^\s]{2,40})"
)


def split(reading: Reading) -> tuple[Slice, ...]:
    """The papers of a document in their order, each with its kind and its own pages."""
    whole = classify(reading, reading.path) if reading.sheets or len(reading.pages) != 1 else Kind.UNKNOWN
    if reading.sheets or not reading.pages or whole in VOLUMES:
        return ((whole, reading),)
    slices = [(hint, part) for hint, one in _slices(reading) for part in _parted(one)]
    if len(slices) == 1:
        return ((whole if len(reading.pages) != 1 else classify(reading, reading.path), slices[0][1]),)
    return tuple((_kind_of(part, hint), part) for hint, part in slices)


def _kind_of(part: Reading, hint: Kind | None) -> Kind | Problem:
    """The kind of a slice: by what it shows itself, else by its first page or its folder."""
    shown = classify(part, "")
    if shown is not Kind.UNKNOWN:
        return shown
    return classify(part, part.path) if hint is None else hint


# --- Pages ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Opening:
    """A page: the kind of paper that it begins, if any, and what tells its paper from another of that kind."""

    page: Page
    kind: Kind | None
    title: str
    body: str
    titled: bool = False
    """Whether a title says so, not only what stands on the page."""

    @property
    def marks(self) -> frozenset[str]:
        """The values that pages of one paper share."""
        return frozenset(match[0] for match in _SAME.finditer(self.body))


def _slices(reading: Reading) -> Iterator[tuple[Kind | None, Reading]]:
    """The runs of pages that are one paper each, with the kind that their first page begins."""
    run: list[_Opening] = []
    for page in reading.pages:
        opening = _opening(reading, page)
        if run and _begins(run, opening):
            yield run[0].kind, replace(reading, pages=tuple(one.page for one in run))
            run = []
        run.append(opening)
    yield run[0].kind, replace(reading, pages=tuple(one.page for one in run))


def _opening(reading: Reading, page: Page) -> _Opening:
    """What a page begins, judged by itself."""
    face = face_of(replace(reading, pages=(page,)), "")
    title, body = face.parts[Part.TITLE], face.parts[Part.BODY]
    if len(body) <= PHOTO_TEXT and "picture" in face.parts[Part.SHAPE]:
        return _Opening(page, None if page is reading.pages[0] else Kind.ACTIVITY_PHOTO, "", body)
    ranking = rank(face)
    return _Opening(page, _opened(face, ranking), title, body, bool(ranking) and "title" in ranking[0].signs)


def _opened(face: Face, ranking: tuple[Recognition, ...]) -> Kind | None:
    """The kind that a page surely begins."""
    if not ranking or _is_later_page(face.parts[Part.BODY]):
        return None
    first, *others = face.parts[Part.TITLE].split("\n")
    if _NO_OPENING.search(first) or any(_ANNEX.fullmatch(other) for other in others):
        return None
    clear = len(ranking) == 1 or ranking[0].points - ranking[1].points >= LEAD
    return ranking[0].kind if clear else None


def _is_later_page(body: str) -> bool:
    """Whether a page says that it is not the first of its paper."""
    match = _LATER_PAGE.search(body)
    return match is not None and int(match["page"] or match["alone"] or match["part"]) > 1


def _begins(run: list[_Opening], opening: _Opening) -> bool:
    """Whether a page begins another paper than the one at hand."""
    kind, current = opening.kind, run[0].kind
    if kind is None or current in VOLUMES or _is_attached(run[0], opening):
        return False
    if kind is Kind.ACTIVITY_PHOTO:
        return current in ACTIVITIES and current is not Kind.ACTIVITY_PHOTO
    if current in TREATIES and not any(_is_signed(one.body) for one in run):
        return opening.titled and kind in TREATIES and _names_others(run, opening)
    if kind is current and kind in SHEETS:
        return not _goes_on(run, opening)
    if kind is current and kind in ROLLS and _is_roll(run, opening):
        first = opening.title.split("\n")[0]
        return opening.titled and _ANNOUNCES.search(first) is not None and first != run[0].title.split("\n")[0]
    return not (kind is current and kind in TREATIES and opening.marks & run[0].marks)


def _is_roll(run: list[_Opening], opening: _Opening) -> bool:
    """Whether a page goes on with a list of many, or comes behind an announcement of one."""
    many = len(_COMPANY.findall(opening.body)) >= MANY
    return many or (_ANNOUNCES.search(run[0].title) is not None and not opening.titled)


def _names_others(run: list[_Opening], opening: _Opening) -> bool:
    """Whether a contract has another number or another client than the unsigned one before it."""
    for pattern in (_CONTRACT_NUMBER, _CLIENT):
        known = {match[1] for one in run for match in pattern.finditer(one.body)}
        here = {match[1] for match in pattern.finditer(opening.body)}
        if known and here and not known & here:
            return True
    return False


def _goes_on(run: list[_Opening], opening: _Opening) -> bool:
    """Whether a sheet is a further page of the one at hand: the same title, and nothing that tells them apart."""
    if opening.kind in (Kind.MEETING_SCREENSHOT, Kind.ACTIVITY_PHOTO) or not opening.titled:
        return True
    known = frozenset().union(*(one.marks for one in run))
    same_title = opening.title.split("\n")[0] == run[0].title.split("\n")[0]
    return same_title and (not opening.marks or not known or bool(opening.marks & known))


def _is_attached(first: _Opening, opening: _Opening) -> bool:
    """Whether a page belongs to the paper before it: a certificate's renewal or second page, a volume's contents."""
    if first.kind is Kind.MANAGEMENT_DOCUMENT and opening.kind is Kind.INDEX_DOCUMENT:
        return True
    alike = first.kind is opening.kind and first.kind in CERTIFICATES
    return alike and (not opening.titled or _ATTACHED.search(opening.title) is not None)


def _is_signed(body: str) -> bool:
    """Whether a page has a line for signatures or seals."""
    return any(not _PROSE.search(match[0]) for match in _SIGNED.finditer(body))


# --- Two invoices on a page -------------------------------------------------------------------------------------------


def _parted(reading: Reading) -> tuple[Reading, ...]:
    """A page with two invoices as two; any other slice as it is."""
    if len(reading.pages) != 1:
        return (reading,)
    page = reading.pages[0]
    words = (word for line in page.lines for word in line.words)
    titled = (word.box for word in words if word.box and _INVOICE_HEAD.match(simplified(squash(word.text))))
    heads = sorted(_top(page, box) for box in titled)
    lower = [top for top in heads if heads and top - heads[0] > LEAST_APART]
    if not lower:
        return (reading,)
    cut = _edge_above(page, lower[0])
    return tuple(replace(reading, pages=(_cropped(page, first, last),)) for first, last in ((0.0, cut), (cut, 1.0)))


def _top(page: Page, box: Box) -> float:
    """The upper edge of a box once the page is upright."""
    return turned(box, page.rotation)[1]


def _middle(page: Page, box: Box | None) -> float:
    upright = turned(box, page.rotation) if box else (0.0, 0.0, 0.0, 0.0)
    return (upright[1] + upright[3]) / 2


def _edge_above(page: Page, head: float) -> float:
    """Where the second invoice begins: its number may stand a little above its title."""
    middles = [_middle(page, line.box) for line in page.lines if line.box]
    above = max((middle for middle in middles if middle < head - HEAD_ROOM), default=0.0)
    below = min(middle for middle in middles if middle >= head - HEAD_ROOM)
    return (above + below) / 2


def _cropped(page: Page, first: float, last: float) -> Page:
    """The part of a page between two heights."""

    def inside(box: Box | None) -> bool:
        return box is not None and first <= _middle(page, box) < last

    return replace(
        page,
        lines=tuple(line for line in page.lines if inside(line.box)),
        tables=tuple(table for table in page.tables if inside(table.box)),
        seals=tuple(seal for seal in page.seals if inside(seal.box)),
        codes=tuple(code for code in page.codes if inside(code.box)),
    )
