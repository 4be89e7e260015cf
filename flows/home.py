"""Where the state of this installation lies: pages read, documents digested, results; all found by content."""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

import platformdirs

from domain.errors import UsageError

PACKAGES = ("domain", "extractors", "validators", "programmes", "reports", "flows")


@dataclass(frozen=True, slots=True)
class Home:
    """The state folder (CHAYAN_HOME); everything in it can be made anew from the archives."""

    root: Path

    def page_file(self, version: str, sha256: str, page: int) -> Path:
        """The reading of one page of a document by one version of the readers."""
        return self.root / "pages" / version / sha256[:2] / sha256 / f"{page:05d}.json"

    def digest_file(self, version: str, sha256: str, paths: Sequence[str]) -> Path:
        """What one version of the extractors found in a document that lies at these paths."""
        places = hashlib.sha256("\0".join(paths).encode()).hexdigest()[:12]
        return self.root / "digests" / version / sha256[:2] / f"{sha256}-{places}.json"

    def result_folder(self, key: str) -> Path:
        """The finished papers of a submission, by everything that they depend on."""
        return self.root / "results" / key[:2] / key

    @contextmanager
    def lock(self, key: str, when_busy: Callable[[], None]) -> Iterator[None]:
        """A submission held: two runs of the same one wait for each other; what a killed run held is free."""
        with self._lock_file(key) as file:
            if not _is_taken(file):
                when_busy()
                fcntl.flock(file, fcntl.LOCK_EX)
            yield

    @contextmanager
    def work_folder(self, key: str) -> Iterator[Path]:
        """The place for the unpacked members of a submission that is held; afterwards it is gone."""
        self._clear_abandoned_work()
        folder = self.root / "work" / key
        shutil.rmtree(folder, ignore_errors=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _clear_abandoned_work(self) -> None:
        """Unpacked members that killed runs left: nobody holds their submissions."""
        for folder in (self.root / "work").glob("*"):
            with self._lock_file(folder.name) as file:
                if _is_taken(file):
                    shutil.rmtree(folder, ignore_errors=True)

    def _lock_file(self, key: str) -> IO[bytes]:
        path = self.root / "locks" / key
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("ab")


def _is_taken(file: IO[bytes]) -> bool:
    """Whether the lock could be taken at once; it is free again when the file closes."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def default_home() -> Home:
    """CHAYAN_HOME, else the user's data directory."""
    named = os.environ.get("CHAYAN_HOME") or platformdirs.user_data_dir("chayan", appauthor=False)
    return Home(Path(named).expanduser().absolute())


def check_writable(folder: Path, what: str) -> None:
    """UsageError for a folder that cannot be written, or not be made: better now than after an hour of reading."""
    place = folder.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        raise UsageError(f"{what}“{folder}”无法写入 (cannot be written)")


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a kill."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def is_kept(path: Path) -> bool:
    """Whether a file is there; an empty one is what a power failure leaves of it."""
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False


def read_json(path: Path) -> Any | None:  # noqa: ANN401 - any JSON
    """The JSON in a file; None where there is none or it was cut off."""
    try:
        return json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


@cache
def source_version(*packages: str) -> str:
    """A hash of our own source and data: what was made by other code is not used again."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for package in packages or PACKAGES:
        for file in sorted((root / package).rglob("*")):
            if file.suffix in {".py", ".toml", ".csv", ".txt", ".tsv"}:
                digest.update(str(file.relative_to(root)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
