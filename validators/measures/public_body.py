"""Whether the applicant is a public body or society (机关事业单位、社团法人), whose conditions may be relaxed."""

from domain.codes import is_uscc
from domain.documents import Kind
from domain.programme import Rule
from validators.applicant import is_same, match_applicant
from validators.bench import Weighed
from validators.names import EnterpriseClass, is_enterprise

WHEN = "public_body"
"""The circumstance of a relaxation that is theirs."""
EVERY_GATE = ("relax_scope", "gates")
"""The reading of the policy by which every condition may be relaxed for them, not only that which says so (A51)."""

CODE_PREFIXES = frozenset({"11", "12", "51"})
"""机关, 事业单位, 社会团体 (GB 32100)."""
CLASSES = frozenset(
    {
        *(EnterpriseClass.ASSOCIATION, EnterpriseClass.INSTITUTION, EnterpriseClass.GOVERNMENT),
        *(EnterpriseClass.SCHOOL, EnterpriseClass.HOSPITAL),
    }
)


def may_be_relaxed(rule: Rule, weighed: Weighed) -> bool:
    """Whether an unmet condition is a person's to decide, the applicant being a public body or society."""
    worded = rule.relaxed is not None and rule.relaxed.when == WHEN
    return (worded or weighed.bench.reads(*EVERY_GATE)) and is_public_body(weighed)


def is_public_body(weighed: Weighed) -> bool:
    """By its code; without one, by its certificate or the kind of its name."""
    applicant = weighed.applicant
    if applicant is None:
        return False
    if applicant.uscc is not None and is_uscc(applicant.uscc):
        return applicant.uscc[:2] in CODE_PREFIXES
    certificates = weighed.of_kind(Kind.INSTITUTION_CERTIFICATE, Kind.SOCIETY_CERTIFICATE)
    named = any(is_same(match_applicant(applicant, record.text("name") or "")) for record in certificates)
    return named or is_enterprise(applicant.name) in CLASSES
