"""Persons of papers found by their names: the same, and those that may be the same under a misread character."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Generic, TypeVar

from domain.text import squash
from validators.applicant import is_same
from validators.names import NameMatch, Relation, compare_persons

T = TypeVar("T")


@lru_cache(maxsize=1 << 14)
def person_key(name: str) -> str:
    """A person's name without blanks and middle dots."""
    return re.sub(r"[·•・‧∙.]", "", squash(name))


class PersonIndex(Generic[T]):
    """Things that bear the names of persons, in their order."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        """File the things by name, and by name without one of its characters."""
        self._entries: dict[str, list[T]] = defaultdict(list)
        self._written: dict[str, str] = {}
        for name, entry in entries:
            if key := person_key(name):
                self._entries[key].append(entry)
                self._written.setdefault(key, name)
        self._gaps: dict[tuple[int, str, str], list[str]] = defaultdict(list)
        for key in self._entries:
            for gap in _gaps(key):
                self._gaps[gap].append(key)

    def same(self, name: str) -> tuple[T, ...]:
        """What bears this name."""
        key = person_key(name)
        known = self._written.get(key)
        return tuple(self._entries[key]) if known and is_same(compare_persons(name, known)) else ()

    def possible(self, name: str, others: frozenset[str]) -> tuple[tuple[str, NameMatch, T], ...]:
        """What bears a name that may be this one, and is nobody else's of `others` (keys of names)."""
        key = person_key(name)
        near = dict.fromkeys(other for gap in _gaps(key) for other in self._gaps.get(gap, ()))
        found = []
        for other in near:
            match = compare_persons(name, self._written[other])
            if other not in others - {key} and match.relation is Relation.POSSIBLE:
                found += [(self._written[other], match, entry) for entry in self._entries[other]]
        return tuple(found)


def _gaps(key: str) -> Iterator[tuple[int, str, str]]:
    """What a name shares with those that differ from it in one character."""
    return ((len(key), key[:at], key[at + 1 :]) for at in range(len(key)))
