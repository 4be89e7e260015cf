"""The words in which people read statuses, verdicts, severities and columns."""

from collections.abc import Mapping

from domain.findings import Severity, Status
from domain.ledger import LedgerOutcome
from domain.programme import Verdict

STATUS: Mapping[Status, str] = {
    Status.VERIFIED: "已核实",
    Status.OPEN: "待人工核查",
    Status.EXCLUDED: "不计入",
    Status.COVERED: "承诺覆盖",
}
VERDICT: Mapping[Verdict | None, str] = {
    Verdict.MET: "符合",
    Verdict.NOT_MET: "不符合",
    Verdict.OPEN: "需复核",
    Verdict.MISSING: "未提供",
    None: "—",
}
SEVERITY: Mapping[Severity, str] = {
    Severity.FATAL: "致命",
    Severity.MAJOR: "一般",
    Severity.MINOR: "提示补正",
    Severity.NOTE: "说明",
}
OUTCOME: Mapping[LedgerOutcome, str] = {
    LedgerOutcome.READ: "已读取",
    LedgerOutcome.IGNORED: "已忽略",
    LedgerOutcome.FAILED: "未能读取",
    LedgerOutcome.BLOCKED: "已拦截",
}
COLUMN: Mapping[str, str] = {
    "number": "序号",
    "name": "姓名",
    "position": "职务",
    "education": "学历",
    "school_major": "毕业院校及专业",
    "qualification": "资格/资质名称",
    "issuer": "发证机关",
    "phone": "联系电话",
    "enterprise": "服务企业名称",
    "service": "服务内容",
    "province": "所属省市",
    "size": "企业划型",
    "amount_wan": "合同/订单金额（万元）",
    "signed_on": "签订时间",
    "reference": "合同号/订单号/银行回单号等",
    "product": "服务产品（项目）名称",
    "category": "分类",
    "description": "内容介绍",
    "price": "价格",
    "activity": "活动名称",
    "held_on": "时间",
    "place": "地点",
    "enterprises": "参与企业家数",
    "persons": "参与人数",
    "fee": "收费情况",
    "contact": "联系人",
    "satisfaction": "服务满意度（%）",
    "partner": "合作服务机构名称",
    "recognition": "企业资质",
    "uscc": "统一社会信用代码",
    "founded_on": "成立时间",
    "financing_amount_wan": "融资额（万元）",
    "financed_on": "融资时间",
    "stage": "上市/挂牌情况",
    "listed_on": "上市/挂牌时间",
    "code": "证券代码",
    "recognised_on": "认定时间",
    "registered_on": "注册时间",
    "organisation": "工作单位",
    "field": "专业领域",
    "term": "聘期",
    "hired_on": "入职时间",
    "training": "培训名称",
    "trained_on": "培训时间",
    "case": "案例名称",
}
"""Column keys of the lists in the words of the templates; unknown keys are shown as they are."""

LIST: Mapping[str, str] = {
    "staff": "附表1 人员",
    "served": "附表2 服务企业",
    "orders": "附表3 合同订单",
    "products": "附表4 服务产品",
    "activities": "附表5 活动",
    "surveys": "附表6 满意度",
    "partners": "附表7 合作机构",
    "high-growth": "附表8 高成长企业",
    "registered": "注册企业",
    "mentors": "创业导师",
    "startups": "初创企业",
    "financed": "获融资企业",
    "listed": "上市挂牌企业",
    "recognised": "新认定企业",
    "talents": "人才库",
    "recruited": "招聘人才",
    "trained": "培训人才",
    "cases": "应用案例",
}
"""Sheet names of the lists."""
