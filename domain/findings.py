"""Findings: what became of a claim or a document, with its reason in one sentence of each language."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.documents import Source


class Severity(StrEnum):
    """How much a finding weighs (contract, section 4)."""

    FATAL = "fatal"
    MAJOR = "major"
    MINOR = "minor"
    NOTE = "note"


class Status(StrEnum):
    """What became of a row of a list (contract, section 3)."""

    VERIFIED = "verified"
    OPEN = "open"
    EXCLUDED = "excluded"
    COVERED = "covered"


class Reason(StrEnum):
    """The closed list of reasons (contract, section 6)."""

    ARCHIVE_CORRUPT = "archive-corrupt"
    ARCHIVE_ENCRYPTED = "archive-encrypted"
    ARCHIVE_TOO_LARGE = "archive-too-large"
    ARCHIVE_BOMB = "archive-bomb"
    PATH_ESCAPE = "path-escape"
    LINK_IN_ARCHIVE = "link-in-archive"
    VOLUME_MISSING = "volume-missing"
    NAME_UNDECODABLE = "name-undecodable"
    FILE_CORRUPT = "file-corrupt"
    FILE_ENCRYPTED = "file-encrypted"
    FILE_EMPTY = "file-empty"
    FILE_TYPE_UNSUPPORTED = "file-type-unsupported"
    FILE_TIMEOUT = "file-timeout"
    PAGE_UNREADABLE = "page-unreadable"
    KIND_AMBIGUOUS = "kind-ambiguous"
    INDEX_MISSING = "index-missing"
    INDEX_FOLDER_MISSING = "index-folder-missing"
    FOLDER_NOT_INDEXED = "folder-not-indexed"
    LIST_MISSING = "list-missing"
    LIST_NOT_EDITABLE = "list-not-editable"
    HEADER_UNKNOWN = "header-unknown"
    ARCHIVE_MISNAMED = "archive-misnamed"
    CATEGORY_MISMATCH = "category-mismatch"
    PLATFORM_NAME_MISMATCH = "platform-name-mismatch"
    STATEMENT_MISSING = "statement-missing"
    STATEMENT_ALTERED = "statement-altered"
    REPORT_MISSING = "report-missing"
    DUPLICATE_ENTERPRISE = "duplicate-enterprise"
    POSSIBLE_DUPLICATE = "possible-duplicate"
    DUPLICATE_PERSON = "duplicate-person"
    DUPLICATE_ORDER = "duplicate-order"
    OUTSIDE_REGION = "outside-region"
    REGION_CONFLICT = "region-conflict"
    REGION_ORDER = "region-order"
    NOT_AN_ENTERPRISE = "not-an-enterprise"
    LARGE_ENTERPRISE = "large-enterprise"
    GENERIC_SERVICE = "generic-service"
    NO_EVIDENCE = "no-evidence"
    EVIDENCE_NOT_LISTED = "evidence-not-listed"
    SEQUENCE_ORDER = "sequence-order"
    DATE_ORDER = "date-order"
    TOTAL_MISMATCH = "total-mismatch"
    DECLARED_MISMATCH = "declared-mismatch"
    VALUE_INVALID = "value-invalid"
    CONTRACT_MISSING = "contract-missing"
    INVOICE_MISSING = "invoice-missing"
    PARTY_MISMATCH = "party-mismatch"
    POSSIBLE_PARTY = "possible-party"
    DATE_MISSING = "date-missing"
    DATE_INVALID = "date-invalid"
    DATE_OUT_OF_PERIOD = "date-out-of-period"
    AMOUNT_MISMATCH = "amount-mismatch"
    NUMBER_MISMATCH = "number-mismatch"
    SEAL_MISSING = "seal-missing"
    SEAL_MISMATCH = "seal-mismatch"
    SEAL_UNCLEAR = "seal-unclear"
    SIGNATURE_INVALID = "signature-invalid"
    INVOICE_VOID = "invoice-void"
    INVOICE_REUSED = "invoice-reused"
    INVOICE_ARITHMETIC = "invoice-arithmetic"
    COMMITMENT_MISSING = "commitment-missing"
    AGREEMENT_MISSING = "agreement-missing"
    TERM_OUTSIDE_PERIOD = "term-outside-period"
    TERM_UNKNOWN = "term-unknown"
    NOT_THIRD_PARTY = "not-third-party"
    NOTICE_MISSING = "notice-missing"
    SIGN_IN_MISSING = "sign-in-missing"
    SUPPORTING_ITEM_MISSING = "supporting-item-missing"
    SCREENSHOT_MISSING = "screenshot-missing"
    ATTENDANCE_MISMATCH = "attendance-mismatch"
    ATTENDANCE_BELOW_MINIMUM = "attendance-below-minimum"
    ACTIVITY_MISMATCH = "activity-mismatch"
    IMAGE_REUSED = "image-reused"
    INSURANCE_MISSING = "insurance-missing"
    MONTHS_MISSING = "months-missing"
    EMPLOYER_MISMATCH = "employer-mismatch"
    QUALIFICATION_MISSING = "qualification-missing"
    QUALIFICATION_BELOW = "qualification-below"
    PERSON_MISMATCH = "person-mismatch"
    ID_NUMBER_INVALID = "id-number-invalid"
    SURVEY_MISSING = "survey-missing"
    SURVEY_NOT_LISTED = "survey-not-listed"
    SURVEY_SHORTFALL = "survey-shortfall"
    SCORE_MISMATCH = "score-mismatch"
    AVERAGE_MISMATCH = "average-mismatch"
    DOCUMENT_MISSING = "document-missing"
    HOLDER_MISMATCH = "holder-mismatch"
    EXPIRED = "expired"
    CODE_INVALID = "code-invalid"
    FOUNDED_TOO_LATE = "founded-too-late"
    NOT_REGISTERED_HERE = "not-registered-here"
    BELOW_THRESHOLD = "below-threshold"
    SHARE_MISSING = "share-missing"
    BALANCE_ARITHMETIC = "balance-arithmetic"
    ISSUER_NOT_ELIGIBLE = "issuer-not-eligible"
    RECORD_NOT_CLEAN = "record-not-clean"
    DEADLINE_UNKNOWN = "deadline-unknown"
    EVIDENCE_SHARED = "evidence-shared"
    PERSON_SHARED = "person-shared"
    IMAGE_SHARED = "image-shared"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One plain sentence in Chinese and English; `{…}` are the facts that a finding of this reason must bring."""

    severity: Severity
    zh: str
    en: str

    @property
    def facts(self) -> frozenset[str]:
        """The names of the facts that both sentences use."""
        return frozenset(name for _, name, _, _ in string.Formatter().parse(self.zh + self.en) if name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What became of a claim or a document: reason, weight, the rule, list and row it concerns, and where it shows."""

    reason: Reason
    severity: Severity
    facts: tuple[tuple[str, str], ...] = ()
    rule: str | None = None
    list: str | None = None
    row: int | None = None
    sources: tuple[Source, ...] = ()

    @property
    def message(self) -> str:
        """The Chinese sentence (neutral: what was found, where, what to hand in)."""
        return SENTENCES[self.reason].zh.format_map(dict(self.facts))

    @property
    def message_en(self) -> str:
        """The English sentence."""
        return SENTENCES[self.reason].en.format_map(dict(self.facts))


def make_finding(
    reason: Reason,
    *sources: Source,
    severity: Severity | None = None,
    rule: str | None = None,
    list_name: str | None = None,
    row: int | None = None,
    **facts: object,
) -> Finding:
    """A finding with all facts its sentence needs; a missing or superfluous fact is a TypeError (a fault of ours)."""
    sentence = SENTENCES[reason]
    if sentence.facts != frozenset(facts):
        expected = ", ".join(sorted(sentence.facts))
        raise TypeError(f"{reason} needs the facts ({expected}), got ({', '.join(sorted(facts))})")
    return Finding(
        reason=reason,
        severity=severity or sentence.severity,
        facts=tuple(sorted((name, str(value)) for name, value in facts.items())),
        rule=rule,
        list=list_name,
        row=row,
        sources=sources,
    )


def _sentences() -> Mapping[Reason, Sentence]:
    fatal, major, minor, note = Severity.FATAL, Severity.MAJOR, Severity.MINOR, Severity.NOTE
    r = Reason
    rows: tuple[tuple[Reason, Severity, str, str], ...] = (
        (
            r.ARCHIVE_CORRUPT,
            major,
            "压缩包“{name}”无法解开（{found}），请重新打包提交。",
            "Archive “{name}” cannot be unpacked ({found}); please pack and hand it in again.",
        ),
        (
            r.ARCHIVE_ENCRYPTED,
            major,
            "压缩包“{name}”已加密，请提供密码或提交未加密的压缩包。",
            "Archive “{name}” is encrypted; please give the password or hand in an unencrypted one.",
        ),
        (
            r.ARCHIVE_TOO_LARGE,
            minor,
            "压缩包“{name}”为{found}，超过{expected}，请拆分为“XX公司-1”“XX公司-2”提交。",
            "Archive “{name}” has {found}, more than {expected}; please split it into “XX公司-1”, “XX公司-2”.",
        ),
        (
            r.ARCHIVE_BOMB,
            major,
            "“{name}”解压后超过限制（{found}），已停止解压。",
            "“{name}” exceeds a limit when unpacked ({found}); unpacking was stopped.",
        ),
        (
            r.PATH_ESCAPE,
            major,
            "压缩包中的路径“{name}”指向包外，该文件未读取。",
            "The path “{name}” points outside its archive; the file was not read.",
        ),
        (
            r.LINK_IN_ARCHIVE,
            minor,
            "压缩包中的“{name}”是链接，未读取，请提交文件本身。",
            "“{name}” is a link inside the archive and was not read; please hand in the file itself.",
        ),
        (
            r.VOLUME_MISSING,
            major,
            "压缩包不齐：缺少“{expected}”，请补交。",
            "The archives are not complete: “{expected}” is missing; please hand it in.",
        ),
        (
            r.NAME_UNDECODABLE,
            note,
            "文件名“{name}”的编码无法识别，内容已照常读取。",
            "The encoding of the file name “{name}” is not known; its content was read as usual.",
        ),
        (
            r.FILE_CORRUPT,
            major,
            "文件“{name}”无法打开（{found}），请重新提交。",
            "File “{name}” cannot be opened ({found}); please hand it in again.",
        ),
        (
            r.FILE_ENCRYPTED,
            major,
            "文件“{name}”已加密，请提供密码或提交未加密的文件。",
            "File “{name}” is encrypted; please give the password or hand in an unencrypted file.",
        ),
        (
            r.FILE_EMPTY,
            minor,
            "文件“{name}”没有内容，请核对后重新提交。",
            "File “{name}” is empty; please check and hand it in again.",
        ),
        (
            r.FILE_TYPE_UNSUPPORTED,
            minor,
            "文件“{name}”的格式（{found}）无法读取，请转换为PDF、图片、Word或Excel后提交。",
            "File “{name}” has a format ({found}) that cannot be read; please hand it in as PDF, picture, Word or Excel.",
        ),
        (
            r.FILE_TIMEOUT,
            major,
            "文件“{name}”未能在限定的时间和内存内读完（{found}），请人工查看。",
            "File “{name}” could not be read within the limits of time and memory ({found}); please look at it.",
        ),
        (
            r.PAGE_UNREADABLE,
            major,
            "“{name}”第{found}页看不清，请人工查看或请申报单位提交清晰的扫描件。",
            "Page {found} of “{name}” cannot be read; please look at it or ask for a clear scan.",
        ),
        (
            r.KIND_AMBIGUOUS,
            note,
            "“{name}”可能是{found}，请人工确认其种类。",
            "“{name}” may be {found}; please confirm its kind.",
        ),
        (
            r.INDEX_MISSING,
            minor,
            "未见目录文档，请提交写明每项指标对应文件夹序号和名称的目录。",
            "No index document was found; please hand in one that names the folder of each indicator.",
        ),
        (
            r.INDEX_FOLDER_MISSING,
            minor,
            "目录所列文件夹“{name}”未见于提交的材料，请核对。",
            "The folder “{name}” named in the index was not found; please check.",
        ),
        (
            r.FOLDER_NOT_INDEXED,
            note,
            "文件夹“{name}”未列入目录文档，请补充目录。",
            "The folder “{name}” is not named in the index; please complete the index.",
        ),
        (
            r.LIST_MISSING,
            major,
            "未见{name}，请按附表格式提交可编辑的Excel表格。",
            "The list {name} was not found; please hand it in as an editable Excel file.",
        ),
        (
            r.LIST_NOT_EDITABLE,
            major,
            "{name}不是可编辑的Excel表格，其中各行无法核对，请提交Excel版本。",
            "The list {name} is not an editable Excel file, so its rows cannot be checked; please hand in the Excel version.",
        ),
        (
            r.HEADER_UNKNOWN,
            minor,
            "“{name}”中未能识别表头（{found}），请按附表的表头填写。",
            "The header of “{name}” was not recognised ({found}); please use the headers of the template.",
        ),
        (
            r.ARCHIVE_MISNAMED,
            minor,
            "压缩包“{name}”未按“{expected}”的格式命名。",
            "Archive “{name}” is not named like “{expected}”.",
        ),
        (
            r.CATEGORY_MISMATCH,
            major,
            "申报服务类别为“{found}”，名录中为“{expected}”，请核对。",
            "The declared category is “{found}”, the registry says “{expected}”; please check.",
        ),
        (
            r.PLATFORM_NAME_MISMATCH,
            minor,
            "平台名称为“{found}”，名录中为“{expected}”，请核对。",
            "The platform name is “{found}”, the registry says “{expected}”; please check.",
        ),
        (
            r.STATEMENT_MISSING,
            major,
            "未见真实性声明函，请按模板签字盖章后提交。",
            "The statement of truth was not found; please hand it in signed and sealed.",
        ),
        (
            r.STATEMENT_ALTERED,
            major,
            "声明函“{name}”与模板不一致（{found}），请按模板原文提交。",
            "The statement “{name}” differs from the template ({found}); please use the wording of the template.",
        ),
        (
            r.REPORT_MISSING,
            major,
            "未见绩效报告的{name}，请补交。",
            "The {name} of the performance report was not found; please hand it in.",
        ),
        (
            r.DUPLICATE_ENTERPRISE,
            major,
            "“{name}”与第{other}行是同一企业（{found}），只计一次。",
            "“{name}” is the same enterprise as row {other} ({found}) and is counted once.",
        ),
        (
            r.POSSIBLE_DUPLICATE,
            major,
            "“{name}”与第{other}行可能重复（{found}），请人工确认。",
            "“{name}” may repeat row {other} ({found}); please decide.",
        ),
        (
            r.DUPLICATE_PERSON,
            major,
            "“{name}”与第{other}行是同一人，只计一次。",
            "“{name}” is the same person as row {other} and is counted once.",
        ),
        (
            r.DUPLICATE_ORDER,
            major,
            "“{name}”与{other}重复，只计一次。",
            "“{name}” repeats {other} and is counted once.",
        ),
        (
            r.OUTSIDE_REGION,
            major,
            "“{name}”所属省市为“{found}”，不在{expected}范围内，不计入。",
            "“{name}” is in “{found}”, outside {expected}, and is not counted.",
        ),
        (
            r.REGION_CONFLICT,
            major,
            "“{name}”填报的所属省市为“{found}”，与{expected}不一致，请核对。",
            "“{name}” is listed under “{found}”, which contradicts {expected}; please check.",
        ),
        (
            r.REGION_ORDER,
            minor,
            "名单未按北京、天津、河北的顺序排列（第{found}行起）。",
            "The list is not sorted Beijing, Tianjin, Hebei (from row {found} on).",
        ),
        (
            r.NOT_AN_ENTERPRISE,
            major,
            "“{name}”不是企业（{found}），不计入。",
            "“{name}” is not an enterprise ({found}) and is not counted.",
        ),
        (
            r.LARGE_ENTERPRISE,
            major,
            "“{name}”的企业划型为大型，不属于中小企业，不计入。",
            "“{name}” is listed as a large enterprise, not an SME, and is not counted.",
        ),
        (
            r.GENERIC_SERVICE,
            minor,
            "“{name}”的服务内容“{found}”不具体，请写明具体服务。",
            "The service “{found}” of “{name}” is not specific; please say what was done.",
        ),
        (
            r.NO_EVIDENCE,
            major,
            "未见“{name}”的证明材料，请补交（{expected}）。",
            "No evidence was found for “{name}”; please hand in ({expected}).",
        ),
        (
            r.EVIDENCE_NOT_LISTED,
            note,
            "“{name}”有证明材料（{found}），但不在{expected}中，请核对名单。",
            "There is evidence ({found}) for “{name}”, which is not on {expected}; please check the list.",
        ),
        (
            r.SEQUENCE_ORDER,
            minor,
            "{name}的顺序与人员名单不一致（{found}），请按名单顺序整理。",
            "The order of {name} differs from the roster ({found}); please sort it as the roster.",
        ),
        (
            r.DATE_ORDER,
            minor,
            "{name}未按日期顺序填写（第{found}行）。",
            "{name} is not in order of date (row {found}).",
        ),
        (
            r.TOTAL_MISMATCH,
            minor,
            "{name}的合计为{found}，逐行相加为{expected}，请核对。",
            "The total of {name} says {found}, its rows add up to {expected}; please check.",
        ),
        (
            r.DECLARED_MISMATCH,
            minor,
            "{name}填报{found}，名单或材料为{expected}，请核对。",
            "{name} is declared as {found}, the list or the papers say {expected}; please check.",
        ),
        (
            r.VALUE_INVALID,
            major,
            "“{name}”的{expected}“{found}”无法识别或不合理，请核对。",
            "The {expected} “{found}” of “{name}” is not a possible value; please check.",
        ),
        (
            r.CONTRACT_MISSING,
            major,
            "未见“{name}”的合同，请补交。",
            "No contract was found for “{name}”; please hand it in.",
        ),
        (
            r.INVOICE_MISSING,
            major,
            "未见“{name}”的发票，请补交。",
            "No invoice was found for “{name}”; please hand it in.",
        ),
        (
            r.PARTY_MISMATCH,
            major,
            "“{name}”的材料写的是“{found}”，应为“{expected}”，请核对。",
            "The paper for “{name}” names “{found}” where “{expected}” was expected; please check.",
        ),
        (
            r.POSSIBLE_PARTY,
            major,
            "材料中的“{found}”可能是“{name}”（{expected}），请人工确认。",
            "“{found}” in the papers may be “{name}” ({expected}); please decide.",
        ),
        (
            r.DATE_MISSING,
            major,
            "“{name}”的{found}未见落款日期，请提交有日期的文本。",
            "The {found} of “{name}” bears no date; please hand in a dated copy.",
        ),
        (
            r.DATE_INVALID,
            major,
            "“{name}”的日期“{found}”不成立，请核对。",
            "The date “{found}” of “{name}” is not possible; please check.",
        ),
        (
            r.DATE_OUT_OF_PERIOD,
            major,
            "“{name}”的日期为{found}，不在{expected}内。",
            "“{name}” is dated {found}, outside {expected}.",
        ),
        (
            r.AMOUNT_MISMATCH,
            major,
            "“{name}”的金额不一致：{found}；{expected}，请核对。",
            "The amounts of “{name}” differ: {found}; {expected}; please check.",
        ),
        (
            r.NUMBER_MISMATCH,
            major,
            "“{name}”的编号不一致：{expected}；{found}，请核对。",
            "The numbers of “{name}” differ: {expected}; {found}; please check.",
        ),
        (
            r.SEAL_MISSING,
            minor,
            "“{name}”未见印章，请提交盖章的文本。",
            "No seal was found on “{name}”; please hand in a sealed copy.",
        ),
        (
            r.SEAL_MISMATCH,
            major,
            "“{name}”的印章为“{found}”，应为“{expected}”，请核对。",
            "The seal on “{name}” reads “{found}”, expected “{expected}”; please check.",
        ),
        (
            r.SEAL_UNCLEAR,
            note,
            "“{name}”的印章无法辨认，请人工查看。",
            "The seal on “{name}” cannot be made out; please look at it.",
        ),
        (
            r.SIGNATURE_INVALID,
            major,
            "“{name}”的电子签名未通过验证（{found}），请人工查看。",
            "The digital signature of “{name}” did not validate ({found}); please look at it.",
        ),
        (
            r.INVOICE_VOID,
            major,
            "发票{found}（{name}）为红字或作废发票，不能证明服务。",
            "Invoice {found} ({name}) is void or a credit note and proves no service.",
        ),
        (
            r.INVOICE_REUSED,
            major,
            "发票{found}被多行使用（第{other}行），请核对。",
            "Invoice {found} is used by several rows ({other}); please check.",
        ),
        (
            r.INVOICE_ARITHMETIC,
            major,
            "发票{name}的金额、税额与价税合计不符（{found}），请核对。",
            "Net, tax and total of invoice {name} do not add up ({found}); please check.",
        ),
        (
            r.COMMITMENT_MISSING,
            major,
            "未见加盖公章的说明和承诺，前100家以外的企业不能计入，请补交。",
            "The sealed explanation and commitment was not found, so enterprises beyond the 100 cannot be counted; please hand it in.",
        ),
        (
            r.AGREEMENT_MISSING,
            major,
            "未见与“{name}”的合作协议，请补交。",
            "No cooperation agreement with “{name}” was found; please hand it in.",
        ),
        (
            r.TERM_OUTSIDE_PERIOD,
            major,
            "与“{name}”的协议（聘书）有效期为{found}，不在{expected}内。",
            "The agreement (or letter) with “{name}” is valid {found}, outside {expected}.",
        ),
        (
            r.TERM_UNKNOWN,
            major,
            "与“{name}”的协议（聘书）签订于{found}，未写明有效期，请人工判断在{expected}是否有效。",
            "The agreement (or letter) with “{name}” is dated {found}, without a term; please decide if it was valid in {expected}.",
        ),
        (
            r.NOT_THIRD_PARTY,
            major,
            "“{name}”不是第三方机构（{found}），不计入。",
            "“{name}” is not a third party ({found}) and is not counted.",
        ),
        (
            r.NOTICE_MISSING,
            major,
            "未见活动“{name}”的通知，请补交。",
            "No notice was found for the activity “{name}”; please hand it in.",
        ),
        (
            r.SIGN_IN_MISSING,
            major,
            "未见活动“{name}”的签到表，请补交。",
            "No sign-in sheet was found for the activity “{name}”; please hand it in.",
        ),
        (
            r.SUPPORTING_ITEM_MISSING,
            major,
            "活动“{name}”缺少照片、总结、课件、新闻稿等其中一项，请补交。",
            "The activity “{name}” lacks one of photo, summary, courseware or press release; please hand one in.",
        ),
        (
            r.SCREENSHOT_MISSING,
            major,
            "未见线上活动“{name}”的会议软件截图，请补交。",
            "No meeting screenshot was found for the online activity “{name}”; please hand it in.",
        ),
        (
            r.ATTENDANCE_MISMATCH,
            note,
            "活动“{name}”填报{expected}，签到表为{found}，请核对。",
            "The activity “{name}” declares {expected}, the sign-in sheet shows {found}; please check.",
        ),
        (
            r.ATTENDANCE_BELOW_MINIMUM,
            note,
            "活动“{name}”参与{found}，未达到{expected}，不计入该指标。",
            "The activity “{name}” had {found}, below {expected}, and does not count for this indicator.",
        ),
        (
            r.ACTIVITY_MISMATCH,
            major,
            "活动“{name}”的材料与台账不一致：{found}；台账为{expected}，请核对。",
            "The papers of the activity “{name}” differ from the list: {found}; the list says {expected}; please check.",
        ),
        (
            r.IMAGE_REUSED,
            major,
            "活动“{name}”的图片与{other}相同，请人工确认。",
            "A picture of the activity “{name}” is the same as in {other}; please decide.",
        ),
        (
            r.INSURANCE_MISSING,
            major,
            "未见“{name}”的社保记录，请补交{expected}的记录。",
            "No social-insurance record was found for “{name}”; please hand in the record of {expected}.",
        ),
        (
            r.MONTHS_MISSING,
            major,
            "“{name}”的社保缺少{found}，需{expected}整年。",
            "The social insurance of “{name}” lacks {found}; the whole of {expected} is required.",
        ),
        (
            r.EMPLOYER_MISMATCH,
            major,
            "“{name}”的社保单位为“{found}”，不是申报单位，请人工确认。",
            "The social insurance of “{name}” is with “{found}”, not with the applicant; please decide.",
        ),
        (
            r.QUALIFICATION_MISSING,
            major,
            "未见“{name}”的学历或职称证明，请补交。",
            "No diploma or title certificate was found for “{name}”; please hand it in.",
        ),
        (
            r.QUALIFICATION_BELOW,
            major,
            "“{name}”的学历或职称为{found}，低于本科和中级。",
            "“{name}” has {found}, below bachelor and intermediate title.",
        ),
        (
            r.PERSON_MISMATCH,
            major,
            "“{name}”的证件信息不一致（{found}），请人工确认。",
            "The papers of “{name}” contradict each other ({found}); please decide.",
        ),
        (
            r.ID_NUMBER_INVALID,
            note,
            "“{name}”的身份证号{found}未通过校验，请核对。",
            "The ID number {found} of “{name}” fails its check; please check.",
        ),
        (
            r.SURVEY_MISSING,
            major,
            "未见“{name}”的满意度调查问卷，请补交。",
            "No questionnaire was found for “{name}”; please hand it in.",
        ),
        (
            r.SURVEY_NOT_LISTED,
            major,
            "“{name}”不在服务企业名单中，问卷不计入。",
            "“{name}” is not on the list of enterprises served; its questionnaire is not counted.",
        ),
        (
            r.SURVEY_SHORTFALL,
            major,
            "有效问卷{found}份，应不少于{expected}份，请补交。",
            "There are {found} valid questionnaires, at least {expected} are required; please hand in more.",
        ),
        (
            r.SCORE_MISMATCH,
            major,
            "“{name}”的问卷满意度为{found}，名单为{expected}，请核对。",
            "The questionnaire of “{name}” says {found}, the list {expected}; please check.",
        ),
        (
            r.AVERAGE_MISMATCH,
            minor,
            "平均满意度填报{found}，逐行计算为{expected}，请核对。",
            "The mean is given as {found}, the rows give {expected}; please check.",
        ),
        (r.DOCUMENT_MISSING, major, "未见{name}，请补交。", "The {name} was not found; please hand it in."),
        (
            r.HOLDER_MISMATCH,
            major,
            "“{name}”的持有人为“{found}”，应为“{expected}”，请核对。",
            "“{name}” is held by “{found}”, expected “{expected}”; please check.",
        ),
        (
            r.EXPIRED,
            major,
            "“{name}”的有效期至{found}，不覆盖{expected}。",
            "“{name}” was valid until {found}, which does not cover {expected}.",
        ),
        (
            r.CODE_INVALID,
            note,
            "“{name}”的代码{found}未通过校验，请核对。",
            "The code {found} of “{name}” fails its check; please check.",
        ),
        (
            r.FOUNDED_TOO_LATE,
            fatal,
            "“{name}”成立于{found}，晚于{expected}，不满{years}年。",
            "“{name}” was founded on {found}, after {expected}: less than {years} years.",
        ),
        (
            r.NOT_REGISTERED_HERE,
            fatal,
            "“{name}”的住所为“{found}”，不在{expected}。",
            "“{name}” is registered at “{found}”, not in {expected}.",
        ),
        (r.BELOW_THRESHOLD, major, "{name}为{found}，未达到{expected}。", "{name} is {found}, below {expected}."),
        (
            r.SHARE_MISSING,
            major,
            "“{name}”未写明占比的具体数字，请补充后盖章提交。",
            "“{name}” does not state the share as a number; please complete, seal and hand it in.",
        ),
        (
            r.BALANCE_ARITHMETIC,
            major,
            "“{name}”的资产总计与负债、权益合计不符（{found}），请核对。",
            "Assets do not equal liabilities plus equity in “{name}” ({found}); please check.",
        ),
        (
            r.ISSUER_NOT_ELIGIBLE,
            major,
            "“{name}”的颁发单位“{found}”不符合要求（{expected}）。",
            "The issuer “{found}” of “{name}” is not eligible ({expected}).",
        ),
        (
            r.RECORD_NOT_CLEAN,
            major,
            "“{name}”的信用查询有记录（{found}），请人工判断。",
            "The credit query of “{name}” shows records ({found}); please decide.",
        ),
        (
            r.DEADLINE_UNKNOWN,
            note,
            "未给出申报截止日期，按{expected}判断，请确认。",
            "The deadline is not known; {expected} was used; please confirm.",
        ),
        (
            r.EVIDENCE_SHARED,
            major,
            "“{name}”也出现在其他申报材料中（{other}），仅供内部核查。",
            "“{name}” also appears in another submission ({other}); for staff only.",
        ),
        (
            r.PERSON_SHARED,
            major,
            "“{name}”也出现在其他申报单位的人员名单中（{other}），仅供内部核查。",
            "“{name}” is also on the roster of another applicant ({other}); for staff only.",
        ),
        (
            r.IMAGE_SHARED,
            major,
            "“{name}”的图片也出现在其他申报材料中（{other}），仅供内部核查。",
            "A picture of “{name}” also appears in another submission ({other}); for staff only.",
        ),
    )
    return {reason: Sentence(severity, zh, en) for reason, severity, zh, en in rows}


SENTENCES: Mapping[Reason, Sentence] = _sentences()
