"""Who the applicant is (申报单位): found from its papers, the registry and the archive names, never guessed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.codes import is_uscc, normal_code
from domain.documents import Kind
from domain.records import Record
from domain.report import Applicant, Platform
from domain.text import squash
from validators.names import NameMatch, Relation, compare_names, parse_name

NAMING_FIELDS: Mapping[Kind, tuple[str, int]] = {
    Kind.BUSINESS_LICENCE: ("name", 8),
    Kind.INSTITUTION_CERTIFICATE: ("name", 8),
    Kind.SOCIETY_CERTIFICATE: ("name", 8),
    Kind.STATEMENT: ("unit", 6),
    Kind.COMMITMENT: ("unit", 6),
    Kind.PERFORMANCE_REPORT: ("unit", 6),
    Kind.DECLARED_FORM: ("applicant.name", 6),
    Kind.AUDIT_REPORT: ("auditee", 6),
    Kind.SOCIAL_INSURANCE: ("employer", 2),
    Kind.INVOICE: ("seller", 1),
}
"""The field of each paper that names the applicant, and how much one such paper says."""

CODE_FIELDS = (("name", "uscc"), ("seller", "seller_code"), ("employer", "employer_code"))
"""Fields that name who may be the applicant, each with the field of its code."""

PARTY_FIELDS = ("party_a", "party_b", "party_c", "party_d", "party_e")
AGREED = frozenset({Kind.SERVICE_CONTRACT, Kind.COOPERATION_AGREEMENT})

READ_WELL = 0.90
"""A name read with less confidence is not taken for one of the applicant's own."""

LEAD = 2
"""Without archive name, registry or option, the papers must name the applicant so many times as often as anybody."""

SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class _Named:
    """A name that papers give somebody who may be the applicant: as written, and how much they say it."""

    name: str
    votes: int


def find_applicant(
    records: Sequence[Record], stem: str, platforms: Sequence[Platform], option: str | None = None
) -> Applicant | None:
    """The applicant with its aliases, code and registry entry; None where nothing names one.

    An archive name is believed only together with papers that bear a name which is the same or may be the same, or
    with the registry; a short name, also one given by option, is completed from the papers.
    """
    ranked = _ranked(records)
    name, found_by = _choose(ranked, stem, platforms, option)
    if name is None:
        return None
    holders = _holders(records)
    code = _code_of(name, holders)
    return Applicant(
        name=name,
        uscc=code,
        aliases=_aliases(name, code, ranked, holders),
        platform=_platform_of(name, platforms),
        found_by=found_by,
    )


def match_applicant(applicant: Applicant | None, name: str, code: str | None = None) -> NameMatch | None:
    """How a name in a paper compares with the applicant under any of its names; None without an applicant."""
    if applicant is None:
        return None
    matches = [compare_names(known, name, applicant.uscc, code) for known in (applicant.name, *applicant.aliases)]
    return min(matches, key=lambda match: match.rank)


def is_same(match: NameMatch | None) -> bool:
    """Whether a comparison found the same subject."""
    return match is not None and match.relation is Relation.SAME


def _ranked(records: Iterable[Record]) -> tuple[_Named, ...]:
    """The names that papers give, those that they say most first; spellings that differ in blanks are one."""
    votes: Counter[str] = Counter()
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for name, weight in _votes(records):
        key = squash(name)
        votes[key] += weight
        written[key][name] += 1
    order = sorted(votes, key=lambda key: (-votes[key], key))
    return tuple(_Named(min(written[key], key=lambda name: (-written[key][name], name)), votes[key]) for key in order)


def _votes(records: Iterable[Record]) -> Iterator[tuple[str, int]]:
    for record in records:
        if record.kind in NAMING_FIELDS:
            field, weight = NAMING_FIELDS[record.kind]
            if value := record.text(field):
                yield value, weight
        if record.kind in AGREED:
            yield from ((value, 1) for value in map(record.text, PARTY_FIELDS) if value)


def _choose(
    ranked: Sequence[_Named], stem: str, platforms: Sequence[Platform], option: str | None
) -> tuple[str | None, str]:
    """The name and by what it was found: option, archive name with papers, registry, papers."""
    if option:
        return _completed(option, ranked), "option"
    if len(stem) >= SHORTEST_STEM:
        if name := _likest(stem, ranked):
            return name, "archive-name"
        if platform := _platform_of(stem, platforms):
            return platform.operator, "registry"
        if name := next((named.name for named in ranked if stem in named.name), None):
            return name, "archive-name"
    if ranked and ranked[0].votes > 1 and _leads(ranked):
        return ranked[0].name, "papers"
    return None, ""


def _completed(option: str, ranked: Sequence[_Named]) -> str:
    """The name given by option; a short one (云途科技) in full where exactly the papers' best name may be it."""
    if parse_name(option).form_words:
        return option
    return _likest(option, ranked) or next((named.name for named in ranked if option in named.name), option)


def _likest(wanted: str, ranked: Sequence[_Named]) -> str | None:
    """The name that is this one, else one that may be it; the papers' favourite first."""
    relations = [(compare_names(wanted, named.name).relation, named.name) for named in ranked]
    for relation in (Relation.SAME, Relation.POSSIBLE):
        for found, name in relations:
            if found is relation:
                return name
    return None


def _leads(ranked: Sequence[_Named]) -> bool:
    """Whether the first name stands clear of the next that is another subject: every client is a party too."""
    first = ranked[0]
    others = (named for named in ranked[1:] if compare_names(first.name, named.name).relation is Relation.DIFFERENT)
    rival = next(others, None)
    return rival is None or first.votes >= LEAD * rival.votes


def _holders(records: Iterable[Record]) -> Mapping[str, frozenset[str]]:
    """The valid codes that papers print beside each name; names read badly are left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for named, coded in CODE_FIELDS:
            field, code = record.field(named), record.text(coded)
            if field is not None and field.value and field.confidence >= READ_WELL and code and is_uscc(code):
                found[str(field.value)].add(normal_code(code))
    return {name: frozenset(codes) for name, codes in found.items()}


def _code_of(name: str, holders: Mapping[str, frozenset[str]]) -> str | None:
    """The valid code that licence, invoices or insurance give the applicant; None where they disagree."""
    found = {code for holder, codes in holders.items() for code in codes if is_same(compare_names(name, holder))}
    return found.pop() if len(found) == 1 else None


def _aliases(
    name: str, code: str | None, ranked: Sequence[_Named], holders: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    """The other names of the applicant: other spellings, and what papers call the holder of its code (former names).

    The second name of a bank branch or hospital in brackets is not split off here: the comparison of names knows it.
    """
    spelled = {named.name for named in ranked if is_same(compare_names(name, named.name))}
    by_code = {holder for holder, codes in holders.items() if code is not None and codes == {code}}
    return tuple(sorted((spelled | by_code) - {name}))


def _platform_of(name: str, platforms: Sequence[Platform]) -> Platform | None:
    found = [platform for platform in platforms if is_same(compare_names(name, platform.operator))]
    return found[0] if len(found) == 1 else None
