"""The demonstration: its clock, and where everybody begins whom a visitor may be."""

from core.i18n import Text, _

LABELS: dict[str, dict[str, Text]] = {
    "clock.step": {
        "hour": _("过一小时"),
        "day": _("过一天"),
        "event": _("到下一件事"),
        "monday": _("到下周一"),
    },
    "demo.start": {
        "jia.prosecutor": _("从“我的案件”看起：今天要办的、逾期的、等您决定的"),
        "jia.head": _("从“审批”看起：等您审核的提请；再看本部门的案件"),
        "jia.chief": _("从“审批”看起：法律交给检察长的决定"),
        "jia.worker": _("从“我的案件”看起：今天联系谁，谁的小结还没有收到"),
        "jia.clerk": _("从“记录与查阅”看起：没有回证的送达，封存以后的收尾"),
        "city.admin": _("从“人员”看起：开账号要另一个人确认；看不到案件内容"),
        "city.auditor": _("从“记录与查阅”看起：谁看过、办过什么；看不到案件内容"),
        "city.jurist": _("从“本院做法”看起：挑一个数，先看影响再改；看不到案件内容"),
        "minor": _("孩子手机上的页面：从最上面的一件事填起，两句话就够"),
        "mother": _("妈妈手机上的页面：从请您填的一周小表看起"),
        "jia.assistant": _("从一个方案的文书看起：选一份，已知的内容已经填好"),
        "jia.cases": _("从“我的案件”看起：只有日期和状态，没有姓名"),
        "jia.deputy": _("从“我的案件”看起：授权范围内的案件和提请"),
        "jia.admin": _("从“接口令牌”看起：贵院系统用的令牌，另一个人确认以后才能用"),
        "xin.prosecutor": _("从“我的案件”看起：一个孩子的年龄有疑问，核定以前什么都不催"),
    },
}
