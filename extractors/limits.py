"""Limits: how much an upload may cost. Everything that is handed in may be hostile."""

from dataclasses import dataclass

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much an upload may cost; the defaults let 5 GB of scans (domain.md 5.4) through and stop bombs in seconds."""

    archive_bytes: int = GIB
    """A larger archive is read, and reported: “单个压缩包大小不超过1G” (附件4-2, 八.2)."""
    members: int = 50_000
    """Members of all archives of a submission, nested ones included; a platform hands in 500 to 3,000."""
    member_bytes: int = 4 * GIB
    """One member, unpacked."""
    bytes_out: int = 16 * GIB
    """All members of a submission, unpacked."""
    member_ratio: int = 200
    """Unpacked to packed bytes of a member; deflate reaches 1,032, a scan saved as BMP 100."""
    archive_ratio: int = 50
    """Unpacked to packed bytes of a whole archive with all that is nested in it."""
    free_bytes: int = 128 * MIB
    """Below this no ratio is asked of a member; an archive may have twice as much."""
    depth: int = 5
    """Archives inside archives; the archive that was handed in is 0."""
    path_length: int = 1024
    """Characters of a member's path."""
    pixels: int = 250_000_000
    """Of one picture: A3 at 600 dpi has 70 million, a long screenshot 40."""
    pages: int = 3_000
    """Of one document."""
    cells: int = 5_000_000
    """Of one workbook."""
    seconds_base: float = 60.0
    seconds_per_mib: float = 10.0
    child_bytes: int = 3 * GIB
    """Memory of a worker process with all its children; OCR needs 1.0 to 1.6 GB."""

    def seconds(self, size: int) -> float:
        """How long a document of this many bytes may take."""
        return self.seconds_base + self.seconds_per_mib * size / MIB

    def archive_budget(self, size: int) -> int:
        """How many bytes may come out of an archive of this many bytes, nested archives included."""
        return min(self.bytes_out, 2 * self.free_bytes + self.archive_ratio * size)

    def member_budget(self, packed: int) -> int:
        """How many bytes may come out of a member of this many bytes."""
        return min(self.member_bytes, max(self.free_bytes, self.member_ratio * packed))

    def is_bomb(self, packed: int, unpacked: int) -> bool:
        """Whether a member of these sizes is too large, or swells too much."""
        return unpacked > self.member_budget(packed)


DEFAULT_LIMITS = Limits()
