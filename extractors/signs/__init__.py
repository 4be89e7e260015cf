"""By what a document is known: for each kind a table of named signs with their points.

Points: 6 a title that names the kind; 4 words that only this kind bears; 3 its labels; 2 usual words, or the folder it
lies in; 1 a word that many kinds bear. What speaks against a kind has negative points. A kind is known from
`KNOWN` points on, and one kind is clearly stronger than another by `LEAD` points (`extractors.classify`).
"""

from collections.abc import Mapping

from domain.documents import Kind
from extractors.signs import accounts, activities, applicants, deals, outcomes, persons, proofs
from extractors.signs.sign import Part, Sign

__all__ = ["KNOWN", "LEAD", "SIGNS", "Part", "Sign"]

KNOWN = 4
LEAD = 2

SIGNS: Mapping[Kind, tuple[Sign, ...]] = {
    **deals.SIGNS,
    **activities.SIGNS,
    **persons.SIGNS,
    **applicants.SIGNS,
    **proofs.SIGNS,
    **outcomes.SIGNS,
    **accounts.SIGNS,
}
"""The signs of each kind that is told by its text, its folder or its shape."""
