"""Pairing: which papers speak of which claim, and by what each link was made.

The papers of a submission are one pool: where a paper lies is a hint, never a proof. A link by a possible name is kept
apart from one by the same name, and proves nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.codes import is_uscc
from domain.documents import Kind, Problem, Source
from domain.findings import Reason
from domain.records import Record
from domain.report import Applicant, Submission
from domain.text import squash
from validators.applicant import PARTY_FIELDS, is_same, match_applicant
from validators.names import NameIndex, NameMatch, Relation

UNREADABLE = frozenset(
    {Reason.PAGE_UNREADABLE, Reason.FILE_CORRUPT, Reason.FILE_ENCRYPTED, Reason.FILE_TIMEOUT, Reason.FILE_EMPTY}
)
"""Problems that leave a document, or a page of it, unread."""


@dataclass(frozen=True, slots=True)
class Link:
    """A paper that speaks of an enterprise: the field that names it, how that name compares, and the other party."""

    record: Record
    field: str
    match: NameMatch
    applicant_field: str = ""
    """The field in which the applicant stands; empty where the paper does not name it."""
    applicant_match: NameMatch | None = None

    @property
    def sure(self) -> bool:
        """Whether both names are the same, not only possibly so."""
        return is_same(self.match) and is_same(self.applicant_match)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the paper names both."""
        names = [self.field, *([self.applicant_field] if self.applicant_field else [])]
        return self.record.sources(*names)


class Pool:
    """All papers of a submission, found by the enterprise of which they speak."""

    def __init__(self, submission: Submission, names: Iterable[str]) -> None:
        """Index the papers by the declared names; `names` are all names that any list declares."""
        self.submission = submission
        self.applicant: Applicant | None = submission.applicant
        self.codes = codes_by_name(submission.records, self.applicant)
        self.names = tuple(dict.fromkeys(names))
        self._index = NameIndex((name, name, self.codes.get(squash(name))) for name in self.names)
        self._found: dict[str, tuple[tuple[str, NameMatch], ...]] = {}

    def of_kind(self, *kinds: Kind) -> tuple[Record, ...]:
        """The records of these kinds, in their order."""
        return tuple(record for kind in kinds for record in self._by_kind.get(kind, ()))

    def code_of(self, name: str) -> str | None:
        """The one valid code that the papers give this name."""
        return self.codes.get(squash(name))

    def declared(self, name: str, code: str | None = None) -> tuple[tuple[str, NameMatch], ...]:
        """The declared names that a name in a paper means: the same ones, else the possible ones."""
        key = f"{name}|{code or ''}"
        if key not in self._found:
            own = code if code and is_uscc(code) else self.code_of(name)
            candidates = [(item.key, item.match) for item in self._index.find(name, own)]
            same = [item for item in candidates if is_same(item[1])]
            self._found[key] = tuple(same or [item for item in candidates if item[1].relation is Relation.POSSIBLE])
        return self._found[key]

    def alike(self, name: str) -> tuple[tuple[str, NameMatch], ...]:
        """All declared names that are, or may be, the same enterprise as a declared one."""
        return tuple((item.key, item.match) for item in self._index.find(name, self.code_of(name)))

    @cached_property
    def commitments(self) -> tuple[Record, ...]:
        """Commitments, explanations and statements."""
        return self.of_kind(Kind.COMMITMENT, Kind.STATEMENT)

    @cached_property
    def contracts(self) -> Mapping[str, tuple[Link, ...]]:
        """Service contracts by the declared name of a party that is not the applicant."""
        return self._links(self._party_links(record) for record in self.of_kind(Kind.SERVICE_CONTRACT))

    @cached_property
    def agreements(self) -> Mapping[str, tuple[Link, ...]]:
        """Cooperation agreements, and contracts handed in as such, by the declared name of a party."""
        kinds = (Kind.COOPERATION_AGREEMENT, Kind.SERVICE_CONTRACT)
        return self._links(self._party_links(record) for record in self.of_kind(*kinds))

    @cached_property
    def invoices(self) -> Mapping[str, tuple[Link, ...]]:
        """Invoices by the declared name of the buyer."""
        return self._links(self._invoice_links(record) for record in self.of_kind(Kind.INVOICE))

    @cached_property
    def surveys(self) -> Mapping[str, tuple[Link, ...]]:
        """Questionnaires by the declared name of the enterprise."""
        return self._links(self._field_links(record, "enterprise") for record in self.of_kind(Kind.SURVEY_FORM))

    @cached_property
    def unread(self) -> tuple[Problem, ...]:
        """What could not be read, with its paths in the words of the archive."""
        return tuple(problem for problem in self.submission.problems if problem.reason in UNREADABLE)

    def unread_near(self, name: str) -> tuple[Problem, ...]:
        """Unread documents whose path bears this name: they may be the paper that is missing."""
        wanted = squash(name)
        return tuple(p for p in self.unread if len(wanted) > 1 and wanted in squash(p.source.path))

    def is_unread(self, source: Source) -> bool:
        """Whether the page of this source could not be read."""
        return (source.sha256, source.page) in self._unread_pages

    @cached_property
    def _unread_pages(self) -> frozenset[tuple[str, int | None]]:
        return frozenset((problem.source.sha256, problem.source.page) for problem in self.unread)

    @cached_property
    def _by_kind(self) -> Mapping[Kind, Sequence[Record]]:
        found: dict[Kind, list[Record]] = defaultdict(list)
        for record in self.submission.records:
            found[record.kind].append(record)
        return found

    def _party_links(self, record: Record) -> Iterable[tuple[str, Link]]:
        """A link for each party beside the applicant; a paper without the applicant links with no applicant field."""
        parties = [(field, value) for field in PARTY_FIELDS if (value := record.text(field))]
        matches = {field: match_applicant(self.applicant, value) for field, value in parties}
        own = _best_field(matches)
        for field, value in parties:
            if field == own:
                continue
            for name, match in self.declared(value, record.text(f"{field}_code")):
                yield name, Link(record, field, match, own, matches.get(own))

    def _invoice_links(self, record: Record) -> Iterable[tuple[str, Link]]:
        buyer, seller = record.text("buyer"), record.text("seller")
        if not buyer:
            return
        own = match_applicant(self.applicant, seller, record.text("seller_code")) if seller else None
        for name, match in self.declared(buyer, record.text("buyer_code")):
            yield name, Link(record, "buyer", match, "seller" if seller else "", own)

    def _field_links(self, record: Record, field: str) -> Iterable[tuple[str, Link]]:
        value = record.text(field)
        if value:
            for name, match in self.declared(value):
                yield name, Link(record, field, match)

    def _links(self, links: Iterable[Iterable[tuple[str, Link]]]) -> Mapping[str, tuple[Link, ...]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for group in links:
            for name, link in group:
                found[name].append(link)
        return {name: tuple(group) for name, group in found.items()}


def codes_by_name(records: Iterable[Record], applicant: Applicant | None) -> Mapping[str, str]:
    """The one valid code that invoices, contracts and licences give each name (squashed).

    A name with two codes has none; a code printed for the applicant is not taken for its customer's.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for named in ("buyer", "party_a", "party_b", "name"):
            holder, code = record.text(named), record.text("uscc" if named == "name" else f"{named}_code")
            if holder and code and is_uscc(code) and not (applicant and code == applicant.uscc):
                found[squash(holder)].add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


def _best_field(matches: Mapping[str, NameMatch | None]) -> str:
    """The field in which the applicant stands: the same name before a possible one; empty for none."""
    for wanted in (Relation.SAME, Relation.POSSIBLE):
        for field, match in matches.items():
            if match is not None and match.relation is wanted:
                return field
    return ""
