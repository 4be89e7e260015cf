"""Read cooperation agreements (合作协议)."""

import re

from domain.documents import Kind, Problem, Reading
from domain.findings import Reason
from domain.records import Record
from extractors.agreed import agreed_fields
from extractors.labels import make_record
from extractors.research import research_fields
from extractors.simplified import simplified_script

TITLE = re.compile(r"合作|协议|备忘录|合同|入驻|联盟|意向书")


def extract_agreement(reading: Reading) -> tuple[Record | Problem, ...]:
    """The title, parties, signing date, term and seals of an agreement (domain.md 3.2).

    Its date must stand in the closing block or behind a label of signing: a date that merely stands on the first page
    is none (附表7: 须有落款日期，否则视为无效).
    """
    script = simplified_script(reading)
    if not script.text:
        return (Problem(Reason.PAGE_UNREADABLE, reading.source(1)),)
    fields = agreed_fields(reading, script, TITLE, first_page=False) | research_fields(reading, script)
    return (make_record(Kind.COOPERATION_AGREEMENT, reading, fields),)
