"""Contents taken from RAR, 7z and tar as they come, before all names of the archive are known."""

from collections.abc import Iterator
from dataclasses import replace

from domain.findings import Reason
from extractors.foreign import ForeignMember
from extractors.intake import Candidate, Intake
from extractors.limits import MIB
from extractors.zipped.methods import UnreadableError
from extractors.zipped.names import decode_names


def claim_member(intake: Intake, taken: int) -> None:
    """One member more; an UnreadableError where a submission may have no more."""
    if intake.members_left == 0:
        raise UnreadableError(Reason.ARCHIVE_BOMB, f"> {taken} members")
    intake.members_left -= 1


def take_content(intake: Intake, member: ForeignMember, packed: int, kind: str) -> Candidate:
    """A member under a preliminary name, with its content or what speaks against it."""
    name = decode_names([member.name])[0]
    candidate = Candidate(name=name, size=member.size, packed=packed, is_link=member.is_link)
    if name.escapes or member.is_link:
        return candidate
    if member.is_special:
        return replace(candidate, refusal=UnreadableError(Reason.FILE_TYPE_UNSUPPORTED, "device"))
    if member.is_encrypted:
        return replace(candidate, refusal=UnreadableError(Reason.FILE_ENCRYPTED, kind))
    try:
        chunks = bounded(member.chunks(), intake.limits.member_budget(packed))
        stored = intake.store(replace(candidate, attempts=lambda: iter((chunks,))))
    except UnreadableError as error:
        return replace(candidate, refusal=error)
    return replace(candidate, stored=stored)


def bounded(chunks: Iterator[bytes], limit: int) -> Iterator[bytes]:
    """The same chunks; an error where they are more than a member may have, whatever it announced."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise UnreadableError(Reason.ARCHIVE_BOMB, f"> {limit / MIB:.0f} MiB")
        yield chunk


def check_bomb(candidate: Candidate, kind: str) -> None:
    """An archive that must be unpacked up to the next member ends at a bomb; a tar can go on behind it."""
    refusal = candidate.refusal
    if refusal is not None and refusal.reason is Reason.ARCHIVE_BOMB and kind != "tar":
        raise UnreadableError(Reason.ARCHIVE_BOMB, refusal.detail)
