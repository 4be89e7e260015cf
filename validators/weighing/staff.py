"""Weigh the staff (附表1): each person against twelve months of insurance and a degree or title."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from domain.claims import Claim
from domain.codes import is_id_number, mask_id
from domain.documents import Kind, Source
from domain.findings import Finding, Reason, make_finding
from domain.text import squash
from validators.applicant import is_same
from validators.names import NameMatch
from validators.pairing import Pool
from validators.weighing.certificates import FIELDS, Certificate, Worth, certificates, count_holders
from validators.weighing.insured import (
    Insured,
    Namesakes,
    insured_persons,
    months_of,
    part_namesakes,
    union_of_months,
)
from validators.weighing.persons import PersonIndex, person_key
from validators.weighing.scale import Scale

ID_LENGTH = 18
NO_TITLE = frozenset({"", "无", "暂无", "没有", "-", "--", "—", "——", "/", "\\"})
LOW_TITLE_WORDS = ("助理", "技术员", "初级", "员级")


@dataclass(frozen=True, slots=True)
class StaffDesk:
    """All papers of persons, by their names."""

    pool: Pool
    year: int
    both: bool
    """Whether degree and title are asked for (switch staff_qual, A4)."""
    roster: frozenset[str]
    """The keys of all names on the list."""
    insured: PersonIndex[Insured]
    certificates: PersonIndex[Certificate]

    def may_be_unread(self, name: str, entries: Sequence[Insured] = ()) -> Source | None:
        """An unread page that may speak of this person: by its path, or in the record that names the person."""
        documents = {entry.record.sha256 for entry in entries}
        near = self.pool.unread_near(name)
        beside = (problem for problem in self.pool.unread if problem.source.sha256 in documents)
        return next((problem.source for problem in (*near, *beside)), None)


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the list with the papers of its person."""

    scale: Scale
    entries: tuple[Insured, ...]
    certificates: tuple[Certificate, ...]
    namesakes: Namesakes
    rank: int
    """How many rows of the same name stand before it."""
    rows: int
    """How many rows the name has."""

    @property
    def name(self) -> str:
        """The name as listed."""
        return self.scale.claim.name


def weigh_staff(claims: Sequence[Claim], pool: Pool, year: int, rule: str | None, *, both: bool = False) -> list[Scale]:
    """Every row of the list, weighed; `both` asks for degree and title (switch staff_qual, A4)."""
    scales = [Scale(claim, rule) for claim in claims]
    groups: dict[str, list[Scale]] = defaultdict(list)
    for scale in scales:
        groups[person_key(scale.claim.name)].append(scale)
    desk = StaffDesk(pool, year, both, frozenset(groups), insured_persons(pool), certificates(pool, year))
    for group in groups.values():
        for person in _persons(group, desk):
            _weigh_person(person, desk)
    return scales


# --- Who is who -------------------------------------------------------------------------------------------------------


def _persons(group: Sequence[Scale], desk: StaffDesk) -> list[Person]:
    """The rows of one name with the person of each.

    Two persons of one name with different ID numbers are two persons; as many rows take them in order (contract,
    settled cases). More rows than persons repeat one.
    """
    name = group[0].claim.name
    found, papers = part_namesakes(desk.insured.same(name)), desk.certificates.same(name)
    persons = []
    for rank, scale in enumerate(group):
        if rank >= max(1, len(found.persons)):
            _weigh_repeated(scale, group[:rank])
        else:
            entries = found.persons[rank] if found.persons else ()
            persons.append(Person(scale, entries, _of_person(papers, entries), found, rank, len(group)))
    return persons


def _weigh_repeated(scale: Scale, before: Sequence[Scale]) -> None:
    """A further row of one name: the same person, unless another phone says that it may be a namesake."""
    claim, first = scale.claim, before[0].claim
    phones = {squash(str(other.claim.cells.get("phone") or "")) for other in before}
    phone = squash(str(claim.cells.get("phone") or ""))
    if phone and "" not in phones and phone not in phones:
        places, found = (claim.source, first.source), "姓名相同，联系电话不同"
        scale.open(Reason.POSSIBLE_DUPLICATE, *places, name=claim.name, other=first.row, found=found)
    else:
        scale.exclude(Reason.DUPLICATE_PERSON, claim.source, first.source, name=claim.name, other=first.row)


def _of_person(found: Sequence[Certificate], entries: Sequence[Insured]) -> tuple[Certificate, ...]:
    """The certificates that bear no other ID number than the insurance; all of them where none is left."""
    numbers = {entry.id_number for entry in entries if is_id_number(entry.id_number)}
    own = tuple(one for one in found if not numbers or not one.id_number or one.id_number in numbers)
    return own or tuple(found)


# --- One person -------------------------------------------------------------------------------------------------------


def _weigh_person(person: Person, desk: StaffDesk) -> None:
    near_insured = desk.insured.possible(person.name, desk.roster) if not person.entries else ()
    near_papers = desk.certificates.possible(person.name, desk.roster) if not person.certificates else ()
    if not (person.entries or person.certificates or near_insured or near_papers):
        _open_nothing(person, desk)
        return
    person.scale.prove(person.scale.claim.source)
    if person.entries:
        _weigh_insurance(person, desk)
    else:
        _open_uninsured(person, [(name, match, entry.source) for name, match, entry in near_insured], desk)
    if person.certificates or not near_papers:
        _weigh_qualification(person, desk)
    else:
        name, match, certificate = near_papers[0]
        _open_alike(person, name, match, certificate.record.sources("name")[0], "证书")
    _weigh_identity(person)


def _open_nothing(person: Person, desk: StaffDesk) -> None:
    unread = desk.may_be_unread(person.name)
    if unread is not None:
        person.scale.open_unread(unread)
    else:
        expected = f"{desk.year}年1-12月社保记录，学历或职称证明"
        person.scale.open(Reason.NO_EVIDENCE, name=person.name, expected=expected)


def _open_alike(person: Person, found: str, match: NameMatch, source: Source, paper: str) -> None:
    """Open the row for a paper whose name is only possibly this person's."""
    said = f"{paper}上的姓名为“{found}”：{match.reason}"
    person.scale.open(Reason.PERSON_MISMATCH, source, name=person.name, found=said)


# --- Insurance --------------------------------------------------------------------------------------------------------


def _open_uninsured(person: Person, near: Sequence[tuple[str, NameMatch, Source]], desk: StaffDesk) -> None:
    if near:
        _open_alike(person, *near[0], "社保记录")
        return
    unread = desk.may_be_unread(person.name)
    if unread is not None:
        person.scale.open_unread(unread)
    person.scale.open(Reason.INSURANCE_MISSING, name=person.name, expected=f"{desk.year}年1-12月")


def _weigh_insurance(person: Person, desk: StaffDesk) -> None:
    """Twelve months of the year under the applicant (contract, staff)."""
    scale, entries, wanted = person.scale, person.entries, months_of(desk.year)
    own = [entry for entry in entries if _is_own(entry, desk.pool)]
    scale.prove(*(entry.source for entry in own or entries))
    _remark_number(person)
    _weigh_rivals(person, desk)
    lacking = wanted - union_of_months(own)
    if not wanted - union_of_months([entry for entry in own if entry.is_legible]):
        return
    if not lacking:
        scale.open_unread(next(entry.source for entry in own if not entry.is_legible))
    elif not own or not lacking - union_of_months(entries):
        others = dict.fromkeys(entry.employer for entry in entries if entry not in own)
        found = "、".join(filter(None, others)) or "未写明"
        scale.open(Reason.EMPLOYER_MISMATCH, *(entry.source for entry in entries), name=person.name, found=found)
    else:
        _weigh_months(person, lacking, desk)


def _weigh_months(person: Person, lacking: frozenset[str], desk: StaffDesk) -> None:
    """Months are missing: excluded where the record is legible, open where another paper may have them."""
    unread = desk.may_be_unread(person.name, person.entries)
    told = all(entry.is_certain and entry.tells(lacking) for entry in person.entries)
    certain = told and unread is None and not person.namesakes.unknown
    weigh = person.scale.exclude if certain else person.scale.open
    found, expected = "、".join(sorted(lacking)), f"{desk.year}年1-12月"
    places = (entry.source for entry in person.entries)
    weigh(Reason.MONTHS_MISSING, *places, name=person.name, found=found, expected=expected)
    if unread is not None:
        person.scale.open_unread(unread)


def _weigh_rivals(person: Person, desk: StaffDesk) -> None:
    """More insured persons of the name than rows: who is meant matters unless all of them have the twelve months."""
    wanted = months_of(desk.year)
    groups = person.namesakes.persons
    full = all(wanted <= union_of_months([entry for entry in group if _is_own(entry, desk.pool)]) for group in groups)
    if len(groups) > person.rows and not full:
        places = (group[0].source for group in groups)
        found = "社保记录中有同名的人，证件号码不同"
        person.scale.open(Reason.PERSON_MISMATCH, *places, name=person.name, found=found)


def _is_own(entry: Insured, pool: Pool) -> bool:
    return is_same(pool.match_applicant(entry.employer, entry.code or None))


def _remark_number(person: Person) -> None:
    for entry in person.entries:
        number = entry.id_number
        if len(number) == ID_LENGTH and "*" not in number and not is_id_number(number):
            found = mask_id(number)
            person.scale.remark(Reason.ID_NUMBER_INVALID, entry.source, name=person.name, found=found)
            return


# --- Qualification ----------------------------------------------------------------------------------------------------


def _weigh_qualification(person: Person, desk: StaffDesk) -> None:
    """A degree from bachelor on or a title from intermediate on; both where the office asks for both."""
    found = person.certificates
    enough = [one for one in found if one.worth is Worth.ENOUGH]
    if _suffices(enough, both=desk.both):
        person.scale.prove(*(source for one in enough for source in one.record.sources(*FIELDS)))
        _weigh_holders(person, enough)
        return
    late = [one for one in found if one.worth is Worth.LATE]
    if late and not enough:
        _open_late(person, late[0], desk.year)
    elif _is_below(found, both=desk.both):
        _weigh_below(person, desk)
    else:
        _open_unqualified(person, desk)


def _suffices(enough: Sequence[Certificate], *, both: bool) -> bool:
    degree = any(one.is_education for one in enough)
    title = any(not one.is_education for one in enough)
    return (degree and title) if both else (degree or title)


def _is_below(found: Sequence[Certificate], *, both: bool) -> bool:
    """Whether all that was handed in is below; of two things asked for, whether all of one is."""
    families = [[one for one in found if one.is_education is education] for education in (True, False)]
    groups = [group for group in (families if both else [list(found)]) if group]
    return any(all(one.worth is Worth.BELOW for one in group) for group in groups)


def _weigh_holders(person: Person, enough: Sequence[Certificate]) -> None:
    """Of several rows of one name each needs certificates of its own; an ID number on a title tells whose it is."""
    named = any(one.id_number for one in enough)
    if person.rank and not named and count_holders(enough) <= person.rank:
        places = tuple(source for one in enough for source in one.record.sources("name"))
        found = "同名人员的证书不足以区分各人"
        person.scale.open(Reason.PERSON_MISMATCH, *places, name=person.name, found=found)


def _open_late(person: Person, certificate: Certificate, year: int) -> None:
    record = certificate.record
    found = record.text("awarded_on") or record.text("graduated_on") or ""
    places = record.sources("awarded_on", "graduated_on")
    person.scale.open(Reason.DATE_OUT_OF_PERIOD, *places, name=person.name, found=found, expected=f"{year}年底以前")


def _weigh_below(person: Person, desk: StaffDesk) -> None:
    """Below both levels: excluded, unless a title that the list claims, or an unread page, may still show more."""
    found = person.certificates
    claimed = _claims_title(person) and all(one.is_education for one in found)
    unread = desk.may_be_unread(person.name)
    certain = all(one.is_certain for one in found) and not claimed and unread is None
    weigh = person.scale.exclude if certain else person.scale.open
    said = "、".join(dict.fromkeys(one.found for one in found if one.found))
    places = (source for one in found for source in one.record.sources(*FIELDS))
    weigh(Reason.QUALIFICATION_BELOW, *places, name=person.name, found=said or "未写明")
    if unread is not None:
        person.scale.open_unread(unread)


def _claims_title(person: Person) -> bool:
    """Whether the list names a title that may be intermediate or above."""
    text = squash(str(person.scale.claim.cells.get("qualification") or ""))
    return text not in NO_TITLE and not any(word in text for word in LOW_TITLE_WORDS)


def _open_unqualified(person: Person, desk: StaffDesk) -> None:
    places = tuple(source for one in person.certificates for source in one.record.sources(*FIELDS))
    unread = desk.may_be_unread(person.name)
    if unread is not None:
        person.scale.open_unread(unread)
    person.scale.open(Reason.QUALIFICATION_MISSING, *places, name=person.name)


def _weigh_identity(person: Person) -> None:
    """The ID number of every certificate is another person's (G08.C6)."""
    numbers = {entry.id_number for entry in person.entries if is_id_number(entry.id_number)}
    strange = [one for one in person.certificates if one.id_number and one.id_number not in numbers]
    if numbers and strange:
        places = (*strange[0].record.sources("id_number"), person.entries[0].source)
        person.scale.open(Reason.PERSON_MISMATCH, *places, name=person.name, found="证件号码不同")


# --- Order ------------------------------------------------------------------------------------------------------------


def order_finding(scales: Sequence[Scale], pool: Pool, rule: str | None) -> Finding | None:
    """Persons of the insurance record that do not stand in the order of the roster: a fault of form (A21)."""
    rows = {person_key(scale.claim.name): scale.claim.row for scale in reversed(scales)}
    for record in pool.of_kind(Kind.SOCIAL_INSURANCE):
        names = [person_key(str(row.get("name") or "")) for row in record.rows("persons")]
        listed = list(dict.fromkeys(name for name in names if name in rows))
        misplaced = misplaced_in([rows[name] for name in listed])
        if misplaced:
            found, places = "、".join(listed[place] for place in misplaced), record.sources("persons")
            return make_finding(
                Reason.SEQUENCE_ORDER, *places, rule=rule, list_name="staff", name="社保记录", found=found
            )
    return None


def misplaced_in(rows: Sequence[int]) -> list[int]:
    """The places that do not belong to a longest increasing run of distinct rows."""
    ends: list[int] = []
    """The place at which the run of each length ends with the smallest row."""
    before: list[int | None] = []
    for place, row in enumerate(rows):
        length = bisect_left(ends, row, key=rows.__getitem__)
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [place]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return [place for place in range(len(rows)) if place not in kept]
