"""Progress of long work: a bar on a terminal, plain lines elsewhere, always on stderr."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, Self

PLAIN_INTERVAL = 10.0
"""Seconds between two plain lines of one stage."""


class Progress(Protocol):
    """What a run tells of its work."""

    def stage(self, name: str, total: int) -> None:
        """A stage begins: its name in the user's words and how many steps it has."""

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

    def stage(self, name: str, total: int) -> None:
        """Tell that a stage begins."""
        self._name, self._total, self._done, self._told = name, total, 0, time.monotonic()
        print(f"{name}：{total}", file=sys.stderr, flush=True)  # noqa: T201 - the user's progress

    def step(self, number: int = 1) -> None:
        """Tell now and then how far the stage is."""
        self._done += number
        if time.monotonic() - self._told >= PLAIN_INTERVAL:
            self._told = time.monotonic()
            print(f"{self._name}：{self._done}/{self._total}", file=sys.stderr, flush=True)  # noqa: T201


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
        self._task: object = None

    def __enter__(self) -> Self:
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the last state of the bar on the screen."""
        self._bar.stop()

    def stage(self, name: str, total: int) -> None:
        """Begin the bar of a stage."""
        self._task = self._bar.add_task(name, total=total)

    def step(self, number: int = 1) -> None:
        """Move the bar."""
        if self._task is not None:
            self._bar.advance(self._task, number)  # type: ignore[arg-type]


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
