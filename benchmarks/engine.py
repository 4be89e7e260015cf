"""The reader against its bare OCR engine, one process, page by page: pages a minute, CPU seconds a page, memory.

    python -m benchmarks.engine [--pages N] [--rounds N] [--json FILE]

The pages are those of the committed sample that need OCR. The bare engine gets them rendered beforehand; the reader
opens the file, takes the picture out, lifts seals, recognises, finds tables and seals, reads seals, and judges
readability. Both take turns on each page, so their ratio holds on a busy machine too. The last figure reads the
pages over and over: memory has to stay flat.
"""

import argparse
import json
import resource
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean, median

import numpy as np
import psutil
import pypdfium2 as pdfium

from domain.documents import Page
from extractors import readers
from extractors.readers.ocr import engine
from extractors.readers.repair import Image

SAMPLE = Path(__file__).resolve().parent.parent / "fixtures" / "submissions" / "sample"
DPI = 200
KIB = 1 << 10


@dataclass(frozen=True, slots=True)
class Timing:
    """One page: CPU seconds of the bare engine and of the reader, and how much print it bears."""

    name: str
    bare: float
    reader: float
    words: int


def scanned_pages(folder: Path) -> Iterator[tuple[Path, int]]:
    """The PDF pages of the sample that need OCR, unpacked into a folder."""
    for archive in sorted(SAMPLE.glob("*.zip")):
        with zipfile.ZipFile(archive, metadata_encoding="gbk") as members:
            names = sorted(name for name in members.namelist() if name.lower().endswith(".pdf"))
            for index, name in enumerate(names):
                file = folder / f"{archive.stem}-{index}.pdf"
                file.write_bytes(members.read(name))
                needs = readers.survey(file, name).needs_ocr
                yield from ((file, number) for number, ocr in enumerate(needs, 1) if ocr)


def rendered(file: Path, number: int) -> Image:
    """A page as a picture."""
    with pdfium.PdfDocument(file) as document:
        return np.ascontiguousarray(document[number - 1].render(scale=DPI / 72).to_numpy()[..., :3])


def timed(file: Path, number: int, rounds: int) -> Timing:
    """One page, read by both in turn; the medians."""
    image = rendered(file, number)
    bare, whole, words = [], [], 0
    for _ in range(rounds):
        start = time.process_time()
        engine().recognise(image)
        middle = time.process_time()
        (page,) = readers.read_pages(file, file.name, "", number, number)
        bare.append(middle - start)
        whole.append(time.process_time() - middle)
        words = sum(len(line.words) for line in page.lines) if isinstance(page, Page) else 0
    return Timing(f"{file.stem} {number}", median(bare), median(whole), words)


def memory_over(pages: Sequence[tuple[Path, int]], turns: int) -> list[int]:
    """Resident MiB after each turn over all pages."""
    process = psutil.Process()
    sizes = []
    for _ in range(turns):
        for file, number in pages:
            readers.read_pages(file, file.name, "", number, number)
        sizes.append(process.memory_info().rss // KIB**2)
    return sizes


def main() -> None:
    """Print the table and write the JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=30)
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--turns", type=int, default=0, help="further turns over all pages, for memory")
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages = list(scanned_pages(Path(folder)))[: chosen.pages]
        engine().recognise(rendered(*pages[0]))
        timings = [timed(file, number, chosen.rounds) for file, number in pages]
        sizes = memory_over(pages, chosen.turns)
    bare, whole = mean(timing.bare for timing in timings), mean(timing.reader for timing in timings)
    result = {
        "engine": engine().name,
        "pages": len(timings),
        "words_per_page": round(mean(timing.words for timing in timings), 1),
        "bare_cpu_seconds": round(bare, 3),
        "reader_cpu_seconds": round(whole, 3),
        "bare_pages_per_minute": round(60 / bare, 1),
        "reader_pages_per_minute": round(60 / whole, 1),
        "reader_share_of_bare": round(bare / whole, 3),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KIB,
        "mib_after_turns": sizes,
    }
    for key, value in result.items():
        print(f"{key:24} {value}")
    if chosen.json:
        report = {**result, "timings": [asdict(timing) for timing in timings]}
        chosen.json.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
