"""Packaging: index document, editable lists, names and sizes of archives."""

# ruff: noqa: ANN401 - a paper may say anything

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

import programmes
from domain.claims import ListName
from domain.documents import Kind, Source
from domain.findings import Finding, Reason, Severity
from domain.ledger import ArchiveEntry, LedgerOutcome
from domain.records import Record
from domain.report import Submission
from tests.papers import OWN, archive, declared, ledger_entry, record, submission
from validators.holds import Holds
from validators.packaging import GIBIBYTE, check_packaging, stem_of
from validators.statement import WORDING

PROGRAMME = programmes.load(programmes.DEFAULT)


def index(*entries: tuple[str, str]) -> Record:
    rows = [{"indicator": "", "folder_number": number, "folder_name": name} for number, name in entries]
    return record(Kind.INDEX_DOCUMENT, entries=rows)


def handed_in(records: Iterable[Record], *paths: str) -> Submission:
    return submission(records, ledger=tuple(ledger_entry(path) for path in paths))


def found(part: str, packed: Submission) -> tuple[Holds, list[Finding]]:
    packaging = check_packaging(packed, PROGRAMME)
    rule = f"pkg-{part}"
    return packaging.holds[part], [finding for finding in packaging.findings if finding.rule == rule]


# --- Names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "stem", "number"),
    [
        ("XX公司-1.zip", "XX公司", 1),
        ("XX公司—2.rar", "XX公司", 2),
        ("XX公司_03.7z", "XX公司", 3),
        ("XX公司.zip", "XX公司", None),
        ("XX公司-2024.zip", "XX公司-2024", None),
        ("XX公司-20250301.zip", "XX公司-20250301", None),
        ("XX公司-示范平台-2024年度绩效评价附件材料.zip", "XX公司", None),
        ("XX公司-1.part2.rar", "XX公司", 1),
        ("in/XX公司-1.tar", "XX公司", 1),
    ],
)
def test_the_stem_of_an_archive_and_its_number(name: str, stem: str, number: int | None) -> None:
    assert stem_of(name) == (stem, number)


@pytest.mark.parametrize(
    ("names", "holds", "reasons"),
    [
        ((f"{OWN}.zip",), Holds.YES, []),
        (("砚溪.zip",), Holds.YES, []),
        ((f"{OWN}-1.zip", f"{OWN}-2.zip"), Holds.YES, []),
        ((f"{OWN}-1.zip", f"{OWN}-3.zip"), Holds.NO, [(Reason.VOLUME_MISSING, Severity.MAJOR)]),
        ((f"{OWN}-1.zip.001", f"{OWN}-1.zip.002"), Holds.YES, [(Reason.ARCHIVE_MISNAMED, Severity.NOTE)]),
        ((f"{OWN}-1.part1.rar", f"{OWN}-2.zip"), Holds.YES, [(Reason.ARCHIVE_MISNAMED, Severity.NOTE)]),
        ((f"{OWN}-2.zip",), Holds.NO, [(Reason.VOLUME_MISSING, Severity.MAJOR)]),
        (("绩效评价附件.zip",), Holds.YES, [(Reason.ARCHIVE_MISNAMED, Severity.NOTE)]),
        (("申报材料-1.zip", "申报材料-2.zip"), Holds.NO, [(Reason.ARCHIVE_MISNAMED, Severity.MINOR)] * 2),
        ((f"{OWN}-1.zip", f"{OWN}.zip"), Holds.NO, [(Reason.ARCHIVE_MISNAMED, Severity.MINOR)]),
        ((), Holds.NOTHING, []),
    ],
)
def test_archives_are_named_after_the_applicant_and_numbered(
    names: Sequence[str], holds: Holds, reasons: list[tuple[Reason, Severity]]
) -> None:
    held, findings = found("names", submission(archives=tuple(map(archive, names))))
    assert held is holds
    assert [(finding.reason, finding.severity) for finding in findings] == reasons


def test_of_an_unknown_applicant_no_name_is_wrong() -> None:
    packed = submission(applicant=None, archives=(archive("甲公司-1.zip"), archive("甲公司-2.zip")))
    assert found("names", packed) == (Holds.YES, [])


@pytest.mark.parametrize(("size", "holds"), [(GIBIBYTE, Holds.YES), (GIBIBYTE + 1, Holds.NO)])
def test_an_archive_has_at_most_one_gibibyte(size: int, holds: Holds) -> None:
    packed = submission(archives=(ArchiveEntry(name="a.zip", sha256="", bytes=size, outcome=LedgerOutcome.READ),))
    assert found("size", packed)[0] is holds


# --- Index ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "number", "name"),
    [
        ("01营业执照", "01", "营业执照"),
        ("01营业执照", "1", "营业执照"),
        ("1、执照", "01", "执照"),
        ("（一）服务企业（京津冀）", "一", "服务企业(京津冀)"),
        ("门槛条件4 合同及发票", "4", "合同及发票"),
        ("06 社保 学历", "06", "06社保、学历"),
    ],
)
def test_a_folder_is_known_by_its_name_whatever_its_number_and_brackets(folder: str, number: str, name: str) -> None:
    assert found("index", handed_in([index((number, name))], f"{folder}/a.pdf", "目录.docx")) == (Holds.YES, [])


def test_folders_that_the_index_names_and_that_are_not_there() -> None:
    packed = handed_in([index(("01", "执照"), ("02", "社保记录"))], "01执照/a.pdf", "03其他/b.pdf")
    holds, findings = found("index", packed)
    assert holds is Holds.DOUBTFUL
    assert [finding.reason for finding in findings] == [Reason.INDEX_FOLDER_MISSING, Reason.FOLDER_NOT_INDEXED]


def test_folders_may_be_wrapped_nested_or_packed() -> None:
    entries = index(("1-1", "营业执照"), ("2", "社保记录"), ("3", "合同及发票"))
    paths = ("材料/1门槛/1-1营业执照/a.pdf", "材料/2社保记录/b.pdf", "材料/3合同及发票.zip!/x/c.pdf", "材料/目录.docx")
    assert found("index", handed_in([entries], *paths)) == (Holds.YES, [])


def test_the_only_folder_of_a_volume_is_no_wrapping() -> None:
    packed = submission(
        [index(("01", "营业执照"), ("02", "社保记录"))],
        ledger=(ledger_entry("01营业执照/a.pdf", "甲-1.zip"), ledger_entry("02社保记录/b.pdf", "甲-2.zip")),
    )
    assert found("index", packed) == (Holds.YES, [])


def test_several_index_documents_are_one_index() -> None:
    packed = handed_in([index(("01", "营业执照")), index(("02", "社保记录"))], "01营业执照/a.pdf", "02社保记录/b.pdf")
    assert found("index", packed) == (Holds.YES, [])


def test_ignored_members_make_no_folder() -> None:
    ignored = ledger_entry("__MACOSX/._a.pdf")
    packed = submission(
        [index(("01", "营业执照"))],
        ledger=(
            ledger_entry("01营业执照/a.pdf"),
            type(ignored)(path=ignored.path, archive=ignored.archive, outcome=LedgerOutcome.IGNORED),
        ),
    )
    assert found("index", packed) == (Holds.YES, [])


def test_no_index_and_an_index_that_could_not_be_read() -> None:
    holds, findings = found("index", handed_in([], "01营业执照/a.pdf"))
    assert (holds, [finding.reason for finding in findings]) == (Holds.NOTHING, [Reason.INDEX_MISSING])
    assert found("index", handed_in([record(Kind.INDEX_DOCUMENT)], "01营业执照/a.pdf")) == (Holds.DOUBTFUL, [])


# --- Lists ------------------------------------------------------------------------------------------------------------


def test_a_list_that_is_only_scanned_is_not_editable() -> None:
    scan = (ListName.PARTNERS, Source(path="附表7.pdf", sha256="7", page=1))
    served = declared(ListName.SERVED, ())
    holds, findings = found("lists", submission(lists=[served], scanned_lists=(scan,)))
    assert holds is Holds.NO
    assert [f.list for f in findings if f.reason is Reason.LIST_NOT_EDITABLE] == ["partners"]
    assert "partners" not in [f.list for f in findings if f.reason is Reason.LIST_MISSING]
    both = submission(lists=[served, declared(ListName.PARTNERS, ())], scanned_lists=(scan,))
    assert found("lists", both)[0] is Holds.YES


def test_lists_that_are_missing_are_named() -> None:
    holds, findings = found("lists", submission())
    assert holds is Holds.NOTHING
    assert [finding.list for finding in findings] == sorted(PROGRAMME.lists, key=list(ListName).index)  # type: ignore[arg-type]


# --- Statement --------------------------------------------------------------------------------------------------------

SAID = {
    "topics": ["truth"],
    "text": f"声明函。{WORDING}",
    "unit": OWN,
    "signer": "王建国",
    "signed_on": "2025-03-04",
    "seal_state": "present",
}


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, []),
        ({"text": WORDING.replace("，", ",").replace("。", "")}, []),
        ({"text": WORDING.replace("并承担因资料虚假而产生的后果", "")}, [Reason.STATEMENT_ALTERED]),
        ({"unit": "北京岫禾科技有限公司"}, [Reason.STATEMENT_ALTERED]),
        ({"unit": None}, [Reason.STATEMENT_ALTERED]),
        ({"signer": None}, [Reason.STATEMENT_ALTERED]),
        ({"signed_on": None}, [Reason.DATE_MISSING]),
        ({"seal_state": "not-found"}, [Reason.SEAL_MISSING]),
        ({"seal_state": "unknown"}, [Reason.SEAL_UNCLEAR]),
        ({"seals": ["北京岫禾科技有限公司"]}, [Reason.SEAL_MISMATCH]),
    ],
)
def test_the_statement_has_the_fixed_wording_unit_signature_date_and_seal(
    changes: dict[str, object], reasons: list[Reason]
) -> None:
    packaging = check_packaging(submission([record(Kind.STATEMENT, **(SAID | changes))]), PROGRAMME)  # type: ignore[arg-type]
    found = [finding.reason for finding in packaging.findings if finding.rule == "statement"]
    assert found == reasons
    assert packaging.holds["statement"] is (Holds.DOUBTFUL if reasons else Holds.YES)


def test_without_a_statement_of_truth_it_is_missing() -> None:
    other = record(Kind.STATEMENT, topics=["gate-9"], seal_state="present")
    packaging = check_packaging(submission([other]), PROGRAMME)
    assert packaging.holds["statement"] is Holds.NOTHING
    assert Reason.STATEMENT_MISSING in [finding.reason for finding in packaging.findings]


# --- The signer of the statement --------------------------------------------------------------------------------------


def signed(**changes: Any) -> Record:
    said: dict[str, Any] = {
        "unit": OWN,
        "signer": "王晓华",
        "signed_on": "2025-03-04",
        "text": WORDING,
        "topics": ["truth"],
        "seals": [OWN],
        "seal_state": "present",
    }
    return record(Kind.STATEMENT, **(said | changes))


def licensed(person: str, name: str = OWN, sure: float = 1.0) -> Record:
    return record(Kind.BUSINESS_LICENCE, name=name, legal_representative=person, sure=sure)


@pytest.mark.parametrize(
    ("papers", "reasons"),
    [
        ((signed(), licensed("王晓华")), []),
        ((signed(), licensed("李敏")), [Reason.PERSON_MISMATCH]),
        ((signed(), licensed("李敏", sure=0.89)), []),
        ((signed(), licensed("李敏", name="北京霁川科技有限公司")), []),
        ((signed(),), []),
        ((signed(signer=None), licensed("王晓华")), [Reason.STATEMENT_ALTERED]),
        ((signed(signer=None, seals=[OWN, "王晓华印"]), licensed("王晓华")), []),
        ((signed(signer=None, seals=[OWN, "李敏印"]), licensed("王晓华")), [Reason.STATEMENT_ALTERED]),
    ],
)
def test_the_legal_representative_of_the_licence_signs(papers: tuple[Record, ...], reasons: list[Reason]) -> None:
    packaging = check_packaging(submission(papers), PROGRAMME)
    assert [finding.reason for finding in packaging.findings if finding.rule == "statement"] == reasons
    assert packaging.holds["statement"] is (Holds.DOUBTFUL if reasons else Holds.YES)
