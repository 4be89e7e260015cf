"""Rights, honours, licences, standards and posts of the applicant: what counts, at both sides of every edge."""

# ruff: noqa: ANN401 - a paper may say anything

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import programmes
from domain.claims import ListName
from domain.codes import patent_check
from domain.documents import Kind
from domain.findings import Reason, Severity, Status
from domain.records import Field, Record
from domain.report import Applicant, Platform, Report, RuleResult
from flows.verify import Request, options_of
from tests.papers import APPLICANT, OWN, OWN_CODE, declared, record, served_row, submission
from tests.perfect import read_perfectly
from validators.verification import verify

PROGRAMME = programmes.load(programmes.DEFAULT)
HONOURS, LICENCES, RIGHTS, STANDARDS, POSTS = "score-1", "score-2", "score-3", "score-11", "score-13"
PARENT, CLIENT = "天津岚舟控股集团有限公司", "北京云途科技有限公司"
FORMER = "北京霁谷企业管理有限公司"
BUREAU = "北京市经济和信息化局"
VERIFIED, OPEN, EXCLUDED = Status.VERIFIED, Status.OPEN, Status.EXCLUDED
Outcome = tuple[Status, tuple[Reason, ...]]


def run(
    records: Iterable[Record],
    applicant: Applicant | None = APPLICANT,
    lists: Any = (),
    deadline: date | None = None,
) -> Report:
    options = options_of(Request(archives=(), deadline=deadline), PROGRAMME)
    return verify(PROGRAMME, submission(records, applicant=applicant, lists=lists), options, version="0")


def result(rule: str, *records: Record, **more: Any) -> RuleResult:
    return next(found for found in run(records, **more).rules if found.rule.id == rule)


def outcome(rule: str, *records: Record, **more: Any) -> list[Outcome]:
    return [(unit.status, unit.reasons) for unit in result(rule, *records, **more).units]


def one(rule: str, paper: Record, **more: Any) -> Outcome:
    (found,) = outcome(rule, paper, **more)
    return found


def adds_up(found: RuleResult) -> bool:
    count = found.count
    return count.listed == count.verified + count.open + count.covered + count.excluded - count.duplicates


# --- Rights -----------------------------------------------------------------------------------------------------------


def patent_number(year: int = 2021, sort: int = 1, serial: int = 123456) -> str:
    body = f"{year}{sort}{serial:07d}"
    return f"ZL {year} {sort} {serial:07d}.{patent_check(body)}"


def patent(**changes: Any) -> Record:
    said: dict[str, Any] = {
        "owner": OWN,
        "name": "一种政策匹配方法",
        "number": patent_number(),
        "granted_on": "2023-06-09",
        "valid_until": "2041-02-02",
    }
    return record(Kind.IP_CERTIFICATE, **(said | changes))


def software(serial: int = 1, **changes: Any) -> Record:
    said: dict[str, Any] = {
        "owner": OWN,
        "name": f"企业服务系统V{serial}.0",
        "number": f"软著登字第812345{serial}号",
        "registration": f"2021SR045678{serial}",
        "granted_on": "2021-03-24",
    }
    return record(Kind.IP_CERTIFICATE, **(said | changes))


def mark(**changes: Any) -> Record:
    said: dict[str, Any] = {"owner": OWN, "number": "12345678", "granted_on": "2015-01-07", "valid_until": "2025-01-06"}
    return record(Kind.TRADEMARK_CERTIFICATE, **(said | changes))


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (patent(), (VERIFIED, ())),
        (software(), (VERIFIED, ())),
        (mark(), (VERIFIED, ())),
        # granted by the end of the year
        (patent(granted_on="2024-12-31"), (VERIFIED, ())),
        (patent(granted_on="2025-01-01"), (EXCLUDED, (Reason.DATE_OUT_OF_PERIOD,))),
        (patent(granted_on=None), (OPEN, (Reason.DATE_MISSING,))),
        # in force: what ends within the year is for a person, what ended before it is out
        (patent(valid_until="2024-12-31"), (VERIFIED, ())),
        (patent(valid_until="2024-12-30"), (OPEN, (Reason.EXPIRED,))),
        (patent(valid_until="2024-01-01"), (OPEN, (Reason.EXPIRED,))),
        (patent(valid_until="2023-12-31"), (EXCLUDED, (Reason.EXPIRED,))),
        (mark(valid_until="2024-12-31"), (VERIFIED, ())),
        (mark(valid_until="2023-04-20"), (EXCLUDED, (Reason.EXPIRED,))),
        # without a stated end it must be reckoned
        (mark(valid_until=None, granted_on="2015-01-07"), (VERIFIED, ())),
        (mark(valid_until=None, granted_on="2014-12-31"), (OPEN, (Reason.VALUE_INVALID,))),
        (patent(valid_until=None, number=patent_number(2012, 2)), (OPEN, (Reason.VALUE_INVALID,))),
        # the check digit
        (patent(number=patent_number()[:-1] + "0"), (OPEN, (Reason.CODE_INVALID,))),
        # owners
        (patent(owner=f"{PARENT};{OWN}"), (VERIFIED, ())),
        (patent(owner=PARENT), (EXCLUDED, (Reason.HOLDER_MISMATCH,))),
        (patent(owner=None), (OPEN, (Reason.HOLDER_MISMATCH,))),
        (patent(owner="北京砚溪服务有限公司"), (OPEN, (Reason.POSSIBLE_PARTY,))),
        # an application is no grant
        (software(number=None, registration=None, application=True), (EXCLUDED, (Reason.DOCUMENT_MISSING,))),
        # what was read badly proves nothing and excludes nothing
        (patent(sure={"owner": 0.7}), (OPEN, (Reason.PAGE_UNREADABLE,))),
        (patent(owner=PARENT, sure={"owner": 0.85}), (OPEN, (Reason.HOLDER_MISMATCH,))),
        (patent(granted_on="2025-01-01", sure={"granted_on": 0.85}), (OPEN, (Reason.PAGE_UNREADABLE,))),
        (patent(valid_until="2020-01-01", sure={"valid_until": 0.85}), (OPEN, (Reason.EXPIRED,))),
        (patent(sure={"number": 0.7}), (OPEN, (Reason.PAGE_UNREADABLE,))),
        (patent(number=None), (OPEN, (Reason.PAGE_UNREADABLE,))),
    ],
)
def test_a_right_counts_granted_in_force_and_owned(paper: Record, expected: Outcome) -> None:
    assert one(RIGHTS, paper) == expected


def test_a_verified_right_shows_each_piece_of_evidence() -> None:
    paper = patent(path="a.pdf")
    paper = replace(paper, fields={name: at(paper, name, page) for page, name in enumerate(paper.fields, 1)})
    (unit,) = result(RIGHTS, paper).units
    places = {name: paper.fields[name].source for name in ("owner", "number", "granted_on", "valid_until")}
    assert set(places.values()) <= set(unit.sources)


def at(paper: Record, name: str, page: int) -> Field:
    """A field of a paper, on a page of its own."""
    field = paper.fields[name]
    return replace(field, source=replace(field.source, page=page))


def test_a_second_copy_is_a_duplicate() -> None:
    found = result(RIGHTS, software(1), software(1, path="again.pdf"), software(2))
    assert (found.count.listed, found.count.verified, found.count.duplicates) == (2, 2, 1)
    assert adds_up(found)


def test_the_registration_alone_tells_a_copy() -> None:
    copy = software(1, number=None, path="copy.pdf")
    assert outcome(RIGHTS, software(1), copy)[1] == (EXCLUDED, (Reason.DUPLICATE_ORDER,))


def test_the_best_copy_counts_whichever_comes_first() -> None:
    notice = patent(path="01.pdf", application=True, granted_on=None, valid_until=None)
    assert [status for status, _ in outcome(RIGHTS, notice, patent(path="02.pdf"))] == [EXCLUDED, VERIFIED]
    ended = mark(path="01.pdf", valid_until="2019-12-31")
    found = result(RIGHTS, ended, mark(path="02.pdf"))
    assert [unit.status for unit in found.units] == [EXCLUDED, VERIFIED]
    assert (found.count.listed, found.count.duplicates) == (1, 1)
    assert adds_up(found)


def test_another_paper_on_a_number_may_speak_against_it() -> None:
    for doubt in ({"lapsed": "失效"}, {"owner": PARENT}):
        for papers in ((patent(path="1"), patent(path="2", **doubt)), (patent(path="1", **doubt), patent(path="2"))):
            assert VERIFIED not in {status for status, _ in outcome(RIGHTS, *papers)}


def test_a_copy_with_a_misread_number_is_left_to_a_person() -> None:
    misread = software(1, number="软著登字第8123457号", registration="2021SR0456787", sure=0.93)
    assert outcome(RIGHTS, software(1), misread)[1] == (OPEN, (Reason.DUPLICATE_ORDER,))


def test_rights_of_clients_claim_nothing() -> None:
    lists = (declared(ListName.SERVED, [served_row(2, CLIENT)]),)
    assert outcome(RIGHTS, patent(owner=CLIENT), lists=lists) == []
    assert outcome(RIGHTS, patent(owner=CLIENT)) == [(EXCLUDED, (Reason.HOLDER_MISMATCH,))]


def test_a_renewal_that_lies_apart_renews() -> None:
    old = mark(valid_until="2023-04-20")
    renewal = record(
        Kind.TRADEMARK_CERTIFICATE, number="12345678", valid_until="2033-04-20", renewed=True, attachment=True
    )
    assert outcome(RIGHTS, old, renewal) == [(VERIFIED, ())]


def test_a_transfer_that_lies_apart_changes_the_owner() -> None:
    transfer = record(Kind.TRADEMARK_CERTIFICATE, number="12345678", owner=OWN, owner_before=PARENT, attachment=True)
    assert outcome(RIGHTS, mark(owner=PARENT), transfer) == [(VERIFIED, ())]
    assert outcome(RIGHTS, mark(owner=PARENT), replace_number(transfer, "87654321"))[0] == (
        EXCLUDED,
        (Reason.HOLDER_MISMATCH,),
    )


def replace_number(paper: Record, number: str) -> Record:
    return replace(paper, fields={**paper.fields, "number": replace(paper.fields["number"], value=number)})


def test_a_former_name_is_the_applicant() -> None:
    applicant = replace(APPLICANT, aliases=(FORMER,))
    assert one(RIGHTS, patent(owner=FORMER), applicant=applicant) == (VERIFIED, ())
    assert one(RIGHTS, patent(owner=FORMER)) == (EXCLUDED, (Reason.HOLDER_MISMATCH,))


# --- Honours ----------------------------------------------------------------------------------------------------------


def honour(title: str | None = "北京市中小企业公共服务示范平台", **changes: Any) -> Record:
    said: dict[str, Any] = {"holder": OWN, "title": title, "issuer": BUREAU, "awarded_on": "2024-03-15"}
    return record(Kind.HONOUR_CERTIFICATE, **(said | changes))


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (honour(), (VERIFIED, ())),
        (honour(awarded_on="2023-01-01"), (VERIFIED, ())),
        (honour(awarded_on="2022-12-31"), (EXCLUDED, (Reason.DATE_OUT_OF_PERIOD,))),
        (honour(awarded_on="2024-12-31"), (VERIFIED, ())),
        (honour(awarded_on="2025-01-01"), (EXCLUDED, (Reason.DATE_OUT_OF_PERIOD,))),
        (honour(awarded_on="2022-12-31", sure={"awarded_on": 0.85}), (OPEN, (Reason.PAGE_UNREADABLE,))),
        (honour(awarded_on="2024-12"), (VERIFIED, ())),
        (honour(awarded_on="2022-12"), (EXCLUDED, (Reason.DATE_OUT_OF_PERIOD,))),
        (honour(awarded_on=None), (OPEN, (Reason.DATE_MISSING,))),
        (honour(issuer="工业和信息化部"), (VERIFIED, ())),
        (honour(issuer="北京软件和信息服务业协会"), (EXCLUDED, (Reason.ISSUER_NOT_ELIGIBLE,))),
        (honour(issuer="北京市海淀区人民政府"), (EXCLUDED, (Reason.ISSUER_NOT_ELIGIBLE,))),
        (honour(issuer="北京云途科技有限公司"), (EXCLUDED, (Reason.ISSUER_NOT_ELIGIBLE,))),
        (honour(issuer="北京日报"), (EXCLUDED, (Reason.ISSUER_NOT_ELIGIBLE,))),
        (honour(issuer="北京经济技术开发区管理委员会"), (OPEN, (Reason.ISSUER_NOT_ELIGIBLE,))),
        (honour(issuer="北京市中小企业服务中心"), (OPEN, (Reason.ISSUER_NOT_ELIGIBLE,))),
        (honour(issuer=None), (OPEN, (Reason.ISSUER_NOT_ELIGIBLE,))),
        (honour(issuer="北京市海淀区人民政府", sure={"issuer": 0.85}), (OPEN, (Reason.ISSUER_NOT_ELIGIBLE,))),
        (honour(holder=PARENT), (EXCLUDED, (Reason.HOLDER_MISMATCH,))),
        (honour(holder=None), (OPEN, (Reason.HOLDER_MISMATCH,))),
        (honour(title=None), (OPEN, (Reason.PAGE_UNREADABLE,))),
    ],
)
def test_an_honour_counts_by_day_and_issuer(paper: Record, expected: Outcome) -> None:
    assert one(HONOURS, paper) == expected


def test_one_eligible_issuer_suffices_and_the_others_are_noted() -> None:
    report = run([honour(issuer=f"{BUREAU}、北京软件和信息服务业协会")])
    (unit,) = next(rule for rule in report.rules if rule.rule.id == HONOURS).units
    assert unit.status is VERIFIED
    notes = [f for _, f in report.findings if f.reason is Reason.ISSUER_NOT_ELIGIBLE]
    assert [note.severity for note in notes] == [Severity.NOTE]


def test_certificate_plaque_and_announcement_are_one_title() -> None:
    plaque = honour(awarded_on=None, issuer=BUREAU, path="plaque.jpg")
    notice = listed("2024年度北京市中小企业公共服务示范平台", [CLIENT, OWN])
    found = result(HONOURS, honour("2024年度北京市中小企业公共服务示范平台"), plaque, notice)
    assert (found.count.listed, found.count.verified, found.count.duplicates) == (1, 1, 2)
    assert adds_up(found)


def listed(title: str, names: list[str], **changes: Any) -> Record:
    rows = [{"name": name, "page": 2, "bbox": [0.1, 0.2, 0.5, 0.22], "confidence": 1.0} for name in names]
    said: dict[str, Any] = {"title": title, "issuer": BUREAU, "awarded_on": "2024-03-15", "holders": rows}
    return record(Kind.HONOUR_CERTIFICATE, **(said | changes))


def test_the_row_of_a_list_is_the_place_that_proves() -> None:
    (unit,) = result(HONOURS, listed("文明单位", [CLIENT, OWN])).units
    assert unit.status is VERIFIED
    assert (2, (0.1, 0.2, 0.5, 0.22)) in {(source.page, source.bbox) for source in unit.sources}


def test_a_list_without_the_applicant_is_left_to_a_person_unless_it_speaks_of_clients() -> None:
    assert one(HONOURS, listed("文明单位", [CLIENT, PARENT])) == (OPEN, (Reason.HOLDER_MISMATCH,))
    lists = (declared(ListName.SERVED, [served_row(2, CLIENT)]),)
    assert outcome(HONOURS, listed("文明单位", [CLIENT, PARENT]), lists=lists) == []


def test_the_day_of_the_certificate_goes_before_that_of_the_announcement() -> None:
    notice = listed("文明单位", [OWN], awarded_on="2023-01-05")
    found = outcome(HONOURS, notice, honour("文明单位", awarded_on="2022-12-30"))
    assert found[0] == (EXCLUDED, (Reason.DATE_OUT_OF_PERIOD,))
    assert outcome(HONOURS, notice)[0] == (VERIFIED, ())


def test_a_renewed_title_counts_once() -> None:
    first = honour("2023年度北京市专精特新中小企业", awarded_on="2023-03-01")
    again = honour("2024年度北京市“专精特新”中小企业", awarded_on="2024-03-01")
    found = result(HONOURS, first, again)
    assert (found.count.verified, found.count.duplicates) == (1, 1)


def test_a_nomination_is_for_a_person() -> None:
    assert one(HONOURS, honour("2024年度优秀服务单位提名")) == (OPEN, (Reason.DOCUMENT_MISSING,))


def test_the_day_of_one_award_and_the_issuer_of_another_prove_none() -> None:
    society = honour("优秀服务单位", issuer="北京软件和信息服务业协会", awarded_on="2024-05-06", path="a.pdf")
    old = honour("优秀服务单位", awarded_on="2020-05-06", path="b.pdf")
    assert {status for status, _ in outcome(HONOURS, society, old)} == {EXCLUDED}
    unsaid = honour("优秀服务单位", issuer=None, awarded_on="2024-05-06", path="c.pdf")
    assert outcome(HONOURS, old, unsaid)[0] == (OPEN, (Reason.ISSUER_NOT_ELIGIBLE,))


def test_one_name_of_two_offices_may_be_two_titles() -> None:
    papers = honour("优秀服务单位"), honour("优秀服务单位", issuer="北京市科学技术委员会", awarded_on="2023-05-06")
    found = result(HONOURS, *papers)
    assert [unit.status for unit in found.units] == [VERIFIED, OPEN]
    assert adds_up(found)
    society = honour("优秀服务单位", issuer="北京软件和信息服务业协会")
    assert [status for status, _ in outcome(HONOURS, society, papers[0])] == [EXCLUDED, VERIFIED]


def test_titles_that_contain_each_other_are_two() -> None:
    found = result(HONOURS, honour("专精特新“小巨人”企业"), honour("北京市专精特新中小企业"))
    assert (found.count.verified, found.count.duplicates) == (2, 0)


def test_a_recognition_of_the_applicant_counts_and_that_of_another_claims_nothing() -> None:
    own = record(
        Kind.RECOGNITION_PROOF,
        holder=OWN,
        title="高新技术企业",
        issuer="北京市科学技术委员会、北京市财政局、国家税务总局北京市税务局",
        awarded_on="2023-11-30",
    )
    other = record(Kind.RECOGNITION_PROOF, holder=CLIENT, title="高新技术企业", issuer=BUREAU, awarded_on="2023-11-30")
    assert outcome(HONOURS, own, other) == [(VERIFIED, ())]


def test_the_platform_may_be_named_instead_of_its_operator() -> None:
    platform = Platform(number=1, operator=OWN, platform="砚溪云服务平台", category="综合咨询", district="海淀区")
    applicant = Applicant(name=OWN, uscc=OWN_CODE, platform=platform)
    assert one(HONOURS, honour(holder="砚溪云服务平台"), applicant=applicant) == (VERIFIED, ())
    assert one(HONOURS, honour(holder="砚溪云服务平台"))[0] is not VERIFIED


# --- Licences ---------------------------------------------------------------------------------------------------------


def permit(title: str | None = "检验检测机构资质认定证书", **changes: Any) -> Record:
    said: dict[str, Any] = {
        "holder": OWN,
        "title": title,
        "number": "210112340567",
        "issuer": "北京市市场监督管理局",
        "awarded_on": "2021-05-06",
        "valid_until": "2027-05-05",
        "permit": True,
    }
    return record(Kind.RECOGNITION_PROOF, **(said | changes))


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (permit(), (VERIFIED, ())),
        (permit(valid_until="2024-12-31"), (VERIFIED, ())),
        (permit(valid_until="2024-12-30"), (EXCLUDED, (Reason.EXPIRED,))),
        (permit(valid_until="2024-12-30", sure={"valid_until": 0.85}), (OPEN, (Reason.EXPIRED,))),
        (permit(awarded_on="2024-12-31"), (VERIFIED, ())),
        (permit(awarded_on="2025-01-01"), (EXCLUDED, (Reason.DATE_OUT_OF_PERIOD,))),
        (permit(valid_until=None), (OPEN, (Reason.VALUE_INVALID,))),
        (permit(valid_until=None, perpetual=True), (VERIFIED, ())),
        (permit(holder=PARENT), (EXCLUDED, (Reason.HOLDER_MISMATCH,))),
        (permit(holder=None), (OPEN, (Reason.HOLDER_MISMATCH,))),
        (permit(awarded_on=None), (OPEN, (Reason.DATE_MISSING,))),
    ],
)
def test_a_licence_counts_held_and_in_force_at_the_end_of_the_year(paper: Record, expected: Outcome) -> None:
    assert one(LICENCES, paper) == expected


def test_a_renewed_licence_counts_beside_the_old_one_of_its_number() -> None:
    old = permit(path="1", awarded_on="2019-02-01", valid_until="2023-12-31")
    new = permit(path="2", awarded_on="2024-01-01", valid_until="2028-12-31")
    found = result(LICENCES, old, new)
    assert [unit.status for unit in found.units] == [EXCLUDED, VERIFIED]
    assert adds_up(found)


def test_a_copy_of_a_licence_with_a_misread_number_is_left_to_a_person() -> None:
    misread = permit(path="2", number="190112345679", sure={"number": 0.9})
    assert [status for status, _ in outcome(LICENCES, permit(path="1", number="190112345678"), misread)] == [
        VERIFIED,
        OPEN,
    ]
    neighbour = permit(path="2", number="190112345679")
    papers = permit(path="1", number="190112345678"), neighbour
    assert [status for status, _ in outcome(LICENCES, *papers)] == [VERIFIED, VERIFIED]


def test_licences_are_distinct_by_number() -> None:
    found = result(LICENCES, permit(), permit(path="copy.pdf"), permit("人力资源服务许可证", number="110108123456"))
    assert (found.count.verified, found.count.duplicates) == (2, 1)
    assert adds_up(found)


def test_management_certificates_and_telecom_licences_are_licences_too_a_filing_is_none() -> None:
    system = record(
        Kind.MANAGEMENT_CERTIFICATE,
        holder=OWN,
        number="03421Q10286R0S",
        standard="GB/T 19001-2016",
        issued_on="2021-05-06",
        valid_until="2025-05-05",
    )
    telecom = record(
        Kind.ICP_FILING, holder=OWN, number="京B2-20201234", approved_on="2020-05-06", valid_until="2025-05-05"
    )
    filing = record(Kind.ICP_FILING, holder=OWN, number="京ICP备12345678号-1", approved_on="2020-05-06")
    assert outcome(LICENCES, system, telecom, filing) == [(VERIFIED, ()), (VERIFIED, ())]


def test_a_licence_is_no_honour() -> None:
    assert outcome(HONOURS, permit(awarded_on="2024-03-01")) == []


# --- Standards --------------------------------------------------------------------------------------------------------


def standard(number: str | None = "GB/T 42345—2023", **changes: Any) -> Record:
    said: dict[str, Any] = {
        "number": number,
        "title": "中小企业公共服务平台 服务规范",
        "published_on": "2023-05-23",
        "drafters": ["中国标准化研究院", OWN],
    }
    return record(Kind.STANDARD_TEXT, **(said | changes))


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (standard(), (VERIFIED, ())),
        (standard("GB 42345-2023"), (VERIFIED, ())),
        (standard("ISO/IEC 27001:2022"), (VERIFIED, ())),
        (standard("YD/T 4321—2023"), (VERIFIED, ())),
        (standard("DB11/T 2034—2022"), (VERIFIED, ())),
        (standard("T/CAS 812—2023"), (EXCLUDED, (Reason.ISSUER_NOT_ELIGIBLE,))),
        (standard("Q/YX 001—2023"), (EXCLUDED, (Reason.ISSUER_NOT_ELIGIBLE,))),
        (standard("T/CAS 812—2023", sure={"number": 0.85}), (OPEN, (Reason.ISSUER_NOT_ELIGIBLE,))),
        (standard("XQZ 812—2023"), (OPEN, (Reason.ISSUER_NOT_ELIGIBLE,))),
        (standard("YD/T 4321—2023", level="团体标准"), (OPEN, (Reason.ISSUER_NOT_ELIGIBLE,))),
        (standard(None), (OPEN, (Reason.PAGE_UNREADABLE,))),
        (standard(published_on="2024-12-31"), (VERIFIED, ())),
        (standard(published_on="2025-01-01"), (EXCLUDED, (Reason.DATE_OUT_OF_PERIOD,))),
        (standard("GB/T 42345—2024", published_on=None), (VERIFIED, ())),
        (standard("GB/T 42345—2025", published_on=None), (OPEN, (Reason.DATE_MISSING,))),
        (standard(published_on=None, draft=True), (OPEN, (Reason.DOCUMENT_MISSING,))),
        (standard(drafters=["中国标准化研究院"]), (EXCLUDED, (Reason.HOLDER_MISMATCH,))),
        (standard(drafters=["北京砚溪服务有限公司"]), (OPEN, (Reason.POSSIBLE_PARTY,))),
        (standard(drafters=None), (OPEN, (Reason.DOCUMENT_MISSING,))),
        (standard(drafters=["中国标准化研究院"], sure={"drafters": 0.85}), (OPEN, (Reason.HOLDER_MISMATCH,))),
    ],
)
def test_a_standard_counts_by_level_day_and_drafter(paper: Record, expected: Outcome) -> None:
    assert one(STANDARDS, paper) == expected


def test_a_dash_makes_no_second_standard_a_part_does() -> None:
    found = result(
        STANDARDS,
        standard("GB/T 42345—2023"),
        standard("GB/T 42345-2023", path="b.pdf"),
        standard("GB/T 42345.2—2023"),
    )
    assert (found.count.verified, found.count.duplicates) == (2, 1)


def test_a_cover_alone_does_not_stand_in_the_way_of_the_text() -> None:
    papers = standard(path="1", drafters=None), standard(path="2")
    assert [status for status, _ in outcome(STANDARDS, *papers)] == [EXCLUDED, VERIFIED]


def test_a_drafter_under_a_former_name() -> None:
    applicant = replace(APPLICANT, aliases=(FORMER,))
    assert one(STANDARDS, standard(drafters=[FORMER]), applicant=applicant) == (VERIFIED, ())


# --- Posts ------------------------------------------------------------------------------------------------------------


def post(title: str = "千亿畅融助力中小企业", **changes: Any) -> Record:
    said: dict[str, Any] = {
        "title": title,
        "account": OWN,
        "issued_on": "2024-06-18",
        "link": "https://mp.weixin.qq.com/s/AbCdEf1234567890",
        "campaign": "千亿畅融",
    }
    return record(Kind.PRESS_RELEASE, **(said | changes))


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (post(), (VERIFIED, ())),
        (post(account="砚溪企服"), (OPEN, (Reason.POSSIBLE_PARTY,))),
        (post(account="财经观察"), (OPEN, (Reason.HOLDER_MISMATCH,))),
        (post(account="财经观察", mentions=[OWN]), (VERIFIED, ())),
        (post(issued_on="2024-01-01"), (VERIFIED, ())),
        (post(issued_on="2023-12-31"), (OPEN, (Reason.DATE_OUT_OF_PERIOD,))),
        (post(issued_on="2025-01-01"), (OPEN, (Reason.DATE_OUT_OF_PERIOD,))),
        (post(issued_on=None), (OPEN, (Reason.DATE_MISSING,))),
    ],
)
def test_a_post_counts_by_account_and_day(paper: Record, expected: Outcome) -> None:
    assert one(POSTS, paper) == expected


def test_the_better_screen_of_a_post_counts() -> None:
    undated = post(path="1", link="mp.weixin.qq.com/s/abc", issued_on=None)
    whole = post(path="2", link="mp.weixin.qq.com/s/abc")
    assert [status for status, _ in outcome(POSTS, undated, whole)] == [EXCLUDED, VERIFIED]


def test_a_licence_that_the_register_calls_revoked_is_left_to_a_person() -> None:
    assert one(LICENCES, permit(lapsed="撤销")) == (OPEN, (Reason.VALUE_INVALID,))


def test_posts_are_distinct_by_link_or_title_and_day() -> None:
    found = result(
        POSTS,
        post(),
        post("另一标题 千亿畅融", path="same-link.pdf"),
        post(link=None, path="same-title.pdf"),
        post(link=None, issued_on="2024-07-01"),
    )
    assert (found.count.verified, found.count.duplicates) == (2, 2)
    assert adds_up(found)


def test_other_press_releases_are_no_posts() -> None:
    assert outcome(POSTS, post(campaign=None)) == []


@pytest.mark.parametrize("rule", [HONOURS, LICENCES, RIGHTS, STANDARDS, POSTS])
def test_nothing_handed_in_counts_nothing(rule: str) -> None:
    found = result(rule)
    assert (found.count.listed, found.count.handed_in, found.verdict) == (0, False, None)


def test_the_period_of_honours_is_that_of_the_policy() -> None:
    assert PROGRAMME.rule(HONOURS).period == "two-years"
    assert options_of(Request(archives=()), PROGRAMME).as_of == date(2024, 12, 31)


@pytest.mark.parametrize("seed", [4, 6])
def test_a_forged_submission_that_is_read_without_fault(seed: int) -> None:
    """Every paper planted on both sides of every edge becomes what its scenario says (fixtures.forge.scenarios)."""
    report, truth = read_perfectly("holdings", seed)
    for rule in (HONOURS, LICENCES, RIGHTS, STANDARDS, POSTS):
        found = next(each for each in report.rules if each.rule.id == rule)
        wanted = sorted((unit.name, str(unit.status), unit.reasons) for unit in truth.units if unit.rule == rule)
        assert sorted((unit.name, str(unit.status), unit.reasons) for unit in found.units) == wanted
        assert adds_up(found)


def test_a_list_of_rights_proves_none() -> None:
    listing = record(Kind.IP_CERTIFICATE, number=patent_number(), listed=True)
    assert outcome(RIGHTS, listing, patent()) == [(VERIFIED, ())]
    assert outcome(RIGHTS, listing) == [(OPEN, (Reason.DOCUMENT_MISSING,))]


def test_a_right_that_a_register_says_has_ended_is_left_to_a_person() -> None:
    assert one(RIGHTS, patent(lapsed="终止")) == (OPEN, (Reason.VALUE_INVALID,))


@pytest.mark.parametrize("title", ["张三“先进个人”", "首都劳动模范", "科技创新领军人才"])
def test_an_honour_of_a_person_is_left_to_a_person(title: str) -> None:
    assert one(HONOURS, honour(title)) == (OPEN, (Reason.HOLDER_MISMATCH,))


def test_a_title_that_may_be_another_one_misread_is_left_to_a_person() -> None:
    one_title, other_title = "北京市中小企业公共服务示范平台", "北京市中小企业公共服劳示范平台"
    misread = honour(other_title, sure={"title": 0.9})
    assert outcome(HONOURS, honour(one_title), misread)[1] == (OPEN, (Reason.DUPLICATE_ORDER,))
    assert outcome(HONOURS, honour(one_title), honour(other_title, sure={"title": 0.99}))[1] == (VERIFIED, ())
    apart = honour(other_title, awarded_on="2023-05-01", sure={"title": 0.9})
    assert outcome(HONOURS, honour(one_title), apart)[1] == (VERIFIED, ())


def test_patents_of_neighbouring_numbers_are_two() -> None:
    """The check digits hold: neither number is misread."""
    first, second = (patent(number=patent_number(serial=n), sure={"number": 0.9}) for n in (123456, 123457))
    assert outcome(RIGHTS, first, second) == [(VERIFIED, ()), (VERIFIED, ())]


def test_a_registration_tells_the_year_of_software_whose_day_was_not_read() -> None:
    assert one(RIGHTS, software(granted_on=None)) == (VERIFIED, ())
    late = software(granted_on=None, registration="2025SR0456781")
    assert one(RIGHTS, late) == (OPEN, (Reason.DATE_MISSING,))


@pytest.mark.parametrize(("deadline", "noted"), [(date(2025, 3, 31), False), (date(2025, 4, 1), True)])
def test_a_licence_that_ended_before_the_deadline_counts_with_a_note(deadline: date, noted: bool) -> None:
    report = run([permit(valid_until="2025-03-31")], deadline=deadline)
    (unit,) = next(each for each in report.rules if each.rule.id == LICENCES).units
    notes = [finding for _, finding in report.findings if finding.reason is Reason.EXPIRED]
    assert (unit.status, [note.severity for note in notes]) == (VERIFIED, [Severity.NOTE] if noted else [])
