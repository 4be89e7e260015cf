"""Who the applicant is (申报单位): found from its papers, the registry and the archive names, never guessed."""

from collections import Counter
from collections.abc import Iterable, Sequence

from domain.codes import is_uscc
from domain.documents import Kind
from domain.records import Record
from domain.report import Applicant, Platform
from validators.names import NameMatch, Relation, compare_names

NAMING_FIELDS: dict[Kind, tuple[str, int]] = {
    Kind.BUSINESS_LICENCE: ("name", 8),
    Kind.INSTITUTION_CERTIFICATE: ("name", 8),
    Kind.SOCIETY_CERTIFICATE: ("name", 8),
    Kind.STATEMENT: ("unit", 6),
    Kind.COMMITMENT: ("unit", 6),
    Kind.PERFORMANCE_REPORT: ("unit", 6),
    Kind.AUDIT_REPORT: ("auditee", 6),
    Kind.SOCIAL_INSURANCE: ("employer", 2),
    Kind.INVOICE: ("seller", 1),
}
"""The field of each paper that names the applicant, and how much one such paper says."""

PARTY_FIELDS = ("party_a", "party_b", "party_c", "party_d")


def find_applicant(
    records: Sequence[Record], stem: str, platforms: Sequence[Platform], option: str | None = None
) -> Applicant | None:
    """The applicant with its aliases, code and registry entry; None where nothing names one.

    An applicant named by option or by the archive is believed only together with papers that bear a name which is the
    same or may be the same; the papers' full name is then taken.
    """
    votes = _votes(records)
    name, found_by = _choose(votes, stem, platforms, option)
    if name is None:
        return None
    aliases = tuple(sorted({other for other in votes if other != name and is_same(compare_names(name, other))}))
    return Applicant(
        name=name,
        uscc=_code_of(name, records),
        aliases=aliases,
        platform=_platform_of(name, platforms),
        found_by=found_by,
    )


def match_applicant(applicant: Applicant | None, name: str, code: str | None = None) -> NameMatch | None:
    """How a name in a paper compares with the applicant under any of its names; None without an applicant."""
    if applicant is None:
        return None
    matches = [compare_names(known, name, applicant.uscc, code) for known in (applicant.name, *applicant.aliases)]
    order = {Relation.SAME: 0, Relation.POSSIBLE: 1, Relation.DIFFERENT: 2}
    return min(matches, key=lambda match: order[match.relation])


def is_same(match: NameMatch | None) -> bool:
    """Whether a comparison found the same subject."""
    return match is not None and match.relation is Relation.SAME


def _votes(records: Iterable[Record]) -> Counter[str]:
    votes: Counter[str] = Counter()
    for record in records:
        if record.kind in NAMING_FIELDS:
            name, weight = NAMING_FIELDS[record.kind]
            value = record.text(name)
            if value:
                votes[value] += weight
        if record.kind in {Kind.SERVICE_CONTRACT, Kind.COOPERATION_AGREEMENT}:
            votes.update(value for value in map(record.text, PARTY_FIELDS) if value)
    return votes


def _choose(
    votes: Counter[str], stem: str, platforms: Sequence[Platform], option: str | None
) -> tuple[str | None, str]:
    """The name and by what it was found: option, archive name with papers, registry, papers."""
    if option:
        return option, "option"
    ranked = sorted(votes, key=lambda name: (-votes[name], name))
    for wanted in (Relation.SAME, Relation.POSSIBLE):
        for name in ranked:
            if stem and compare_names(stem, name).relation is wanted:
                return name, "archive-name"
    for platform in platforms:
        if stem and is_same(compare_names(stem, platform.operator)):
            return platform.operator, "registry"
    for name in ranked:
        if stem and len(stem) > 1 and stem in name:
            return name, "archive-name"
    if ranked and votes[ranked[0]] > 1:
        return ranked[0], "papers"
    return None, ""


def _code_of(name: str, records: Iterable[Record]) -> str | None:
    """The valid code that licence or invoices give the applicant; None where they disagree."""
    codes: set[str] = set()
    for record in records:
        for named, coded in (("name", "uscc"), ("seller", "seller_code"), ("employer", "employer_code")):
            holder, code = record.text(named), record.text(coded)
            if holder and code and is_uscc(code) and is_same(compare_names(name, holder)):
                codes.add(code)
    return codes.pop() if len(codes) == 1 else None


def _platform_of(name: str, platforms: Sequence[Platform]) -> Platform | None:
    found = [platform for platform in platforms if is_same(compare_names(name, platform.operator))]
    return found[0] if len(found) == 1 else None
