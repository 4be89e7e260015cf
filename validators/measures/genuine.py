"""Whether a paper is what it claims to be: no stranger's seal, no broken signature, no register that says otherwise."""

from collections.abc import Iterable

from domain.findings import Reason
from domain.records import Record
from validators.weighing.evidence import foreign_seal, has_broken_signature, number_key
from validators.weighing.scale import UnitScale


def weigh_genuine(scale: UnitScale, record: Record) -> None:
    """A stranger's seal and a broken signature leave to a person what rests on the paper (contract, settled cases)."""
    if stranger := foreign_seal(record):
        facts = {"name": record.path, "found": stranger.found, "expected": stranger.expected}
        scale.open(Reason.SEAL_MISMATCH, *record.sources("seals"), **facts)
    if has_broken_signature(record):
        found = record.text("signature") or ""
        scale.open(Reason.SIGNATURE_INVALID, *record.sources("signature"), name=record.path, found=found)


def weigh_lapse(scale: UnitScale, record: Record, papers: Iterable[Record]) -> None:
    """A certificate of which any paper says that it does not hold (暂停, 撤销) is left to a person."""
    number = number_key(record.text("number") or "")
    same = [one for one in papers if one is record or (number and number_key(one.text("number") or "") == number)]
    paper = next((one for one in same if one.text("lapsed")), None)
    if paper is not None:
        facts = {"name": scale.name, "found": paper.text("lapsed"), "expected": "证书状态"}
        scale.open(Reason.VALUE_INVALID, *paper.sources("lapsed"), **facts)
