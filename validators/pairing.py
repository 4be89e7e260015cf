"""Pairing: which papers speak of which claim, and by what each link was made.

The papers of a submission are one pool: where a paper lies is a hint, never a proof. A link by a possible name is kept
apart from one by the same name, and proves nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.codes import is_uscc, normal_code
from domain.documents import Kind, Problem, Source
from domain.findings import Reason
from domain.records import Record
from domain.report import Applicant, Submission
from domain.text import squash
from validators.applicant import PARTY_FIELDS, is_same, match_applicant
from validators.names import NameIndex, NameMatch, Relation, Strength, parse_name

UNREADABLE = frozenset(
    {
        Reason.PAGE_UNREADABLE,
        Reason.FILE_CORRUPT,
        Reason.FILE_ENCRYPTED,
        Reason.FILE_TIMEOUT,
        Reason.FILE_EMPTY,
        Reason.FILE_TYPE_UNSUPPORTED,
        Reason.ARCHIVE_CORRUPT,
        Reason.ARCHIVE_ENCRYPTED,
    }
)
"""Problems that leave a document, or a page of it, unread."""

SHORTEST_WORD = 2
"""A path is searched for words of so many characters at least."""


@dataclass(frozen=True, slots=True)
class Link:
    """A paper that speaks of an enterprise: the field that names it, how that name compares, and the other party."""

    record: Record
    field: str
    match: NameMatch
    applicant_field: str = ""
    """The field in which the applicant stands; empty where the paper does not name it."""
    applicant_match: NameMatch | None = None
    by_branch: bool = False
    """Whether the paper names a branch of the enterprise, whose contracts bind its head office (domain.md 4.4)."""

    @property
    def names_it(self) -> bool:
        """Whether the paper names the enterprise, or a branch of it, beyond doubt."""
        return is_same(self.match) or self.by_branch

    @property
    def sure(self) -> bool:
        """Whether the paper names enterprise and applicant beyond doubt."""
        return self.names_it and is_same(self.applicant_match)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the paper names both."""
        names = [self.field, *([self.applicant_field] if self.applicant_field else [])]
        return self.record.sources(*names)


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared enterprise that a name in a paper means, by the first of its names, and how the names compare."""

    name: str
    match: NameMatch
    by_branch: bool = False


class Pool:
    """All papers of a submission, found by the enterprise of which they speak."""

    def __init__(self, submission: Submission, names: Iterable[str]) -> None:
        """Index the papers by the declared names; `names` are all names that any list declares."""
        self.submission = submission
        self.applicant: Applicant | None = submission.applicant
        self.codes = codes_by_name(submission.records, self.applicant)
        self.names = tuple(dict.fromkeys(names))
        self._index = NameIndex((name, name, self.code_of(name)) for name in self.names)
        self._alike: dict[tuple[str, str | None], tuple[tuple[str, NameMatch], ...]] = {}
        self._declared: dict[tuple[str, str | None], tuple[Declared, ...]] = {}
        self._applicants: dict[tuple[str, str | None], NameMatch | None] = {}

    def of_kind(self, *kinds: Kind) -> tuple[Record, ...]:
        """The records of these kinds, in their order."""
        return tuple(record for kind in kinds for record in self._by_kind.get(kind, ()))

    def code_of(self, name: str) -> str | None:
        """The one valid code that the papers give this name."""
        return self.codes.get(squash(name))

    def canonical(self, name: str) -> str:
        """The first declared name of the enterprise that this declared name is of."""
        return self._canonical.get(name, name)

    def position(self, name: str) -> int:
        """The place of a declared name among all, in the order of the lists."""
        return self._positions.get(name, len(self._positions))

    def declared(self, name: str, code: str | None = None) -> tuple[Declared, ...]:
        """The declared enterprises that a name in a paper means: the same ones, else the possible ones."""
        key = (name, code)
        if key not in self._declared:
            candidates = self.alike(name, code)
            same = [item for item in candidates if is_same(item[1])]
            found: dict[str, Declared] = {}
            for other, match in same or candidates:
                first = self.canonical(other)
                found.setdefault(first, Declared(first, match, _is_by_branch(other, name, match)))
            self._declared[key] = tuple(found.values())
        return self._declared[key]

    def alike(self, name: str, code: str | None = None) -> tuple[tuple[str, NameMatch], ...]:
        """All declared names that are, or may be, the same enterprise as this name; the surest first."""
        own = normal_code(code) if code and is_uscc(code) else self.code_of(name)
        if (name, own) not in self._alike:
            self._alike[name, own] = tuple((item.key, item.match) for item in self._index.find(name, own))
        return self._alike[name, own]

    def match_applicant(self, name: str, code: str | None = None) -> NameMatch | None:
        """How a name in a paper compares with the applicant."""
        if (name, code) not in self._applicants:
            self._applicants[name, code] = match_applicant(self.applicant, name, code)
        return self._applicants[name, code]

    @cached_property
    def commitments(self) -> tuple[Record, ...]:
        """Commitments, explanations and statements."""
        return self.of_kind(Kind.COMMITMENT, Kind.STATEMENT)

    @cached_property
    def contracts(self) -> Mapping[str, tuple[Link, ...]]:
        """Service contracts by the declared enterprise that is a party beside the applicant."""
        return _by_name(link for record in self.of_kind(Kind.SERVICE_CONTRACT) for link in self._party_links(record))

    @cached_property
    def agreements(self) -> Mapping[str, tuple[Link, ...]]:
        """Cooperation agreements by the declared enterprise that is a party."""
        records = self.of_kind(Kind.COOPERATION_AGREEMENT)
        return _by_name(link for record in records for link in self._party_links(record))

    @cached_property
    def invoices(self) -> Mapping[str, tuple[Link, ...]]:
        """Invoices by the declared enterprise that is the buyer."""
        return _by_name(link for record in self.of_kind(Kind.INVOICE) for link in self._invoice_links(record))

    @cached_property
    def surveys(self) -> Mapping[str, tuple[Link, ...]]:
        """Questionnaires by the declared enterprise that they name."""
        records = self.of_kind(Kind.SURVEY_FORM)
        return _by_name(link for record in records for link in self._field_links(record, "enterprise"))

    @cached_property
    def cases(self) -> Mapping[str, tuple[Link, ...]]:
        """Descriptions of application cases by the declared enterprise that is the customer."""
        records = self.of_kind(Kind.CASE_DESCRIPTION)
        return _by_name(link for record in records for link in self._field_links(record, "customer"))

    @cached_property
    def unread(self) -> tuple[Problem, ...]:
        """What could not be read."""
        return tuple(problem for problem in self.submission.problems if problem.reason in UNREADABLE)

    def unread_near(self, *words: str) -> tuple[Problem, ...]:
        """Unread documents of which a path bears one of these words: they may be the paper that is missing."""
        wanted = [word for word in map(squash, words) if len(word) >= SHORTEST_WORD]
        return tuple(problem for problem, paths in self._unread_paths if any(word in paths for word in wanted))

    def unread_of(self, enterprise: str) -> tuple[Problem, ...]:
        """Unread documents whose path bears an enterprise's name, or its 字号 where no other declared one shares it."""
        brand = parse_name(enterprise).brand
        alone = self._brands[brand] <= 1
        return self.unread_near(enterprise, *([brand] if alone else []))

    @cached_property
    def _unread_paths(self) -> tuple[tuple[Problem, str], ...]:
        """Each unread document with all its paths as one text: one document may lie in several folders."""
        paths = self.submission.paths()
        return tuple(
            (problem, squash("\n".join((problem.source.path, *paths.get(problem.source.sha256, ())))))
            for problem in self.unread
        )

    @cached_property
    def _brands(self) -> Counter[str]:
        """How many declared enterprises bear each 字号."""
        return Counter(parse_name(name).brand for name in dict.fromkeys(map(self.canonical, self.names)))

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def _canonical(self) -> Mapping[str, str]:
        """Every declared name → the first one that is joined to it by names that are the same."""
        first: dict[str, str] = {}
        for name in self.names:
            if name in first:
                continue
            waiting = [name]
            while waiting:
                member = waiting.pop()
                first[member] = name
                waiting += [other for other, match in self.alike(member) if is_same(match) and other not in first]
        return first

    @cached_property
    def _by_kind(self) -> Mapping[Kind, Sequence[Record]]:
        found: dict[Kind, list[Record]] = defaultdict(list)
        for record in self.submission.records:
            found[record.kind].append(record)
        return found

    def _party_links(self, record: Record) -> Iterator[tuple[str, Link]]:
        """A link for each party beside the applicant; a paper without the applicant links with no applicant field."""
        parties = [(field, value) for field in PARTY_FIELDS if (value := record.text(field))]
        matches = {field: self.match_applicant(value) for field, value in parties}
        own = _best_field(matches)
        for field, value in parties:
            if field == own:
                continue
            for found in self.declared(value, record.text(f"{field}_code")):
                yield found.name, Link(record, field, found.match, own, matches.get(own), found.by_branch)

    def _invoice_links(self, record: Record) -> Iterator[tuple[str, Link]]:
        buyer, seller = record.text("buyer"), record.text("seller")
        if not buyer:
            return
        own = self.match_applicant(seller, record.text("seller_code")) if seller else None
        for found in self.declared(buyer, record.text("buyer_code")):
            yield found.name, Link(record, "buyer", found.match, "seller" if seller else "", own, found.by_branch)

    def _field_links(self, record: Record, field: str) -> Iterator[tuple[str, Link]]:
        value = record.text(field)
        if value:
            for found in self.declared(value):
                yield found.name, Link(record, field, found.match, by_branch=found.by_branch)


def codes_by_name(records: Iterable[Record], applicant: Applicant | None) -> Mapping[str, str]:
    """The one valid code that invoices, contracts and licences give each name (squashed).

    A name with two codes has none; a code printed for the applicant is not taken for its customer's.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for named in ("buyer", "party_a", "party_b", "name"):
            holder, code = record.text(named), record.text("uscc" if named == "name" else f"{named}_code")
            if holder and code and is_uscc(code) and not (applicant and normal_code(code) == applicant.uscc):
                found[squash(holder)].add(normal_code(code))
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


def _best_field(matches: Mapping[str, NameMatch | None]) -> str:
    """The field in which the applicant stands: the same name before a possible one; empty for none."""
    for wanted in (Relation.SAME, Relation.POSSIBLE):
        for field, match in matches.items():
            if match is not None and match.relation is wanted:
                return field
    return ""


def _is_by_branch(declared: str, named: str, match: NameMatch) -> bool:
    """Whether a paper names a branch of a declared head office; a head office does not stand for its branch."""
    return match.strength is Strength.BRANCH and bool(parse_name(named).branch) and not parse_name(declared).branch


def _by_name(links: Iterable[tuple[str, Link]]) -> Mapping[str, tuple[Link, ...]]:
    found: dict[str, list[Link]] = defaultdict(list)
    for name, link in links:
        found[name].append(link)
    return {name: tuple(group) for name, group in found.items()}
