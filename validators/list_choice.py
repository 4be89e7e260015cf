"""Which of several tables of one list counts: an applicant may hand in old versions, and lists of another year."""

from collections.abc import Sequence

from domain.claims import Claim, DeclaredList, ListName


def one_of_each(lists: Sequence[DeclaredList], year: int) -> dict[ListName, DeclaredList]:
    """The list that counts of each name: not of another year, in a sheet that shows, with most rows and columns.

    评分指标8.4（2） asks for clients of two years beside 附表3, whose title gives none; an old version may be hidden.
    """

    def key(declared: DeclaredList) -> tuple[object, ...]:
        hidden = bool(declared.rows) and all(claim.hidden for claim in declared.rows)
        size = (-len(declared.rows), -len(declared.columns), declared.year != year)
        return (is_of_other_year(declared, year), hidden, *size, declared.path, declared.sheet, declared.header_row)

    chosen: dict[ListName, DeclaredList] = {}
    for declared in sorted(lists, key=key):
        chosen.setdefault(declared.name, declared)
    return {name: chosen[name] for name in ListName if name in chosen}


def is_of_other_year(declared: DeclaredList, year: int) -> bool:
    """Whether a list says that it is of another year than this."""
    return year_of_list(declared) not in (None, year)


def year_of_list(declared: DeclaredList) -> int | None:
    """The year of a list: that of its title, else the only one in which its rows were signed."""
    years = {year for claim in declared.rows if (year := year_signed(claim)) is not None}
    return declared.year if declared.year is not None else years.pop() if len(years) == 1 else None


def year_signed(claim: Claim) -> int | None:
    """The year in which a row says that its contract was signed."""
    text = str(claim.cells.get("signed_on") or "")[:4]
    return int(text) if text.isdigit() else None
