"""All extractors by kind, and what becomes of one document: its papers, their records, its problems."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from domain.documents import Kind, Problem, Reading
from domain.records import Record
from extractors.activity import (
    extract_courseware,
    extract_notice,
    extract_photo,
    extract_press_release,
    extract_screenshot,
    extract_summary,
)
from extractors.agreement import extract_agreement
from extractors.appointment import extract_appointment
from extractors.award import extract_award, extract_honour
from extractors.body import extract_institution, extract_society
from extractors.bundles import split
from extractors.case import extract_cases
from extractors.certificate import (
    extract_degree,
    extract_diploma,
    extract_education_report,
    extract_title,
    extract_vocational,
)
from extractors.contract import extract_contract, extract_lease
from extractors.credit import extract_credit
from extractors.declared_form import extract_form
from extractors.deed import extract_deed
from extractors.filing import extract_filing
from extractors.finance import extract_audit_report, extract_financial_statement
from extractors.financing import extract_financing
from extractors.index_document import extract_index
from extractors.invoice import extract_invoice
from extractors.labels import make_record
from extractors.licence import extract_licence
from extractors.listing import extract_listing
from extractors.management import extract_management_certificate
from extractors.performance_report import extract_report
from extractors.permit import extract_permit
from extractors.recognition import extract_recognition
from extractors.regulation import extract_regulation
from extractors.research import extract_project
from extractors.rights import extract_ip_certificate, extract_trademark
from extractors.screen import extract_screen
from extractors.sign_in import extract_sign_in_sheet
from extractors.social_insurance import extract_social_insurance
from extractors.standard import extract_standard
from extractors.statement import extract_commitment, extract_statement
from extractors.survey import extract_survey

Extractor = Callable[[Reading], tuple[Record | Problem, ...]]


@dataclass(frozen=True, slots=True)
class Digest:
    """What one document holds: the kind of each of its papers, their records, and what resisted."""

    kinds: tuple[Kind, ...]
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]


def digest(reading: Reading) -> Digest:
    """The papers of a document, each read by the extractor of its kind."""
    kinds: list[Kind] = []
    records: list[Record] = []
    problems: list[Problem] = []
    for kind, part in split(reading):
        if isinstance(kind, Problem):
            problems.append(kind)
            kinds.append(Kind.UNKNOWN)
            continue
        kinds.append(kind)
        for result in extract(kind, part):
            if isinstance(result, Problem):
                problems.append(result)
            else:
                records.append(result)
    return Digest(tuple(kinds), tuple(records), tuple(problems))


def extract(kind: Kind, reading: Reading) -> tuple[Record | Problem, ...]:
    """What a paper of this kind says; a kind that nothing is read from gives a record without fields."""
    if kind in SILENT:
        return ()
    extractor = EXTRACTORS.get(kind)
    return extractor(reading) if extractor is not None else (make_record(kind, reading, {}),)


def extract_proof(reading: Reading) -> tuple[Record | Problem, ...]:
    """A licence by its title, else what an enterprise was recognised as, with what an honour says besides."""
    permit = extract_permit(reading)
    if permit:
        return permit
    return tuple(map(_completed, extract_recognition(reading), extract_award(Kind.RECOGNITION_PROOF, reading)))


def _completed(recognition: Record | Problem, award: Record | Problem) -> Record | Problem:
    """A recognition with what only the reading as an honour has: further fields, all of several issuers."""
    if isinstance(recognition, Problem) or isinstance(award, Problem):
        return recognition
    fields = {**award.fields, **recognition.fields}
    if "holders" in recognition.fields and "holder" not in recognition.fields:
        fields.pop("holder", None)
    issuer = (recognition.text("issuer") or "").replace("、", "")
    if issuer and issuer in (award.text("issuer") or "").replace("、", ""):
        fields["issuer"] = award.fields["issuer"]
    holder, title = recognition.text("holder"), recognition.text("title") or ""
    if holder and holder in title and "title" in award.fields:
        fields["title"] = award.fields["title"]
    return replace(recognition, fields=fields)


SILENT = frozenset({Kind.UNKNOWN, Kind.ARCHIVE, Kind.LIST_WORKBOOK})
"""Kinds that are no evidence, or whose rows are claims."""

EXTRACTORS: Mapping[Kind, Extractor] = {
    Kind.SERVICE_CONTRACT: extract_contract,
    Kind.LEASE_CONTRACT: extract_lease,
    Kind.COOPERATION_AGREEMENT: extract_agreement,
    Kind.SIGN_IN_SHEET: extract_sign_in_sheet,
    Kind.ACTIVITY_NOTICE: extract_notice,
    Kind.MEETING_SCREENSHOT: extract_screenshot,
    Kind.ACTIVITY_PHOTO: extract_photo,
    Kind.COURSEWARE: extract_courseware,
    Kind.ACTIVITY_SUMMARY: extract_summary,
    Kind.PRESS_RELEASE: extract_press_release,
    Kind.SOCIAL_INSURANCE: extract_social_insurance,
    Kind.DIPLOMA: extract_diploma,
    Kind.DEGREE_CERTIFICATE: extract_degree,
    Kind.EDUCATION_REPORT: extract_education_report,
    Kind.TITLE_CERTIFICATE: extract_title,
    Kind.VOCATIONAL_CERTIFICATE: extract_vocational,
    Kind.INVOICE: extract_invoice,
    Kind.COMMITMENT: extract_commitment,
    Kind.STATEMENT: extract_statement,
    Kind.SURVEY_FORM: extract_survey,
    Kind.INDEX_DOCUMENT: extract_index,
    Kind.BUSINESS_LICENCE: extract_licence,
    Kind.APPOINTMENT_LETTER: extract_appointment,
    Kind.OTHER: extract_project,
    Kind.CASE_DESCRIPTION: extract_cases,
    Kind.DECLARED_FORM: extract_form,
    Kind.PERFORMANCE_REPORT: extract_report,
    Kind.INSTITUTION_CERTIFICATE: extract_institution,
    Kind.SOCIETY_CERTIFICATE: extract_society,
    Kind.PROPERTY_TITLE: extract_deed,
    Kind.CREDIT_REPORT: extract_credit,
    Kind.ICP_FILING: extract_filing,
    Kind.MANAGEMENT_CERTIFICATE: extract_management_certificate,
    Kind.MANAGEMENT_DOCUMENT: extract_regulation,
    Kind.SYSTEM_SCREENSHOT: extract_screen,
    Kind.AUDIT_REPORT: extract_audit_report,
    Kind.FINANCIAL_STATEMENT: extract_financial_statement,
    Kind.RECOGNITION_PROOF: extract_proof,
    Kind.LISTING_PROOF: extract_listing,
    Kind.FINANCING_PROOF: extract_financing,
    Kind.IP_CERTIFICATE: extract_ip_certificate,
    Kind.TRADEMARK_CERTIFICATE: extract_trademark,
    Kind.HONOUR_CERTIFICATE: extract_honour,
    Kind.STANDARD_TEXT: extract_standard,
}
