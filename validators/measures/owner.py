"""Whose a paper is: the applicant's, somebody else's, or not sure enough to say."""

from domain.records import Record
from domain.report import Applicant
from validators.applicant import match_applicant
from validators.names import Relation, parse_name
from validators.weighing.evidence import is_certain, is_printed


def is_somebody_elses(record: Record, field: str, applicant: Applicant | None) -> bool:
    """Whether a field surely names another than the applicant.

    Recognised letters under a seal are misread with confidence: there only a name that shares no sign of its 字号 with
    the applicant's is another one's.
    """
    name = record.text(field)
    match = match_applicant(applicant, name) if name else None
    if name is None or applicant is None or match is None or match.relation is not Relation.DIFFERENT:
        return False
    if not is_certain(record, field):
        return False
    return is_printed(record, field) or not set(parse_name(name).brand) & set(applicant.name)
