"""Papers of activities (domain.md 3.3 to 3.7)."""

from collections.abc import Mapping

from domain.documents import Kind
from extractors.signs.sign import CONTROLS, HELD, MEETING, OUTCOME, Part, Sign, body, place, shape, sign, title

SIGNS: Mapping[Kind, tuple[Sign, ...]] = {
    Kind.ACTIVITY_NOTICE: (
        title(r"关于[^\n]{0,50}\n?[^\n]{0,50}(?:通知|邀请函|函|通告)$", 6, unless=HELD),
        title(r"(?:通知|邀请函|活动预告|活动通告|会议邀请)$|^(?:诚挚)?邀请", 6, unless=HELD),
        body(
            "invites",
            r"活动(?:时间|地点|安排|议程|内容)|会议(?:时间|地点|议程)|培训(?:时间|地点)|报名(?:方式|截止)|参会(?:人员|对象)|主办单位",
            2,
        ),
        body(
            "a poster", r"扫码报名|扫描二维码报名|长按识别|名额有限|敬请(?:期待|光临)|诚邀|报名二维码", 4, unless=HELD
        ),
        title(rf"{HELD}|总结$|签到", -4),
        body("the outcome of others", OUTCOME, -6, unless=r"报名|参会|议程"),
        title(r"关于[^\n]{0,60}(?:公布|公示|表彰|命名|授予|通报)[^\n]{0,60} & 名单|称号|决定|公示|结果", -6),
        place(r"通知|邀请"),
    ),
    Kind.SIGN_IN_SHEET: (
        title(
            r"签到(?:表|册|单|簿|名单)?(?:\([^()\n]{0,12}\))?$|参会(?:人员)?(?:回执|名单|登记表)|报到表|学员名单|参会人员信息",
            6,
        ),
        body(
            "its columns",
            r"姓\s?名[^\n。]{0,30}(?:单\s?位|公\s?司|企业)[^\n。]{0,40}(?:签\s?名|签\s?字|签\s?到|电\s?话|手\s?机|联系方式|入会时间)",
            4,
            unless=r"从事为中小企业服务人员",
        ),
        body(
            "its columns in another order",
            r"(?:单\s?位|公\s?司)(?:名称)?[^\n。]{0,20}姓\s?名[^\n。]{0,40}(?:签\s?名|签\s?字|签\s?到|电\s?话|手\s?机|联系方式)",
            4,
        ),
        title(r"通知$|总结$|社会保险|合同$", -4),
        place(r"签到"),
    ),
    Kind.MEETING_SCREENSHOT: (
        body("its controls", rf"{CONTROLS} & {MEETING}|会议号|静音|聊天|成员|管理|共享|录制|离开", 4),
        body("its program", MEETING, 2),
        body("its number", r"会议号|会议ID|MeetingID|\d{3}\s?-?\s?\d{3}\s?-?\s?\d{3}(?!\d)", 1),
        body("its members", r"成员\s?\(?\d+|\d+人(?:参会|在线|观看)|参会人数", 2),
        shape("picture", 1),
        title(rf"通知|邀请函|{HELD}|总结|合同|协议|签到|声明|承诺", -6),
        place(r"截图|线上|直播|会议截屏"),
    ),
    Kind.ACTIVITY_PHOTO: (
        shape("picture no-text", 2),
        shape("picture little-text", 2),
        body("a banner", r"沙龙|培训|讲座|宣讲|对接会|论坛|研讨|路演|大会|活动|会议|交流会|座谈|峰会|大赛|训练营", 2),
        place(r"照片|现场|合影|影像|图片|(?i:photo|img_)", 3),
        body("another paper", r"会议号|成员\(|签到|姓\s?名|营业执照|发票|证书|合同|证明|目录", -4),
    ),
    Kind.COURSEWARE: (
        title(r"课件|讲义|培训教材", 4),
        shape("landscape many-pages", 2),
        sign("lecturer", Part.HEAD, r"主讲|讲师|主讲人|分享人|汇报人|授课|分享嘉宾|演讲", 2),
        body("slides", r"CONTENTS|目录\s|谢谢(?:观看|聆听|大家)|THANKS?|感谢(?:聆听|观看)", 1),
        place(r"课件|讲义|(?i:ppt)", 3),
        title(r"通知$|总结$|合同$|签到|目录$|报告$|证书$", -4),
    ),
    Kind.ACTIVITY_SUMMARY: (
        title(r"总结(?:报告|表)?$|纪要$|小结$|活动情况(?:报告|说明)?$|活动简报", 6, unless=r"年度(?:工作)?总结|下一步"),
        body("sums up", r"(?:本次|此次)(?:活动|培训|会议|沙龙)|活动(?:效果|成效|概况|基本情况)", 1),
        place(r"总结"),
    ),
    Kind.PRESS_RELEASE: (
        title(HELD, 6, unless=r"通知$|总结$"),
        title(r"新闻稿|新闻通稿|活动报道", 6),
        body(
            "a post of the campaign",
            r"[千干]亿畅融 & (?:阅读|公众号|原创|来源:|发布时间|https?://|推送|链接)",
            7,
            unless=r"活动时间|会议时间|培训时间|甲方",
        ),
        body(
            "published",
            r"本报讯|本网讯|(?:来源|编辑|责任编辑|作者|发布时间|发布日期|阅读量?|浏览(?:量|次数)?)\s?:|公众号|阅读原文|记者",
            3,
        ),
        body("near", r"近日|日前", 1),
        title(r"合同|协议|签到|名单", -4),
        place(r"新闻|报道|宣传|推文|推送"),
    ),
}
