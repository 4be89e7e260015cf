"""What the applicant says of itself and of its papers (domain.md 1.4, 3.27, 3.30)."""

from collections.abc import Mapping

from domain.documents import Kind
from extractors.signs.sign import Sign, body, place, title

SIGNS: Mapping[Kind, tuple[Sign, ...]] = {
    Kind.COMMITMENT: (
        title(r"承诺(?:书|函)?$|承诺(?:书|函)|(?:说明|声明)(?:和|及|与|、)承诺", 6, unless=r"服务(?:质量)?承诺$"),
        body("commits", r"(?:郑重|特此|特作|自愿|现)[^\n。]{0,8}承诺|承诺如下|承诺:", 3),
        place(r"承诺"),
    ),
    Kind.STATEMENT: (
        title(
            r"(?:声明|声明函|声明书|说明|说明函|情况说明|保证书)$", 6, unless=r"承诺|说明书|填[写表报]\s?说明|使用说明"
        ),
        body("fixed wording", r"真实性、完整性和准确性", 3),
        body("states", r"特此(?:说明|声明)|声明如下|说明如下", 3),
        place(r"声明|说明"),
    ),
    Kind.INDEX_DOCUMENT: (
        title(r"^[^\n]{0,24}目录(?:文档|清单|表)?$|^目录|材料索引$", 6),
        body("folders", r"文件夹(?:序号|编号|名称|[0-9一二三])", 3),
        body("a table of contents", r"\.{4,12}\s?\d{1,3}\n[^\n]{0,60}\.{4,12}\s?\d{1,3}$", -4),
        place(r"目录[^/]*$"),
    ),
    Kind.PERFORMANCE_REPORT: (
        title(r"绩效(?:评价|自评)?[^\n]{0,6}报告|服务绩效报告", 8),
        body("its chapters", r"平台基本情况 & 平台运营管理情况|平台提供服务情况|下一步发展规划", 4),
        place(r"绩效报告|自评报告"),
    ),
    Kind.DECLARED_FORM: (
        title(r"申报(?:表|书|信息)|填报(?:信息|内容|系统)|基础信息表", 4, unless=r"关于|通知"),
        body("its fields", r"申报服务类别 & 服务场地面积|单位从业人数|注册所在区", 6),
        body("its figures", r"服务京津冀企业家数 & 订单合同数|资产总额", 4),
        place(r"申报表|填报"),
    ),
    Kind.LIST_WORKBOOK: (
        title(
            r"服务人员情况表$|年度服务企业名单|合同订单列表|服务产品\(项目\)名单|服务活动台账|合作服务机构名单|高成长中小企业名单"
            r"|附表4-2-1-\d|^附表\s?[1-8]$",
            8,
        ),
        body("its columns", r"序\s?号\s?(?:服务企业名称|合作服务机构名称|活动名称|服务产品)", 4),
        body("the questions of a platform", r"提交答卷时间|答卷", -6),
    ),
    Kind.OTHER: (
        title(r"纳税申报表|汇算清缴", 8, unless=r"关于|通知|说明|报告|服务|合同|培训"),
        title(r"红字[^\n]{0,14}(?:信息表|确认单)|(?:销售货物|应税(?:劳务|服务))[^\n]{0,14}清单|销货清单", 8),
        body("a fiscal receipt", r"票据代码 & 票据号码|交款人|收款单位", 4),
        title(
            r"(?:课题|科技计划|科技项目|科研项目|研发计划|研发项目)[^\n]{0,16}任务书|立项(?:的)?(?:通知|批复|批准|决定)书?$"
            r"|财政[^\n]{0,12}票据|非税收入|(?:往来结算|会费|捐赠|收费)[^\n]{0,8}票据|(?:业务|电子|银行)回单$|居民身份证|开户许可证|授权委托书$",
            8,
        ),
    ),
}
