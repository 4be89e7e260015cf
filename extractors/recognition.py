"""Read proofs of recognition (企业资质证明): certificates, announcements with their lists, queries (domain.md 3.23)."""

import re

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.recognitions import find_recognitions
from domain.records import Field, Record
from domain.text import squash
from extractors.annexes import by_annex
from extractors.headings import first_rows, headings
from extractors.labels import find_first, make_field, make_record
from extractors.proofs import (
    NAME,
    award_fields,
    day_of,
    holder_fields,
    issuer_fields,
    last_of,
    title_rows,
    validity_fields,
)
from extractors.script import Hit, Script
from extractors.simplified import simplified_script
from extractors.table_cells import cell_field

TITLE_LABELS = (
    *(
        "资质名称",
        "认定名称",
        "荣誉名称",
        "称号",
        "资质称号",
        "企业资质",
        "认定类型",
        "资质类型",
        "证书名称",
        "认定资质",
    ),
    *("认定类别", "企业类型"),
)
_NEVER = re.compile(r"(?!)")
FORMS = (
    (
        "revocation",
        _NEVER,
        re.compile(r"关于(?:撤销|取消|注销)|(?:撤销|取消|注销)[^。]{0,60}(?:称号|资格|资质|认定|名单)"),
    ),
    (
        "nomination",
        _NEVER,
        re.compile(r"(?:关于(?:组织)?申报|推荐(?!单位)|初审|候选|入围)[^。:,、]{0,60}(?:名单|公示|通知|公告)"),
    ),
    (
        "publicity",
        re.compile(r"公示(?:期|时间)[为:]|予以公示|进行公示|现公示"),
        re.compile(r"的公示|名单公示|公示名单|公示$", re.MULTILINE),
    ),
    ("announcement", re.compile(r"予以公布|现予公布|名单予以公告"), re.compile(r"的(?:公告|通知|通告)|公布|名单")),
    ("query", re.compile(r"查询(?:结果|时间|日期)|https?://|www\.|梯度培育平台"), re.compile(r"查询|平台")),
)
"""How a proof that is no certificate is known: by its text, or by its heading."""
LONGEST_TITLE = 80

_WORDS = r"小巨人|专精特新|创新型中小企业|隐形冠军|单项冠军|独角兽"
_AWARD = re.compile(
    r"(?:(?:认定|评定|授予|评选)[^\n。;,]{0,50}?为|评为|授予|列为|入选|成为|获评|获得|被认定)[:\t\n]{0,2}"
    rf"(?P<value>[^\n。;,]{{0,30}}(?:{_WORDS})[^\n。;,]{{0,16}})"
)
_PHRASE = re.compile(rf"(?P<value>[^\n。;,\t]{{0,30}}(?:{_WORDS})[^\n。;,\t]{{0,16}})")
_SENTENCES = (
    re.compile(rf"(?:授予|兹认定|认定|兹有|经审核)[:,\t\n]{{0,2}}(?P<value>{NAME})"),
    re.compile(rf"(?:\A|\n)(?P<value>{NAME})[\t\n]?(?:被|符合|通过|经|入选|获)"),
    re.compile(rf"(?P<value>{NAME})(?:被|已被)?(?:认定|评定|评为|入选|列为)"),
)
_REVIEW = re.compile(r"复核")


def extract_recognition(reading: Reading) -> tuple[Record | Problem, ...]:
    """Whom a paper calls what: `title`, `holder` or `holders`, `issuer`, `awarded_on`, `valid_until`, `form`.

    `form` is certificate, announcement, publicity (公示), nomination (推荐), revocation (撤销) or query; `review` is
    true for the outcome of a review (复核), which recognises nobody anew.
    """
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = _title_field(reading, script) | holder_fields(reading, script, _SENTENCES)
    fields |= issuer_fields(reading, script) | award_fields(reading, script)
    awarded = fields.get("awarded_on")
    fields |= validity_fields(reading, script, str(awarded.value) if awarded is not None else None)
    fields |= by_annex(script, fields) | _table_fields(reading) | _form_fields(reading, script, fields)
    return (make_record(Kind.RECOGNITION_PROOF, reading, fields),)


def _title_field(reading: Reading, script: Script) -> dict[str, Field]:
    """`title`: labelled, awarded in a sentence, else the heading, else any words that name a title."""
    found = find_first(script, TITLE_LABELS, accept=_names_a_title) or script.search(_AWARD) or _heading(script)
    found = found or script.search(_PHRASE)
    return {} if found is None else {"title": make_field(reading, found, _core(found.text))}


def _core(text: str) -> str:
    """A title without the words of the announcement that stand round it."""
    plain = _BEHIND.sub("", _BEFORE.sub("", squash(text).strip("。,;:")))
    quoted = plain[:1] in _OPENING and plain[-1:] in _CLOSING and plain.count(plain[-1:]) > 1
    alone = plain[:1] in _OPENING and plain.find(plain[-1:]) == len(plain) - 1 and plain[-1:] in _CLOSING
    return plain[1:-1] if quoted or alone else plain


_BEFORE = re.compile(r"\A[^\n]{0,60}?(?:关于(?:公布|发布|认定|下达|对|拟认定)?|(?:单位|公司|企业|中心)为)")
_BEHIND = re.compile(r"(?:复核通过|拟认定|入选)?名单.{0,20}\Z|的(?:通知|公告|公示).{0,8}\Z|称号\Z|(?:电子)?证书\Z")
_OPENING, _CLOSING = frozenset('“"「『'), frozenset('”"」』')


def _table_fields(reading: Reading) -> dict[str, Field]:
    """What a table of titles says of the one enterprise of its page: `titles`, and the first of them as its own."""
    rows = [entry for entry in title_rows(reading) if find_recognitions(entry.text("title"))]
    if not rows:
        return {}
    first = rows[0]
    days = {"awarded_on": day_of(first.text("awarded_on")), "valid_until": last_of(first.text("valid_until"))}
    values = {"title": squash(first.text("title")), "issuer": squash(first.text("issuer")), **days}
    fields = {key: cell_field(reading, first.cells[key], value) for key, value in values.items() if value}
    titles = [
        {
            "title": squash(entry.text("title")),
            "awarded_on": day_of(entry.text("awarded_on")),
            "valid_until": last_of(entry.text("valid_until")),
            "confidence": entry.confidence,
        }
        for entry in rows
    ]
    return fields | ({"titles": cell_field(reading, first.cells["title"], titles)} if len(rows) > 1 else {})


def _heading(script: Script) -> Hit | None:
    """The heading, else a line at the top, that names a title."""
    pages = [page.number for page in script.pages[:2]]
    rows = (hit for number in pages for hit in (*headings(script, number), *first_rows(script, number)))
    return next((hit for hit in rows if _names_a_title(hit)), None)


def _names_a_title(hit: Hit) -> bool:
    return len(hit.text) <= LONGEST_TITLE and bool(find_recognitions(hit.text))


def _form_fields(reading: Reading, script: Script, fields: dict[str, Field]) -> dict[str, Field]:
    """`form`, and `review` where a paper speaks of a review of earlier titles."""
    page = script.pages[0].number
    rows = (*headings(script, page), *first_rows(script, page, 4))
    top = "\n".join(squash(hit.text) for hit in rows if len(hit.text) <= LONGEST_TITLE)
    by_head = next((form for form, _, head in FORMS if head.search(top)), None)
    form = by_head or next((form for form, text, _ in FORMS if text.search(script.text)), "certificate")
    place = fields["title"].source if "title" in fields else reading.source(page)
    found = {"form": Field(form, "", 1.0, place)}
    if _REVIEW.search(top) or ("title" in fields and _REVIEW.search(str(fields["title"].value))):
        found["review"] = Field(value=True, raw="复核", confidence=1.0, source=place)
    return found
