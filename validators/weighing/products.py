"""Weigh the products (附表4): a screen of the applicant's system must show each (评分指标8.3（1）, 8.4（1）, A32)."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from domain.claims import Claim
from domain.documents import Kind, Source
from domain.findings import Reason, Severity
from domain.records import Record
from domain.text import clean, squash
from validators.applicant import is_same
from validators.names import Relation
from validators.pairing import Pool
from validators.weighing.evidence import is_legible
from validators.weighing.headcount import confidence_of
from validators.weighing.places import row_source
from validators.weighing.scale import LEGIBLE, Scale

ALIKE = 80
"""Percent of likeness from which words on a screen may be a product's name."""

SCREENS = "服务系统页面或后台截图"
_WORD = r"[\u3400-\u9fffA-Za-z0-9]"
_PLAIN_HOST = re.compile(r"[0-9.:]+|localhost.*")
"""The address of a back office says nothing of whose it is."""


_NOT_OFFERED = re.compile(
    r"下架|下线|停用|停售|未上架|待上架|待审核|未发布|即将(?:上线|推出)|敬请期待|开发中|建设中|筹备中"
)
"""Words beside a product that is not, or no longer, published."""


class Sight(IntEnum):
    """How well the words of a screen show a product's name."""

    NO = 0
    PERHAPS = 1
    """They are alike, or hold the name inside a longer one."""
    YES = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """Words on a screen."""

    record: Record
    text: str
    entry: Mapping[str, object]

    @property
    def source(self) -> Source:
        """Where they stand."""
        return row_source(self.record, self.entry)

    @property
    def is_legible(self) -> bool:
        """Whether they were read well enough to prove something."""
        return confidence_of(self.entry) >= LEGIBLE


class Screens:
    """All words on the screens of systems, and whose these are."""

    def __init__(self, pool: Pool) -> None:
        """Take the screens of the pool."""
        self._pool = pool
        self.shown = tuple(
            Shown(record, clean(str(entry.get("text") or "")), entry)
            for record in pool.of_kind(Kind.SYSTEM_SCREENSHOT)
            for entry in record.rows("texts")
        )

    def find(self, product: str) -> Iterator[tuple[Sight, Shown]]:
        """The words that show, or may show, a product, the surest and best read first."""
        found = [(sight, shown) for shown in self.shown if (sight := see(product, shown.text))]
        yield from sorted(found, key=lambda one: (-one[0], self.stranger_of(one[1].record) != "", -one[1].is_legible))

    def stranger_of(self, record: Record) -> str:
        """Whose system a screen shows, if it says that it is not the applicant's: holder or host; else empty."""
        holder = record.text("holder")
        match = self._pool.match_applicant(holder) if holder and is_legible(record, "holder") else None
        if holder and match is not None and match.relation is Relation.DIFFERENT:
            return holder
        host = _host(record.text("url") or "")
        foreign = host and self.domains and is_legible(record, "url") and not _PLAIN_HOST.fullmatch(host)
        return host if foreign and not any(_is_under(host, domain) for domain in self.domains) else ""

    @cached_property
    def domains(self) -> tuple[str, ...]:
        """The domains that filings give the applicant."""
        filings = self._pool.of_kind(Kind.ICP_FILING)
        own = [f for f in filings if (holder := f.text("holder")) and is_same(self._pool.match_applicant(holder))]
        return tuple(dict.fromkeys(_host(domain) for filing in own if (domain := filing.text("domain"))))


def see(product: str, text: str) -> Sight:
    """Whether words on a screen show a product's name: the whole name, and not as a part of a longer one."""
    name, plain = squash(product), squash(text)
    if not name:
        return Sight.NO
    alone = rf"(?<!{_WORD}){re.escape(name)}(?![\u3400-\u9fffA-Za-z])"
    if (name == plain or re.search(alone, text)) and not _NOT_OFFERED.search(plain.replace(name, "", 1)):
        return Sight.YES
    return Sight.PERHAPS if name in plain or fuzz.ratio(name, plain) >= ALIKE else Sight.NO


def weigh_products(claims: Sequence[Claim], pool: Pool, classes: Collection[str], rule: str | None) -> list[Scale]:
    """Every row of the list, weighed; `classes` are words of the six functions (京经信发〔2022〕37号 第七条)."""
    screens = Screens(pool)
    firsts: dict[str, Claim] = {}
    scales = []
    for claim in claims:
        scale = Scale(claim, rule)
        first = firsts.setdefault(squash(claim.name), claim)
        if first is not claim:
            facts = {"name": claim.name, "other": first.row, "found": "产品名称相同"}
            scale.open(Reason.POSSIBLE_DUPLICATE, claim.source, first.source, **facts)
        category = category_of(claim)
        if classes and not is_class(category, classes):
            facts = {"name": claim.name, "found": category or "空", "expected": "服务产品（项目）分类"}
            scale.remark(Reason.VALUE_INVALID, claim.source, severity=Severity.MINOR, **facts)
        _weigh_sight(scale, screens, pool)
        scales.append(scale)
    return scales


def category_of(claim: Claim) -> str:
    """服务产品（项目）分类 as typed."""
    return squash(str(claim.cells.get("category") or ""))


def is_class(category: str, words: Collection[str]) -> bool:
    """Whether a category is of a function of one of these words."""
    return any(word in category for word in words)


def _weigh_sight(scale: Scale, screens: Screens, pool: Pool) -> None:
    """Proven where a screen of the applicant's system shows the name; alike words are for a person."""
    claim = scale.claim
    sight, shown = next(screens.find(claim.name), (Sight.NO, None))
    if shown is None:
        for problem in pool.unread_near(claim.name, "截图", "后台")[:1]:
            scale.open_unread(problem.source)
        scale.open(Reason.NO_EVIDENCE, name=claim.name, expected=SCREENS)
        return
    if sight is Sight.PERHAPS:
        scale.open(Reason.POSSIBLE_PARTY, shown.source, name=claim.name, found=shown.text, expected="名称不完全一致")
    elif not shown.is_legible:
        scale.open_unread(shown.source)
    if stranger := screens.stranger_of(shown.record):
        owner = "、".join(screens.domains) or (pool.applicant.name if pool.applicant else "申报单位")
        places = shown.record.sources("holder", "url")
        scale.open(Reason.HOLDER_MISMATCH, *places, name=shown.record.path, found=stranger, expected=owner)
    scale.prove(claim.source, shown.source)


def _host(address: str) -> str:
    """The host of an address, without www."""
    text = squash(address).lower()
    host = urlsplit(text if "//" in text else f"//{text}").netloc
    return host.removeprefix("www.")


def _is_under(host: str, domain: str) -> bool:
    return host.split(":", maxsplit=1)[0] == domain or host.split(":", maxsplit=1)[0].endswith(f".{domain}")
