"""The branch of an applicant (服务类别): of 评分指标8.1–8.6 only one is declared, and counted.

The form decides, else the report, else the registry. A category that contradicts the registry is counted as declared,
and nothing of it is certain (A37); where no category is known every branch is reported, and none is certain.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.documents import Kind
from domain.form_fields import CATEGORIES
from domain.programme import Rule
from domain.report import Submission
from domain.text import squash
from validators.bench import Weighed
from validators.declaration import declaration_of
from validators.weighing.evidence import is_legible

CHOICE = "service_category"


@dataclass(frozen=True, slots=True)
class Branch:
    """The category that is counted, if one is known, and whether nothing speaks against it."""

    category: str | None
    certain: bool


def branch_of(submission: Submission) -> Branch:
    """The branch that is counted."""
    registered = registered_category(submission)
    for told in _declared(submission):
        if len(told) > 1:
            return Branch(None, certain=False)
        return Branch(told[0], certain=registered in (None, told[0]))
    return Branch(registered, certain=registered is not None)


def categories_in(text: str) -> tuple[str, ...]:
    """The categories that a text names (综合咨询类, 数字化应用服务, 数字化)."""
    plain = squash(text)
    found = tuple(category for category in CATEGORIES if category in plain)
    return found or (("数字化应用",) if "数字化" in plain else ())


def registered_category(submission: Submission) -> str | None:
    """The category of the registry; None for an applicant who is not in it."""
    platform = submission.applicant.platform if submission.applicant is not None else None
    return platform.category if platform is not None else None


def _declared(submission: Submission) -> Iterator[tuple[str, ...]]:
    """What the form says, then what the reports say, as far as it can be read."""
    form = declaration_of(submission)
    reports = [record for record in submission.records if record.kind is Kind.PERFORMANCE_REPORT]
    for record in ([form.record] if form is not None else []) + reports:
        told = categories_in(record.text("category") or "")
        if told and is_legible(record, "category"):
            yield told


def declared_category(weighed: Weighed) -> str | None:
    """The category that is counted; None where none is known."""
    return category_of(weighed.submission)


def category_of(submission: Submission) -> str | None:
    """The category that the form declares, else the report, else that of the registry; None where none tells."""
    return branch_of(submission).category


def is_of_branch(rule: Rule, weighed: Weighed) -> bool:
    """Whether a rule is of no branch, or may be of the applicant's."""
    if rule.choice != CHOICE:
        return True
    known = declared_category(weighed)
    return known is None or known == rule.option


def is_sure_of_branch(rule: Rule, weighed: Weighed) -> bool:
    """Whether a rule is of no branch, or surely of the applicant's."""
    return rule.choice != CHOICE or branch_of(weighed.submission).certain
