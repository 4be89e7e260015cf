"""The books that a paper's statements make up: whose they are, and how far their sums hold each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from domain.amounts import in_yuan
from extractors.financial_columns import Scope, When
from extractors.financial_sums import ASSETS, BOTH, EQUITY, GROSS, LIABILITIES, REVENUE, Section, Sum

Key = tuple[str, When]

CONFIRMED = 0.97
"""The confidence of recognised sums that the balance of the paper confirms."""
UNCHECKED = 0.75
"""The most that a recognised total is worth that nothing on the paper confirms."""
UNCHECKED_PRINT = 0.95
REPLACED = 0.85
"""A total that was misread, taken from where it stands a second time."""
CONTRADICTED = 0.5
GUESSED_UNIT = 0.5
"""The confidence of sums whose unit nothing says and nothing shows."""
LEAST_PLAUSIBLE = Decimal(100_000)
"""Total assets below so many yuan are not believed to be in yuan where no unit is given."""
MISREAD_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Book:
    """The sums of one legal person, or of it with its subsidiaries, now and before."""

    scope: Scope
    sums: Mapping[Key, Sum]
    unit: str
    """As the paper gives it; "" where it does not."""
    day: date | None

    def sum(self, name: str, when: When = When.NOW) -> Sum | None:
        """The sum of a line."""
        return self.sums.get((name, when))

    @property
    def tolerance(self) -> Decimal:
        """Yuan by which rounding may part assets from what stands against them."""
        one = in_yuan(Decimal(1), self.unit or "元")
        if one == 1:
            return Decimal(1)
        fine = any(sum_.token.has_places for sum_ in self.sums.values())
        return one * Decimal("0.015") if fine else one * Decimal("1.5")

    def is_balanced(self, when: When = When.NOW) -> bool | None:
        """Whether assets are what liabilities and equity come to; None where one of the three is not there."""
        assets, owed, held = (self.sum(name, when) for name in (ASSETS, LIABILITIES, EQUITY))
        if assets is None or owed is None or held is None:
            return None
        return abs(assets.yuan - owed.yuan - held.yuan) <= self.tolerance


def books_of(sections: Sequence[Section]) -> Mapping[Scope, Book]:
    """The own and the consolidated books of a paper, each with its confidences settled."""
    found = {}
    for scope in (Scope.OWN, Scope.GROUP):
        sums: dict[Key, Sum] = {}
        parts = [section for section in sections if any(_whose(section, key[1]) is scope for key in section.sums)]
        for section in parts:
            for (name, whose, when), sum_ in section.sums.items():
                if _whose(section, whose) is scope:
                    sums.setdefault((name, when), sum_)
        if sums:
            day = next((section.day for section in parts if section.is_balance and section.day), None)
            day = day or next((section.day for section in parts if section.day), None)
            found[scope] = _settled(Book(scope, sums, next((part.unit for part in parts if part.unit), ""), day))
    return found


def revenue_of(book: Book, when: When = When.NOW) -> Sum | None:
    """营业收入, else 营业总收入."""
    return book.sum(REVENUE, when) or book.sum(GROSS, when)


def is_sound(sections: Sequence[Section]) -> int:
    """How far statements hold together: balanced columns first, then how many sums they have."""
    books = books_of(sections).values()
    balanced = sum(book.is_balanced(when) is True for book in books for when in (When.NOW, When.BEFORE))
    return 10 * balanced + sum(len(section.sums) for section in sections)


def _whose(section: Section, scope: Scope) -> Scope:
    """Whose a column is whose head says nothing: the group's where others hold a share, else the legal person's."""
    if scope is not Scope.PLAIN:
        return scope
    return Scope.GROUP if section.minority else Scope.OWN


def _settled(book: Book) -> Book:
    """The book with what confirms or contradicts its totals in their confidence."""
    sums = dict(book.sums)
    for when in (When.NOW, When.BEFORE):
        for name, sum_ in _weighed(book, when):
            sums[name, when] = sum_
    settled = replace(book, sums=sums)
    if book.unit or not _is_unit_doubtful(settled):
        return settled
    return replace(book, sums={key: _at_most(sum_, GUESSED_UNIT) for key, sum_ in sums.items()})


def _weighed(book: Book, when: When) -> Iterator[tuple[str, Sum]]:
    """The totals of one column, as far as their confidence or reading changes."""
    assets, owed, held, both = (book.sum(name, when) for name in (ASSETS, LIABILITIES, EQUITY, BOTH))
    if assets is None:
        if both is not None:
            confirmed = (
                owed is not None and held is not None and abs(both.yuan - owed.yuan - held.yuan) <= book.tolerance
            )
            yield ASSETS, _at_most(both, REPLACED if confirmed else CONTRADICTED)
        return
    twice = both is not None and both.yuan == assets.yuan
    balanced = book.is_balanced(when)
    if balanced:
        yield from (
            (name, _confirmed(sum_)) for name, sum_ in ((LIABILITIES, owed), (EQUITY, held)) if sum_ is not None
        )
    if balanced or twice:
        yield ASSETS, _confirmed(assets)
    elif balanced is None:
        yield ASSETS, _at_most(assets, UNCHECKED_PRINT if _is_printed(assets) else UNCHECKED)
    elif not _is_printed(assets):
        yield ASSETS, _other_reading(book, when)
    if balanced is False and not _is_printed(assets):
        yield from (
            (name, _at_most(sum_, CONTRADICTED)) for name, sum_ in ((LIABILITIES, owed), (EQUITY, held)) if sum_
        )


def _other_reading(book: Book, when: When) -> Sum:
    """A recognised total that does not balance: its second print, if that one does and a misread figure parts them."""
    assets, owed, held, both = (book.sum(name, when) for name in (ASSETS, LIABILITIES, EQUITY, BOTH))
    if assets is None or owed is None or held is None:
        raise ValueError(when)
    if both is not None and abs(both.yuan - owed.yuan - held.yuan) <= book.tolerance:
        first, second = (str(abs(sum_.yuan)) for sum_ in (assets, both))
        apart = sum(a != b for a, b in zip(first, second, strict=False))
        if len(first) == len(second) and apart <= MISREAD_DIGITS and assets.confidence < both.confidence:
            return _at_most(both, REPLACED)
    return _at_most(assets, CONTRADICTED)


def _is_printed(sum_: Sum) -> bool:
    """Whether a sum comes from a text layer or a cell, in which nothing is misread."""
    return sum_.token.cell.confidence >= 1


def _confirmed(sum_: Sum) -> Sum:
    return replace(sum_, confidence=max(sum_.confidence, CONFIRMED))


def _at_most(sum_: Sum, confidence: float) -> Sum:
    return replace(sum_, confidence=min(sum_.confidence, confidence))


def _is_unit_doubtful(book: Book) -> bool:
    """Whether sums without a unit may not be in yuan: too small, or none of them has decimal places and balances."""
    assets = book.sum(ASSETS)
    if assets is None:
        return False
    fine = any(sum_.token.has_places for sum_ in book.sums.values())
    return abs(assets.yuan) < LEAST_PLAUSIBLE or not fine or book.is_balanced() is not True
