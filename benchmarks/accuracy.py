"""Accuracy on forged submissions whose truth is known.

    python -m benchmarks.accuracy [--layouts figures|tuning] [--seed N] [--faults] [--json FILE] [CASE ...]

Prints escapes, false kills, rows left open, reasons, rules, kinds and fields, by case and by text or scan. The figures
are taken with layouts and seeds that no one tuned on.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.scoring import Score, score
from fixtures.forge.cases import forge, write_submission
from fixtures.forge.draft import LayoutChoice
from flows.home import Home
from flows.progress import Silent
from flows.verify import Request, verify_submission

CASES = ("clean", "messy-scans", "defects", "cap-100")
FIGURES_SEED = 7001


def measure(case: str, seed: int, layouts: LayoutChoice, folder: Path) -> tuple[Score, float]:
    """The tallies of one forged submission, and the seconds of its verification."""
    source = folder / f"{case}-{seed}"
    submission = forge(case, seed, layouts=layouts)
    write_submission(submission, source)
    archives = tuple(source / name for name in submission.archives)
    started = time.perf_counter()
    outcome = verify_submission(Request(archives=archives, out=folder / "results"), Home(folder / "home"), Silent())
    seconds = time.perf_counter() - started
    truth = json.loads((source / "truth.json").read_text(encoding="utf-8"))
    return score(outcome.report, truth), seconds


def main() -> None:
    """Measure the cases and print the table."""
    options = _options()
    total, figures = Score(), {}
    with tempfile.TemporaryDirectory() as name:
        for case in options.cases or CASES:
            result, seconds = measure(case, options.seed, options.layouts, Path(name))
            figures[case] = {**as_figures(result), "seconds": round(seconds, 1)}
            total.add(result)
            _print(case, figures[case])
            if options.faults:
                print("\n".join(f"    {fault}" for fault in result.faults))
    figures["all"] = as_figures(total)
    _print("all", figures["all"])
    if options.json:
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=2), encoding="utf-8")
    sys.exit(1 if total.escapes or total.false_kills else 0)


def as_figures(result: Score) -> dict[str, Any]:
    """The figures of a score as they are published."""
    rows = result.rows
    return {
        "rows": rows["rows"],
        "right": rows["right"],
        "escapes": result.escapes,
        "false kills": result.false_kills,
        "left open": round(result.left_open, 4),
        "reasons planted": result.reasons["planted"],
        "reasons missing": result.reasons["missing"],
        "reasons strange": result.reasons["strange"],
        "rules right": f"{result.rules['right']}/{sum(result.rules.values())}",
        "kinds text": round(result.share(result.kinds, scan=False), 4),
        "kinds scan": round(result.share(result.kinds, scan=True), 4),
        "fields text": round(result.share(result.fields, scan=False), 4),
        "fields scan": round(result.share(result.fields, scan=True), 4),
        "fields by kind": fields_by_kind(result),
    }


def fields_by_kind(result: Score) -> dict[str, str]:
    """Right and all fields by kind of document, text and scan."""
    found: dict[str, list[int]] = {}
    for (right, name, scan), number in result.fields.items():
        tally = found.setdefault(f"{name.split('.')[0]} {'scan' if scan else 'text'}", [0, 0])
        tally[0] += number * (right == "right")
        tally[1] += number
    return {name: f"{right}/{all_}" for name, (right, all_) in sorted(found.items())}


def _print(case: str, figures: dict[str, Any]) -> None:
    shown = "  ".join(f"{name} {value}" for name, value in figures.items() if name != "fields by kind")
    print(f"{case:12} {shown}")
    for name, value in figures["fields by kind"].items() if case == "all" else ():
        print(f"    {name:34} {value}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*")
    parser.add_argument("--layouts", type=LayoutChoice, default=LayoutChoice.FIGURES)
    parser.add_argument("--seed", type=int, default=FIGURES_SEED)
    parser.add_argument("--faults", action="store_true", help="list every fault")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
