"""Sheets and pictures that serve several activities (`image-reused`)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from domain.documents import Kind
from domain.findings import Reason
from domain.records import Record
from validators.weighing.activity_papers import SCREENSHOTS, SHEETS, SUPPORTING, Activity

FINGERPRINT_BITS = 2
"""Photos whose fingerprints differ in so many of 64 bits are one picture, saved twice (measured: 0 or 2)."""

BANDS = ((0, 22), (22, 43), (43, 64))
"""Parts of a fingerprint: of two that differ in two bits one part is equal."""

PLAIN_BITS = 8
"""A picture of one colour has a fingerprint that says nothing: so few bits, or all but so few."""

Mark = tuple[str, str]
PLACE, FINGERPRINT = "place", "fingerprint"

PICTURED = SHEETS | SCREENSHOTS | {Kind.ACTIVITY_PHOTO}


def weigh_reuse(activity: Activity, reused: Mapping[int, str]) -> None:
    """An activity that rests on a picture or sheet used for another one too is open."""
    for kinds in (SHEETS, SCREENSHOTS, SUPPORTING):
        papers = activity.of_kind(kinds) or (_strange_photos(activity) if kinds is SUPPORTING else [])
        others = [reused.get(id(record), "") for record in papers]
        if papers and all(others):
            name, other = activity.claim.name, f"另一活动（{others[0]}）的材料"
            activity.scale.open(Reason.IMAGE_REUSED, papers[0].place(), name=name, other=other)


def find_reused(activities: Sequence[Activity]) -> Mapping[int, str]:
    """The papers (by identity) whose sheet or picture serves several activities, and the rows of these."""
    users: dict[Mark, dict[int, None]] = defaultdict(dict)
    marks: dict[int, tuple[Mark, ...]] = {}
    for record, row in _uses(activities):
        marks[id(record)] = tuple(_marks(record))
        for mark in marks[id(record)]:
            users[mark][row] = None
    for one, other in _like_pairs(bits for kind, bits in tuple(users) if kind == FINGERPRINT):
        both = users[FINGERPRINT, one] | users[FINGERPRINT, other]
        users[FINGERPRINT, one] = users[FINGERPRINT, other] = both
    shared = {mark: "、".join(f"第{row}行" for row in rows) for mark, rows in users.items() if len(rows) > 1}
    found = {record: [shared[mark] for mark in own if mark in shared] for record, own in marks.items()}
    return {record: rows[0] for record, rows in found.items() if rows}


def _uses(activities: Sequence[Activity]) -> Iterator[tuple[Record, int]]:
    """Each sheet and picture with the rows it serves; photos with those in whose folders they are shown, if any.

    A sheet or screenshot says itself whose it is; a copy that lies with another activity contradicts only that one.
    """
    shown = {id(record) for activity in activities for record in activity.beside}
    for activity in activities:
        photos = [record for record in activity.beside if record.kind is Kind.ACTIVITY_PHOTO]
        own = [r for r in activity.papers if r.kind is not Kind.ACTIVITY_PHOTO or id(r) not in shown]
        yield from ((record, activity.claim.row) for record in (*photos, *own))


def _strange_photos(activity: Activity) -> list[Record]:
    """Photos that lie with an activity though they bear another day."""
    return [record for record in activity.contradicting if record.kind is Kind.ACTIVITY_PHOTO]


def _marks(record: Record) -> Iterator[Mark]:
    """What tells a sheet or picture from others: document, pages and sheet; of a photo also its fingerprint."""
    if record.kind in PICTURED:
        yield PLACE, f"{record.sha256}#{record.pages}#{record.sources('rows', 'title')[0].sheet}"
    fingerprint = record.text("fingerprint") or ""
    if record.kind is Kind.ACTIVITY_PHOTO and fingerprint and not _is_plain(fingerprint):
        yield FINGERPRINT, fingerprint


def _is_plain(fingerprint: str) -> bool:
    bits = int(fingerprint, 16).bit_count()
    return bits <= PLAIN_BITS or bits >= 64 - PLAIN_BITS


def _like_pairs(fingerprints: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of fingerprints that differ in few bits, found by an equal part."""
    bands: dict[tuple[int, int], list[str]] = defaultdict(list)
    for fingerprint in fingerprints:
        bits = int(fingerprint, 16)
        for first, last in BANDS:
            part = (first, bits >> first & (1 << last - first) - 1)
            yield from ((other, fingerprint) for other in bands[part] if _distance(other, bits) <= FINGERPRINT_BITS)
            bands[part].append(fingerprint)


def _distance(fingerprint: str, bits: int) -> int:
    return (int(fingerprint, 16) ^ bits).bit_count()
