"""Lists under captions of their own (附件1 …名单, 附件2 …名单): what the caption above says of the rows below it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.recognitions import find_recognitions
from domain.records import Field
from domain.text import squash
from extractors.script import Script

LONGEST = 80
WITHDRAWN = re.compile(r"未(?:能)?通过|不(?:予|合格|符合|通过)|取消|撤销|注销|退出|终止")
_CAPTION = re.compile(
    r"\A(?:附件|附表|附录|[一二三四五六七八九十]{1,3}[、.]|[0-9]{1,2}[、.]|\([一二三四五六七八九十]{1,3}\))|(?:名单|清单)(?:\([^()]{1,20}\))?:?\Z"
)


@dataclass(frozen=True, slots=True)
class Caption:
    """A line above a list: where it stands and what it says."""

    page: int
    top: float
    text: str

    @property
    def titles(self) -> str:
        """The titles that it names, as words."""
        return "、".join(find_recognitions(self.text))


def by_annex(script: Script, fields: Mapping[str, Field]) -> dict[str, Field]:
    """`holders` with what captions say: `form` of those withdrawn, `title` where the lists are of several titles."""
    field = fields.get("holders")
    captions = tuple(_captions(script))
    several = len({caption.titles for caption in captions if caption.titles}) > 1
    if field is None or not isinstance(field.value, list):
        return {}
    rows = [dict(row) | _said(row, captions, several=several) for row in field.value]
    return {"holders": Field(rows, field.raw, field.confidence, field.source)}


def _captions(script: Script) -> Iterator[Caption]:
    """The short lines that head a list and say of which titles it is, or that they are withdrawn."""
    for line in script.lines:
        hit = script.hit(line[0].start, line[-1].end) if line else None
        text = squash(hit.text) if hit is not None else ""
        if hit is None or hit.box is None or len(text) > LONGEST or _CAPTION.search(text) is None:
            continue
        if find_recognitions(text) or WITHDRAWN.search(text) or "通过" in text:
            yield Caption(hit.page, hit.box[1], text)


def _said(row: Mapping[str, object], captions: Sequence[Caption], *, several: bool) -> dict[str, object]:
    """What its own cell, else the last caption above it, says of a row."""
    outcome = str(row.get("outcome") or "")
    if WITHDRAWN.search(outcome) or outcome == "否":
        return {"form": "revocation"}
    page, box = row.get("page"), row.get("bbox")
    if not isinstance(page, int) or not isinstance(box, list):
        return {}
    above = [caption for caption in captions if (caption.page, caption.top) < (page, box[1])]
    last = max(above, key=lambda caption: (caption.page, caption.top), default=None)
    if last is None:
        return {}
    if WITHDRAWN.search(last.text):
        return {"form": "revocation"}
    return {"title": last.text} if several and last.titles and not row.get("title") else {}
