"""Where the state of this installation lies: pages read, documents digested, results; all found by content."""

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

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

    def work_folder(self, key: str) -> Path:
        """The unpacked members of a submission while it is being verified."""
        return self.root / "work" / key

    @contextmanager
    def lock(self, key: str) -> Iterator[None]:
        """Hold a submission: two runs of the same one wait for each other; a dead holder's lock is free."""
        path = self.root / "locks" / key
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def default_home() -> Home:
    """CHAYAN_HOME, else the user's data directory."""
    named = os.environ.get("CHAYAN_HOME")
    return Home(Path(named) if named else Path(platformdirs.user_data_dir("chayan", appauthor=False)))


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a kill."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


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
