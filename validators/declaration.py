"""What the applicant declares of itself in the form (填报信息, 附件4-2): one version of it, field by field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.documents import Kind, Source
from domain.findings import Finding, Reason, Severity, make_finding
from domain.form_fields import FIELDS_BY_ID, FORM_FIELDS
from domain.programme import Rule
from domain.records import Record
from domain.report import Submission
from domain.text import squash
from validators.weighing.evidence import is_certain, least_confidence
from validators.weighing.scale import CERTAIN


@dataclass(frozen=True, slots=True)
class Declaration:
    """The form that counts, and the other versions of it that were handed in."""

    record: Record
    others: tuple[Record, ...] = ()

    def text(self, name: str) -> str | None:
        """What a field says."""
        return self.record.text(name)

    def number(self, name: str) -> Decimal | None:
        """The number of a field; yes is 1, no is 0."""
        field = self.record.field(name)
        if field is not None and isinstance(field.value, bool):
            return Decimal(int(field.value))
        return self.record.number(name)

    def numbers(self, names: Iterable[str]) -> tuple[Decimal, ...]:
        """The numbers of those of these fields that are filled in."""
        return tuple(number for name in names if (number := self.number(name)) is not None)

    def total(self, names: Sequence[str]) -> Decimal | None:
        """The sum of these fields; None where none of them is filled in."""
        found = self.numbers(names)
        return sum(found, Decimal(0)) if found else None

    def sources(self, *names: str) -> tuple[Source, ...]:
        """Where these fields stand."""
        return self.record.sources(*names)

    def severity(self, *names: str) -> Severity | None:
        """How much a difference weighs: what was read badly is only worth a note."""
        return None if is_certain(self.record, *names) else Severity.NOTE


def declaration_of(submission: Submission) -> Declaration | None:
    """The form that was handed in by itself, else the one that says most, and says it most clearly."""
    forms = [record for record in submission.records if record.kind is Kind.DECLARED_FORM and record.fields]
    if len(forms) <= 1:
        return Declaration(forms[0]) if forms else None
    archived = {entry.sha256 for entry in submission.ledger}

    def key(record: Record) -> tuple[object, ...]:
        worst = least_confidence(record, *record.fields)
        return (record.sha256 in archived, worst < CERTAIN, -len(record.fields), record.path)

    first, *others = sorted(forms, key=key)
    return Declaration(first, tuple(others))


def declared_number(rule: Rule, declaration: Declaration | None) -> Decimal | None:
    """The number that the form declares for a rule (填报数); None where it declares none."""
    return declaration.total(rule.declared) if declaration is not None else None


def version_findings_of_form(declaration: Declaration, rule: str) -> list[Finding]:
    """Other versions of the form, as far as they say something else."""
    found = []
    for other in declaration.others:
        differing = [FIELDS_BY_ID[name].label for name in _differing(declaration.record, other)]
        if differing:
            shown = "、".join(differing[:5]) + ("等" if len(differing) > 5 else "")
            found.append(
                make_finding(
                    Reason.KIND_AMBIGUOUS,
                    other.place(),
                    severity=Severity.MINOR,
                    rule=rule,
                    name=other.path,
                    found=f"填报信息的另一版本（{shown}不同，已按“{declaration.record.path}”核对）",
                )
            )
    return found


def _differing(one: Record, other: Record) -> list[str]:
    """The fields that both versions fill in, legibly, and differently."""
    names = [field.id for field in FORM_FIELDS if field.id in one.fields and field.id in other.fields]
    return [
        name
        for name in names
        if is_certain(one, name) and is_certain(other, name) and _says(one, name) != _says(other, name)
    ]


def _says(record: Record, name: str) -> str:
    number = record.number(name)
    return str(number.normalize()) if number is not None else squash(record.text(name) or "")
