"""The inbox: every submission that lies in a drop folder, verified one after the other (contract, section 1)."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import programmes
from domain.errors import NothingToVerifyError, UsageError
from domain.programme import Verdict
from extractors.volumes import group_volumes
from extractors.zipped.names import junk_rule
from flows.handed_in import is_archive_name
from flows.results import Outcome
from flows.verify import Request, options_of

Became = Literal["verified", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One submission in the drop folder: the name under which it lies there, and its archives or its folder."""

    name: str
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Inbox:
    """What lies in a drop folder: submissions by name, and files that are none."""

    submissions: tuple[HandedIn, ...]
    foreign: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one submission: its outcome, or the sentence that says why it could not be verified."""

    name: str
    became: Became
    outcome: Outcome | None = None
    sentence: str = ""

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody has to look at it."""
        return self.outcome is None or self.outcome.needs_a_person

    def numbers(self) -> Mapping[str, int]:
        """How many rules are met, not met, open and missing, and how many findings there are; none of a failed one."""
        if self.outcome is None:
            return {}
        verdicts = Counter(rule["verdict"] for rule in self.outcome.report["rules"])
        findings = len(self.outcome.report["findings"])
        return {**{verdict.value: verdicts[verdict.value] for verdict in Verdict}, "findings": findings}

    def data(self) -> Mapping[str, object]:
        """The receipt for machines."""
        return {
            "name": self.name,
            "became": self.became,
            "applicant": self.outcome.report["applicant"]["name"] if self.outcome else None,
            "folder": str(self.outcome.folder) if self.outcome else None,
            "error": self.sentence or None,
            **self.numbers(),
        }


def look_into(folder: Path) -> Inbox:
    """The submissions in a drop folder: each subfolder is one, and so are archives that differ by their number only."""
    if not folder.is_dir():
        raise UsageError(f"“{folder}”不是文件夹 (not a folder)")
    try:
        members = sorted(path for path in folder.iterdir() if junk_rule(path.name) is None)
    except OSError as error:
        raise UsageError(f"无法读取“{folder}”：{error.strerror} (cannot be read)") from error
    folders = [HandedIn(path.name, (path,)) for path in members if path.is_dir()]
    archives = [path for path in members if path.is_file() and is_archive_name(path.name)]
    volumes = [HandedIn(group.stem, group.paths) for group in group_volumes(archives)]
    foreign = tuple(path for path in members if not path.is_dir() and path not in archives)
    return Inbox(tuple(sorted((*folders, *volumes), key=lambda one: one.name)), foreign)


def verify_inbox(
    inbox: Inbox, request: Request, verify: Callable[[Request], Outcome], begun: Callable[[str], None]
) -> Iterator[Receipt]:
    """A receipt for each submission, as it is done; one that cannot be verified stops no other.

    `verify` is how one is verified, `begun` is told the name of each before that.
    """
    if len(inbox.submissions) > 1 and (request.applicant or request.form):
        raise UsageError("收件文件夹里有多份材料时不能用 --applicant、--form (several submissions, one name or form)")
    options_of(request, programmes.load(request.programme))  # what is wrong with these is wrong with all
    taken: set[str] = set()
    for handed_in in inbox.submissions:
        begun(handed_in.name)
        receipt = _receipt(handed_in, replace(request, archives=handed_in.paths, taken=frozenset(taken)), verify)
        if receipt.outcome is not None:
            taken.add(receipt.outcome.folder.name)
        yield receipt


def _receipt(handed_in: HandedIn, request: Request, verify: Callable[[Request], Outcome]) -> Receipt:
    try:
        outcome = verify(request)
    except (NothingToVerifyError, UsageError) as error:
        return Receipt(handed_in.name, "failed", sentence=str(error))
    return Receipt(handed_in.name, "unchanged" if outcome.kept else "verified", outcome)


def exit_status(receipts: Sequence[Receipt]) -> int:
    """The contract's exit status over all: 2 where nothing could be verified, 1 where a person must look, else 0."""
    if all(receipt.outcome is None for receipt in receipts):
        return 2
    return int(any(receipt.needs_a_person for receipt in receipts))
