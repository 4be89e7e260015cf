"""Progress of long work: a bar on a terminal, plain lines elsewhere, always on stderr."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from rich.progress import TaskID

PLAIN_INTERVAL = 10.0
"""Seconds between two plain lines of one stage."""


class Progress(Protocol):
    """What a run tells of its work."""

    def stage(self, name: str, total: int) -> None:
        """A stage begins: its name in Chinese and English and how many steps it has, 0 where nobody knows."""

    def step(self, number: int = 1) -> None:
        """Steps of the stage are done."""


class Silent:
    """Tells nothing."""

    def stage(self, name: str, total: int) -> None:
        """Tell nothing."""

    def step(self, number: int = 1) -> None:
        """Tell nothing."""


class Lines:
    """Plain lines for logs and pipes: one at the start of a stage, then at most one in ten seconds."""

    def __init__(self) -> None:
        """Nothing has begun."""
        self._name, self._total, self._done, self._told = "", 0, 0, 0.0
        self._lock = threading.Lock()

    def stage(self, name: str, total: int) -> None:
        """Tell that a stage begins."""
        with self._lock:
            self._name, self._total, self._done = name, total, 0
            self._tell()

    def step(self, number: int = 1) -> None:
        """Tell now and then how far the stage is; steps are done in several threads."""
        with self._lock:
            self._done += number
            if time.monotonic() - self._told >= PLAIN_INTERVAL:
                self._tell()

    def _tell(self) -> None:
        self._told = time.monotonic()
        far = f" {self._done}/{self._total}" if self._total else ""
        print(f"{self._name}{far}", file=sys.stderr, flush=True)  # noqa: T201 - the user's progress


class Bar:
    """A bar for each stage on a terminal."""

    def __init__(self) -> None:
        """A bar that is not shown yet."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        self._bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the last state of the bar on the screen."""
        self._bar.stop()

    def stage(self, name: str, total: int) -> None:
        """Begin the bar of a stage."""
        self._task = self._bar.add_task(name, total=total or None)

    def step(self, number: int = 1) -> None:
        """Move the bar."""
        if self._task is not None:
            self._bar.advance(self._task, number)


@contextmanager
def shown(*, quiet: bool) -> Iterator[Progress]:
    """The manner of progress that fits where stderr goes."""
    if quiet:
        yield Silent()
    elif sys.stderr.isatty():
        with Bar() as bar:
            yield bar
    else:
        yield Lines()
