"""Whether a paper is what it claims to be: no seal of a stranger on it, no signature that does not validate."""

from domain.findings import Reason
from domain.records import Record
from validators.weighing.evidence import foreign_seal, has_broken_signature
from validators.weighing.scale import UnitScale


def weigh_genuine(scale: UnitScale, record: Record) -> None:
    """A stranger's seal and a broken signature leave to a person what rests on the paper (contract, settled cases)."""
    if stranger := foreign_seal(record):
        facts = {"name": record.path, "found": stranger.found, "expected": stranger.expected}
        scale.open(Reason.SEAL_MISMATCH, *record.sources("seals"), **facts)
    if has_broken_signature(record):
        found = record.text("signature") or ""
        scale.open(Reason.SIGNATURE_INVALID, *record.sources("signature"), name=record.path, found=found)
