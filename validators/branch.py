"""The branch of an applicant (服务类别): of 评分指标8.1–8.6 only one is declared, and counted."""

from domain.documents import Kind
from domain.programme import Rule
from domain.report import Submission
from domain.text import squash
from validators.bench import Weighed
from validators.weighing.evidence import is_legible

CHOICE = "service_category"


def is_of_branch(rule: Rule, weighed: Weighed) -> bool:
    """Whether a rule is of no branch, or may be of the applicant's."""
    known = declared_category(weighed)
    return rule.choice != CHOICE or known is None or known == rule.option


def declared_category(weighed: Weighed) -> str | None:
    """The category of the applicant."""
    return category_of(weighed.submission)


def category_of(submission: Submission) -> str | None:
    """The category that the form declares, else that of the registry; None where neither tells."""
    for record in submission.records:
        told = squash(record.text("category") or "") if record.kind is Kind.DECLARED_FORM else ""
        if told and is_legible(record, "category"):
            return told
    platform = submission.applicant.platform if submission.applicant is not None else None
    return platform.category if platform is not None else None
