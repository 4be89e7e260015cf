"""Persons of a list without a template: which rows are of one person, and which only perhaps (masks, namesakes)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from domain.claims import Claim
from domain.codes import is_id_number
from domain.findings import Reason
from domain.text import squash
from validators.characters import MASKS
from validators.weighing.persons import person_key
from validators.weighing.scale import Scale

PRIVATE = ("id_number", "phone")
"""What belongs to one person alone."""
EMPLOYERS = ("organisation", "enterprise")
APART = {"number", "remark"}
"""Columns that say nothing of the person."""


def exclude_namesakes(scales: Sequence[Scale], *, event: Sequence[str] = ()) -> None:
    """Of several rows for one person the first stays; rows of one name that may be two persons' are left open.

    `event` are the columns that part attendances: a person who comes twice counts twice (A34).
    """
    groups: dict[object, list[Scale]] = defaultdict(list)
    for scale in scales:
        said = tuple(_said(scale.claim, key) for key in event)
        groups[(person_key(scale.claim.name), *said)].append(scale)
    for group in groups.values():
        for place, scale in enumerate(group[1:], 1):
            _weigh_namesake(scale, [other for other in group[:place] if not other.is_excluded])
    if not event:
        _open_shared_numbers(scales)


def _open_shared_numbers(scales: Sequence[Scale]) -> None:
    """Leave open a row whose ID number stands beside another name above: one of both is written wrongly."""
    firsts: dict[str, Scale] = {}
    for scale in scales:
        claim, number = scale.claim, _said(scale.claim, "id_number").upper()
        if scale.is_excluded or not is_id_number(number):
            continue
        first = firsts.setdefault(number, scale)
        if person_key(first.claim.name) != person_key(claim.name):
            places, found = (claim.source, first.claim.source), f"与“{first.claim.name}”身份证号相同"
            scale.open(Reason.POSSIBLE_DUPLICATE, *places, name=claim.name, other=first.claim.row, found=found)


def _weigh_namesake(scale: Scale, before: Sequence[Scale]) -> None:
    """Exclude a row of a person who stands above; open one that may be; two persons are two."""
    claim, doubtful = scale.claim, None
    for other in before:
        same = is_same_person(claim, other.claim)
        if same:
            scale.exclude(
                Reason.DUPLICATE_PERSON, claim.source, other.claim.source, name=claim.name, other=other.claim.row
            )
            return
        if same is None and doubtful is None:
            doubtful = other.claim
    if doubtful is not None:
        places, found = (claim.source, doubtful.source), _difference(claim)
        scale.open(Reason.POSSIBLE_DUPLICATE, *places, name=claim.name, other=doubtful.row, found=found)


def is_same_person(one: Claim, other: Claim) -> bool | None:
    """Whether two rows of one name are of one person; None where they do not tell.

    A whole ID number or phone decides; else equal rows are one person's, unless the name is masked.
    """
    for key in PRIVATE:
        first, second = _said(one, key), _said(other, key)
        if _is_whole(key, first) and _is_whole(key, second):
            return True if first == second else (False if key == "id_number" else _by_employer(one, other))
    if MASKS.isdisjoint(one.name) and _facts(one) == _facts(other):
        return True
    return None


def _by_employer(one: Claim, other: Claim) -> bool | None:
    """Two phones: of two employers they are two persons', of one they may be one's."""
    for key in EMPLOYERS:
        first, second = _said(one, key), _said(other, key)
        if first and second and first != second:
            return False
    return None


def _is_whole(key: str, text: str) -> bool:
    if key == "id_number":
        return is_id_number(text)
    return text.isdecimal() and len(text) >= len("82341234")


def _facts(claim: Claim) -> Mapping[str, str]:
    return {key: squash(text) for key, text in claim.raw.items() if key not in APART and squash(text)}


def _said(claim: Claim, key: str) -> str:
    return squash(str(claim.cells.get(key) or ""))


def _difference(one: Claim) -> str:
    """Why two rows of one name may be of one person."""
    if not MASKS.isdisjoint(one.name):
        return "姓名有遮挡"
    return "姓名相同，其他信息不同"
