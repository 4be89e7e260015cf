"""Who closes a paper (落款): the organisation behind a label, or alone in the closing block (domain.md 3.21, 3.27)."""

import re
from collections.abc import Sequence

from extractors.closing import Closing
from extractors.labels import find_first
from extractors.parties import is_organisation, party_name
from extractors.script import Hit, Script

SHORTEST_UNIT = 6
"""Shorter names of organisations are remains under a seal."""
TAIL = 10
"""The rows at the end of a paper in which its signatory stands."""

_SENTENCE = re.compile(r"[。;\n]")


def find_signatory(script: Script, closing: Closing, labels: Sequence[str]) -> Hit | None:
    """The organisation behind one of these labels, else the one whose name stands alone in the closing block."""
    labelled = find_first(script, labels, accept=lambda hit: is_unit(hit.text), below=False)
    return labelled or lone_signatory(script, closing)


def lone_signatory(script: Script, closing: Closing) -> Hit | None:
    """The organisation whose name stands alone in the closing block; of several the longest, the last of equals."""
    alone = [hit for hit in _lone_names(script, closing) if is_unit(hit.text)]
    return max(alone, key=lambda hit: (len(hit.text), hit.start)) if alone else None


def is_unit(text: str) -> bool:
    """Whether a text is the whole name of an organisation, not what a seal leaves of one."""
    name = party_name(text)
    return len(name) >= SHORTEST_UNIT and is_organisation(name)


def tail_start(script: Script) -> int:
    """Where the last rows begin."""
    return script.lines[max(0, len(script.lines) - TAIL)][0].start


def _lone_names(script: Script, closing: Closing) -> list[Hit]:
    """The words of the last rows that are nothing but a name."""
    rows = [line for line in script.lines if line[0].start >= min(closing.start, tail_start(script))]
    hits = [script.hit(placed.start, placed.end) for line in rows for placed in line]
    return [hit for hit in hits if party_name(hit.text) and not _SENTENCE.search(hit.text)]
