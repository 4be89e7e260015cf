"""Weigh the startup mentors (评分指标8.2（2）): each person against a letter of the applicant, valid in the year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.claims import Claim
from domain.documents import Kind
from domain.findings import Reason
from domain.records import Record
from domain.text import squash
from validators.applicant import is_same
from validators.names import NameMatch
from validators.pairing import Pool
from validators.weighing.certificates import KINDS
from validators.weighing.evidence import is_flagged, is_legible, is_suspect
from validators.weighing.orders import weigh_seals
from validators.weighing.persons import PersonIndex, person_key
from validators.weighing.roster import exclude_namesakes
from validators.weighing.scale import Scale
from validators.weighing.terms import TERM_FIELDS

ROLE = re.compile(r"导师|专家")
"""As what a mentor is appointed (domain.md 3.21)."""
FIELDS = ("name", "role", "issuer")
EXPECTED = "聘书、聘请协议"


@dataclass(frozen=True, slots=True)
class MentorDesk:
    """The letters and credentials of all persons, by their names."""

    pool: Pool
    year: int
    roster: frozenset[str]
    letters: PersonIndex[Record]
    credentials: PersonIndex[Record]


def weigh_mentors(claims: Sequence[Claim], pool: Pool, year: int, rule: str | None) -> list[Scale]:
    """Every row of the list, weighed."""
    scales = [Scale(claim, rule) for claim in claims]
    exclude_namesakes(scales)
    seen: set[str] = set()
    roster = frozenset(person_key(claim.name) for claim in claims)
    letters, credentials = (_by_name(pool, *kinds) for kinds in ((Kind.APPOINTMENT_LETTER,), KINDS))
    desk = MentorDesk(pool, year, roster, letters, credentials)
    for scale in scales:
        if not scale.is_excluded:
            _weigh_mentor(scale, desk)
            _weigh_namesake(scale, seen, desk)
    return scales


def _weigh_namesake(scale: Scale, seen: set[str], desk: MentorDesk) -> None:
    """Letters tell persons of one name not apart: they prove the first row of the name alone."""
    key, letters = person_key(scale.claim.name), desk.letters.same(scale.claim.name)
    if key in seen and letters:
        places, found = letters[0].sources("name"), "同名人员的聘书不足以区分各人"
        scale.open(Reason.PERSON_MISMATCH, *places, name=scale.claim.name, found=found)
    seen.add(key)


def _by_name(pool: Pool, *kinds: Kind) -> PersonIndex[Record]:
    return PersonIndex((name, record) for record in pool.of_kind(*kinds) if (name := record.text("name")))


def _weigh_mentor(scale: Scale, desk: MentorDesk) -> None:
    """The letter with the least against it counts; without any, say what there is instead."""
    letters = desk.letters.same(scale.claim.name)
    if not letters:
        _explain_absence(scale, desk)
        return
    trials = [_trial(scale, letter, desk) for letter in letters]
    best = min(trials, key=lambda trial: len(trial.reasons))
    scale.findings.extend(best.findings)
    for reason in best.reasons:
        scale.leave_open(reason)
    scale.prove(*best.sources)


def _trial(scale: Scale, letter: Record, desk: MentorDesk) -> Scale:
    """One letter on a scale of its own."""
    trial = Scale(scale.claim, scale.rule)
    trial.prove(scale.claim.source, *letter.sources(*FIELDS, "term_from", "term_to", "signed_on"))
    if not is_legible(letter, *FIELDS):
        trial.open_unread(letter.sources(*FIELDS)[0])
        return trial
    _weigh_issuer(trial, letter, desk.pool)
    _weigh_role(trial, letter)
    if is_suspect(letter):
        weigh_seals(trial, letter)
    _weigh_term(trial, letter, desk.year)
    return trial


def _weigh_issuer(scale: Scale, letter: Record, pool: Pool) -> None:
    """The applicant itself appoints its mentors."""
    issuer, name, places = letter.text("issuer"), scale.claim.name, letter.sources("issuer")
    match = pool.match_applicant(issuer) if issuer else None
    if is_same(match):
        return
    own = pool.applicant.name if pool.applicant is not None else "申报单位"
    if issuer:
        scale.open(Reason.PARTY_MISMATCH, *places, name=name, found=issuer, expected=own)
    else:
        scale.open_unread(places[0])


def _weigh_role(scale: Scale, letter: Record) -> None:
    """导师 or 专家: another office is for a person to judge."""
    role = letter.text("role") or ""
    if not ROLE.search(squash(role)):
        name, places = f"“{scale.claim.name}”的聘任职务", letter.sources("role")
        scale.open(Reason.DECLARED_MISMATCH, *places, name=name, found="创业导师", expected=role or "未写明")


def _explain_absence(scale: Scale, desk: MentorDesk) -> None:
    """Why no letter proves the row: an unread page, a name that is only like it, a credential alone, nothing."""
    name = scale.claim.name
    near = desk.letters.possible(name, desk.roster)
    unread = desk.pool.unread_near(name)
    credentials = desk.credentials.same(name)
    if near:
        _open_alike(scale, *near[0])
    elif unread:
        scale.open_unread(unread[0].source)
    elif credentials:
        scale.open(
            Reason.DOCUMENT_MISSING, *credentials[0].sources("name"), name=f"“{name}”的{EXPECTED}（仅见资质证件）"
        )
    else:
        scale.open(Reason.NO_EVIDENCE, name=name, expected=f"{EXPECTED}或资质证件")


def _open_alike(scale: Scale, written: str, match: NameMatch, letter: Record) -> None:
    found = f"聘书上的姓名为“{written}”：{match.reason}"
    scale.open(Reason.PERSON_MISMATCH, *letter.sources("name"), name=scale.claim.name, found=found)


# --- Term -------------------------------------------------------------------------------------------------------------


def _weigh_term(scale: Scale, letter: Record, year: int) -> None:
    """The term meets the year; a letter without one counts in the year whose day it bears (domain.md S08.2.2).

    What does not is left open and not excluded: a later letter or a credential may still be handed in.
    """
    places = letter.sources(*TERM_FIELDS)
    if not is_legible(letter, *TERM_FIELDS):
        scale.open_unread(places[0])
        return
    signed, first, last = (letter.text(field) or "" for field in TERM_FIELDS)
    endless = is_flagged(letter, "open_ended") or is_flagged(letter, "renews")
    name, period, starts = scale.claim.name, f"{year}年", first or signed
    if not starts and not last:
        scale.open(Reason.DATE_MISSING, *places, name=name, found="聘书")
    elif starts[:4] > str(year) or (last and last[:4] < str(year) and not endless):
        found = f"{starts or '未写明'}至{last or '未写明'}"
        scale.open(Reason.TERM_OUTSIDE_PERIOD, *places, name=name, found=found, expected=period)
    elif signed[:4] > str(year):
        scale.open(Reason.DATE_OUT_OF_PERIOD, *places, name=name, found=signed, expected=period)
    elif not last and not endless and starts[:4] < str(year):
        scale.open(Reason.TERM_UNKNOWN, *places, name=name, found=starts, expected=period)
