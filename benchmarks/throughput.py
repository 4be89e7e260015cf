"""Throughput on all cores: the first run against the bare OCR engine on the same pages, and later runs.

    python -m benchmarks.throughput [--case messy-scans] [--size N] [--seed N] [--json FILE]

The bare engine reads the same scanned pages, decoded beforehand, in as many processes as there are cores. All figures
are taken in one run, so their ratios hold on a machine of any speed. Memory is the largest of any process, sampled.
"""

import argparse
import json
import multiprocessing
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import psutil

from extractors import readers
from extractors.limits import DEFAULT_LIMITS
from fixtures.forge.cases import forge, write_submission
from fixtures.forge.draft import LayoutChoice
from flows.home import Home
from flows.pool import WorkerPool
from flows.progress import Silent
from flows.reading import Reader
from flows.verify import Request, cores, verify_submission

MIB = 1 << 20
SAMPLE_SECONDS = 0.2


class Memory:
    """The largest resident size of this process and of any below it, while it is watched."""

    def __init__(self) -> None:
        """Nothing is watched yet."""
        self.parent = self.child = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        own = psutil.Process()
        while not self._stop.wait(SAMPLE_SECONDS):
            self.parent = max(self.parent, own.memory_info().rss)
            for child in own.children(recursive=True):
                try:
                    self.child = max(self.child, child.memory_info().rss)
                except psutil.Error:
                    continue


def pages_to_read(archives: Sequence[Path], folder: Path) -> tuple[list[tuple[str, int]], int]:
    """The file and number of every page that needs OCR, and how many pages there are in all."""
    home = Home(folder)
    with WorkerPool(1) as pool:
        reader = Reader(pool=pool, home=home, limits=DEFAULT_LIMITS, progress=Silent())
        _, documents = reader.unpack(archives, folder / "files", ())
        surveys = {document: readers.survey(document.file, document.path, document.sha256) for document in documents}
    wanted = [
        (str(document.file), number)
        for document, survey in surveys.items()
        for number, ocr in enumerate(survey.needs_ocr, 1)
        if ocr
    ]
    return wanted, sum(survey.pages for survey in surveys.values())


def bare_seconds(pages: Sequence[tuple[str, int]], processes: int) -> float:
    """Wall seconds that the engine alone takes for these pages, models loaded and pictures decoded."""
    context = multiprocessing.get_context("spawn")
    ready, start = context.Barrier(processes + 1), context.Barrier(processes + 1)
    workers = [
        context.Process(target=_bare, args=(pages[place::processes], ready, start)) for place in range(processes)
    ]
    for worker in workers:
        worker.start()
    ready.wait()
    start.wait()
    started = time.perf_counter()
    for worker in workers:
        worker.join()
    return time.perf_counter() - started


def _bare(pages: Sequence[tuple[str, int]], ready: Any, start: Any) -> None:  # noqa: ANN401 - barriers have no public type
    from extractors.readers.ocr import engine

    images = [decoded(Path(file), number) for file, number in pages]
    reader = engine()
    reader.recognise(images[0])
    ready.wait()
    start.wait()
    for image in images:
        reader.recognise(image)


def decoded(file: Path, number: int) -> Any:  # noqa: ANN401 - an array of pixels
    """The picture of a page as the engine gets it: a PDF page rendered, a picture read, neither huge."""
    import cv2

    from benchmarks.engine import rendered
    from extractors.readers.repair import reduced
    from extractors.readers.scan import READING_SIDE
    from extractors.sniff import sniff

    image = rendered(file, number) if sniff(file) == "pdf" else cv2.imread(str(file))
    if image is None:
        raise ValueError(f"no picture: {file}")
    return reduced(image, READING_SIDE)


def measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """All figures of one forged submission."""
    submission = forge(options.case, options.seed, size=options.size, layouts=LayoutChoice.FIGURES)
    write_submission(submission, folder)
    archives = tuple(folder / name for name in submission.archives)
    ocr_pages, pages = pages_to_read(archives, folder / "survey")
    bare = bare_seconds(ocr_pages, cores())
    request = Request(archives=archives, out=folder / "results")
    home = Home(folder / "home")
    with Memory() as memory:
        first = _seconds(request, home)
    second = _seconds(request, home)
    other = _seconds(replace(request, year=2023), home)
    return {
        "pages": pages,
        "OCR pages": len(ocr_pages),
        "bare engine s": round(bare, 1),
        "bare OCR pages a minute": round(60 * len(ocr_pages) / bare, 1),
        "first run s": round(first, 1),
        "pages a minute": round(60 * pages / first, 1),
        "first run / bare engine": round(first / bare, 3),
        "unchanged second run s": round(second, 2),
        "second / first": round(second / first, 4),
        "other options, nothing read again s": round(other, 2),
        "largest worker MiB": memory.child // MIB,
        "largest parent MiB": memory.parent // MIB,
    }


def _seconds(request: Request, home: Home) -> float:
    started = time.perf_counter()
    verify_submission(request, home, Silent())
    return time.perf_counter() - started


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", default="messy-scans")
    parser.add_argument("--size", type=int)
    parser.add_argument("--seed", type=int, default=7002)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        figures = measure(options, Path(name))
    for name, value in figures.items():
        print(f"{name:38} {value}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
