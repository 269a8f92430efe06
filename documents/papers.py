"""The papers of a case as one table: what each is, what stands in it, who makes it, and which act asks for it.

A field is known to the record, or typed by the person who makes the paper. A typed one may have a suggestion from the record,
and may be left to be written by hand on the printed sheet. With any other field empty the paper is refused.
"""

from dataclasses import dataclass
from enum import StrEnum

from core.i18n import Bilingual, Text
from law.articles import cite, get_article
from models.office import Role


class FieldSource(StrEnum):
    """Where a field's words come from."""

    KNOWN = "known"
    """From the record; nobody types over it."""
    TYPED = "typed"
    """Somebody writes it, or takes the record's suggestion; it must not be empty."""
    OPTIONAL = "optional"
    """As typed; left empty, the paper says that nothing is recorded."""
    BY_HAND = "by_hand"
    """As typed; left empty, the paper has a ruled space for a pen."""


MAX_FIELD_LENGTH = 4000
"""Characters in one typed field."""
NOTHING_RECORDED = "未记载"
RULED = "＿＿＿＿＿＿＿＿＿＿＿＿"


@dataclass(frozen=True)
class PaperField:
    """One field of a paper; with columns it is a list of rows."""

    name: str
    words: Text
    fill: FieldSource
    columns: tuple[str, ...] = ()
    longest: int = MAX_FIELD_LENGTH


class PaperSubject(StrEnum):
    """What a paper is about, beside its plan: one leave, one incident, one item's day, one served decision, one change
    of the period."""

    LEAVE = "leave"
    INCIDENT = "incident"
    DAY = "day"
    SERVICE = "service"
    CHANGE = "change"


@dataclass(frozen=True)
class Paper:
    """One row."""

    code: str
    words: Text
    rule: str
    """Under which rule or article of the law's files it is made."""
    fields: tuple[PaperField, ...]
    makers: tuple[Role, ...]
    asked_by: tuple[str, ...]
    """The codes of the operations after which it is to be made."""
    about: PaperSubject | None = None
    decision: tuple[str, ...] = ()
    """The kinds of decision that it makes out: it bears the day of the last of them, and is refused before the first."""
    number_word: str | None = None
    """The word in its number, as in 甲区检未〔附不诉〕; None: the paper has no number."""
    in_pack: bool = False
    """Whether its newest version belongs to the papers on which the final decision is made."""
    inner: bool = False
    """Whether it lies in the inner volume (检察内卷), which no defender reads."""

    def __post_init__(self) -> None:
        get_article(self.rule)

    def field(self, name: str) -> PaperField | None:
        """That field, if the paper has it."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def article(self) -> str:
        """The article as it is stored."""
        return cite(self.rule)

    @property
    def typed(self) -> tuple[PaperField, ...]:
        """The fields that a person writes."""
        return tuple(field for field in self.fields if field.fill is not FieldSource.KNOWN)


_K, _T, _O, _H = FieldSource.KNOWN, FieldSource.TYPED, FieldSource.OPTIONAL, FieldSource.BY_HAND


def _f(name: str, zh: str, en: str, fill: FieldSource = _K, *columns: str) -> PaperField:
    return PaperField(name, Bilingual(zh, en), fill, columns)


_OFFICE = _f("office", "检察院全称", "the office's full name")
_NUMBER = _f("number", "文号", "number of the document")
_MADE_ON = _f("made_on", "制作日期", "day it is made")
_NAME = _f("name", "姓名", "name")
_PERSON = (
    _NAME,
    _f("sex", "性别", "sex"),
    _f("born_on", "出生日期", "birth date"),
    _f("identity_number", "公民身份号码", "identity number"),
    _f("ethnicity", "民族", "ethnicity", _O),
    _f("education", "文化程度", "education", _O),
    _f("school_or_work", "就读学校或工作单位", "school or work", _O),
    _f("address", "住址", "address"),
)
_PERIOD = (
    _f("period_from", "考验期起", "period from"),
    _f("period_to", "考验期止", "period to"),
    _f("months", "考验期月数", "months of the period"),
)
_OFFENCE = (_f("offence", "涉嫌罪名", "offence"), _f("offence_article", "刑法条文", "article of the Criminal Law"))
_TRANSFER = (
    _f("investigated_by", "侦查机关全称", "the investigating organ's full name", _T),
    _f("transferred_on", "移送审查起诉日期", "day of the transfer for examination"),
)
_CONDITIONS = _f(
    "conditions", "附带条件", "additional conditions", _K, "place", "text", "measure", "evidence", "confirmer"
)
_LIFTED = _f("lifted", "强制措施的解除", "measures lifted")
_NOTICE = _f("notice", "权利告知", "notice of rights", _K, "text")
_GUARDIANS = _f("representative", "法定代理人", "legal representative")
_COUNSEL = _f("counsel", "辩护人", "counsel")
_PROSECUTOR = _f("prosecutor", "承办检察官", "prosecutor in charge")
_WORKER = _f("social_worker", "司法社工", "social worker")
_DECIDED_ON = _f("decided_on", "决定日期", "day of the decision")

_FIRST_DECISION = (
    _f("first_number", "附条件不起诉决定书文号", "number of the conditional decision"),
    _f("first_on", "附条件不起诉决定日期", "day of the conditional decision"),
)

_CHECKED = (
    _OFFICE, _f("plan_number", "方案编号", "plan number"), _NAME, _PROSECUTOR,
    _f("ended_by", "案件如何办结", "how the case ended"),
    _f("checked_on", "记录截至", "as the record stood on"),
    _f("lines", "检查项目", "what is checked", _K, "section", "words", "article", "answer", "problem", "put_right"),
)  # fmt: skip
_FINISHED = ("decide_non_prosecution", "end_otherwise", "prosecute")
"""From the decision on: with the seal nothing more is made."""

_DESK = (Role.PROSECUTOR, Role.ASSISTANT)
_CARE = (*_DESK, Role.SOCIAL_WORKER)

PAPERS: tuple[Paper, ...] = (
    Paper(
        "conditional_decision", Bilingual("附条件不起诉决定书", "Decision of conditional non-prosecution"),
        "decision_in_writing",
        (
            _OFFICE, _NUMBER, *_PERSON,
            _f("measures", "强制措施", "measures in force"),
            _GUARDIANS,
            _COUNSEL, *_TRANSFER,
            _f("origin", "诉讼经过", "course of the case", _T),
            *_OFFENCE,
            _f("facts", "认定的事实", "facts", _T),
            _f("evidence", "证据", "evidence", _T),
            _f("reasoning", "理由", "reasons", _T),
            *_PERIOD, _CONDITIONS, _NOTICE, _DECIDED_ON,
        ),
        _DESK, asked_by=("open_plan",), decision=("conditional_non_prosecution",), number_word="附不诉", in_pack=True,
    ),
    Paper(
        "agreement", Bilingual("监督考察协议", "Supervision agreement"), "who_supervises",
        (
            _OFFICE, _NAME, _GUARDIANS, _PROSECUTOR, _WORKER, *_PERIOD,
            _f("others", "其他参加方", "other parties", _O),
            _f("contacts", "联系安排", "schedule of contacts", _K, "what", "times", "first", "last"),
            _f("channel", "报告方式", "how to report", _T),
            _f("data_used", "使用的信息及同意", "data used, and consent", _T),
            _f("emergency", "紧急联系人和电话", "emergency contact", _H),
            _CONDITIONS,
            _f("version", "版本", "version"),
            _MADE_ON,
        ),
        _CARE, asked_by=("announce",),
    ),
    Paper(
        "supervision_plan", Bilingual("监督考察方案", "Supervision plan"), "how_supervised",
        (
            _OFFICE, _NAME, *_PERIOD, _PROSECUTOR, _WORKER,
            _f("needs", "情况和需要", "situation and needs", _T),
            _f("goals", "目标", "goals", _T),
            _CONDITIONS,
            _f("digital_use", "用网安排", "digital use", _T),
            _f("education", "法治教育和学业", "education", _O),
            _f("counselling", "心理辅导", "counselling", _O),
            _f("voluntary_work", "公益劳动", "volunteer work", _O),
            _f("family_guidance", "家庭教育指导", "family guidance", _O),
            _f("support", "帮扶力度（人工确定，注明至何日）", "support, set by a person, with its last day", _O),
            _f("reviews", "评估日期", "days of evaluation", _K, "what", "on"),
            _f("versions", "版本沿革", "versions", _K, "version", "on"),
            _MADE_ON,
        ),
        _CARE, asked_by=("change_period", "change_condition", "open_plan"), in_pack=True,
    ),
    Paper(
        "supervision_record", Bilingual("监督考察笔录", "Supervision record"), "who_supervises",
        (
            _OFFICE, _NAME,
            _f("held_on", "时间", "when", _T), _f("place", "地点", "where", _T),
            _f("present", "在场人", "present", _T), _f("topic", "谈话主题", "topic", _T),
            _f("own_account", "本人陈述", "the minor's own account", _T),
            _f("observation", "观察情况", "observation", _O),
            _f("handed_in", "提交的材料", "submitted", _O),
            _f("next_tasks", "下一步", "next tasks", _T),
        ),
        _CARE, asked_by=("submit",), about=PaperSubject.DAY, in_pack=True,
    ),
    Paper(
        "thought_report", Bilingual("思想汇报", "Thought report"), "activity_report",
        (
            _NAME, _f("month", "时间段", "period"),
            _f("study_work", "学习和工作", "study and work", _H),
            _f("people_met", "交往", "people met", _H),
            _f("online_use", "用网", "online use", _H),
            _f("feelings", "感受", "feelings", _H),
            _f("problems", "困难", "problems", _H),
            _f("next_plan", "下一步打算", "next plan", _H),
            _f("feedback", "反馈", "feedback", _H),
        ),
        _CARE, asked_by=("call_for",), about=PaperSubject.DAY,
    ),
    Paper(
        "leave_form", Bilingual("外出审批表", "Leave form"), "OB-06",
        (
            _OFFICE, _NAME,
            _f("destination", "目的地", "destination"), _f("reason", "事由", "reason"),
            _f("from_on", "离开日期", "from"), _f("to_on", "返回日期", "to"), _f("asked_on", "申请日期", "asked on"),
            _f("travel", "交通方式", "travel", _H), _f("host", "住处", "host", _H),
            _f("reached_at", "外出期间联系方式", "contact while away", _H),
            _f("guardian_consent", "监护人意见", "guardian's consent", _H),
            _f("answer", "检察官决定", "decision"), _f("police_station", "派出所意见", "the police station's answer"),
            _f("terms", "附带要求", "terms", _O),
            _f("return_check", "返回报到", "return check"),
        ),
        _DESK, asked_by=("decide_leave",), about=PaperSubject.LEAVE,
    ),
    Paper(
        "admonition", Bilingual("训诫书（本院做法）", "Admonition letter (the office's practice)"),
        "reprimand",
        (
            _OFFICE, _NUMBER, _NAME,
            _f("facts", "事实", "facts", _T), _f("rule", "有关要求", "the rule", _T),
            _f("explanation", "听取的本人说明", "the explanation heard"),
            _f("demand", "要求", "demand", _T), _f("by_on", "期限", "by when", _T),
            _f("consequence", "后果", "consequence", _T), _MADE_ON, _PROSECUTOR,
        ),
        _DESK, asked_by=("close_incident",), about=PaperSubject.INCIDENT, number_word="训诫", in_pack=True,
    ),
    Paper(
        "handover_letter", Bilingual("协助考察函", "Letter asking for assistance"), "SU-05",
        (
            _OFFICE, _NUMBER, _f("assisting_office", "协助的检察院", "the assisting office"), _NAME, *_PERIOD,
            _f("left", "剩余考验期", "what is left of the period"), _CONDITIONS,
            _f("reporting", "反馈间隔", "reporting interval", _T),
            _f("contact", "联系人和电话", "contact", _T),
            _f("answer_by", "请于何日前复函", "to be answered by", _T), _MADE_ON,
        ),
        _DESK, asked_by=("assist_elsewhere",), number_word="协考",
    ),
    Paper(
        "opinion", Bilingual("附条件不起诉考察意见书", "Supervision opinion"), "FI-12",
        (
            _OFFICE, _NUMBER, *_PERSON, _GUARDIANS, _COUNSEL, *_TRANSFER, *_OFFENCE, _DECIDED_ON, *_PERIOD, _PROSECUTOR, _WORKER,
            _f("tasks", "各项义务履行情况", "tasks done", _K, "who", "owed", "on_time", "late", "excused", "missed"),
            _f("conditions_done", "附带条件履行情况", "conditions", _K, "place", "text", "done"),
            _f("incidents", "违反规定情况及处理", "incidents and what followed", _K, "on", "finding", "response"),
            _f("digital_use", "用网情况", "digital use"),
            _f("evaluations", "阶段评估", "evaluations", _K, "on", "result", "text"),
            _f("voice_minor", "本人意见", "the minor"),
            _f("voice_guardian", "监护人意见", "the guardian", _T),
            _f("voice_defender", "辩护人意见", "the defender"),
            _f("victim", "被害人意见", "the victim"),
            _f("voice_police", "公安机关意见", "the police", _O),
            _f("voice_school", "学校意见", "the school", _O),
            _f("voice_worker", "司法社工意见", "the social worker", _T),
            _f("effect", "效果评估及方法说明", "effect, with a note on the method", _T),
            _f("proposal", "处理建议", "proposal"), _MADE_ON,
            _f("goals", "附表：用网目标", "annex: goals of digital use", _K, "goal", "weeks", "result", "reason"),
            _f("goal_weeks", "附表：用网目标各周", "annex: the goals week by week", _K, "goal", "week", "figure", "target", "bar", "compared"),
        ),
        _DESK, asked_by=("write_opinion",), decision=("opinion",), number_word="附不诉考", in_pack=True,
    ),
    Paper(
        "non_prosecution", Bilingual("不起诉决定书", "Decision of non-prosecution"), "decision_of_non_prosecution",
        (
            _OFFICE, _NUMBER, *_PERSON, _GUARDIANS, _COUNSEL, *_TRANSFER,
            _f("origin", "诉讼经过", "course of the case", _T), *_OFFENCE,
            _f("facts", "案件事实", "facts", _T), *_FIRST_DECISION, *_PERIOD,
            _f("performance", "考验期内表现", "conduct in the period", _T),
            _f("reasoning", "法律依据和理由", "law and reasons", _T),
            _f("property", "查封、扣押、冻结财物的处理", "property", _T), _LIFTED, _NOTICE, _DECIDED_ON,
        ),
        _DESK, asked_by=("decide_non_prosecution",), decision=("non_prosecution",), number_word="不诉", in_pack=True,
    ),
    Paper(
        "other_non_prosecution", Bilingual("不起诉决定书（法定、存疑）", "Decision of non-prosecution on other grounds"),
        "decision_of_non_prosecution",
        (
            _OFFICE, _NUMBER, *_PERSON, _GUARDIANS, _COUNSEL, *_TRANSFER,
            _f("origin", "诉讼经过", "course of the case", _T), *_OFFENCE,
            _f("facts", "案件事实", "facts", _T),
            _f("reasoning", "法律依据和理由", "law and reasons", _T), _f("decided_under", "不起诉的条文", "the articles of the decision"),
            _f("property", "查封、扣押、冻结财物的处理", "property", _T), _LIFTED, _NOTICE, _DECIDED_ON,
        ),
        _DESK, asked_by=("end_otherwise",), decision=("end_otherwise",), number_word="不诉", in_pack=True,
    ),
    Paper(
        "revocation", Bilingual("撤销附条件不起诉决定书", "Decision of revocation"), "revocation",
        (
            _OFFICE, _NUMBER, *_PERSON, _GUARDIANS, *_OFFENCE, *_FIRST_DECISION, *_PERIOD,
            _f("ground", "撤销情形", "ground"),
            _f("facts", "事实", "facts", _T), _f("evidence", "证据", "evidence", _T),
            _f("explanation", "听取的本人说明", "the explanation heard"),
            _f("reasoning", "理由", "reasons", _T), _NOTICE, _DECIDED_ON,
        ),
        _DESK, asked_by=("revoke",), decision=("revocation",), number_word="撤附不诉", in_pack=True,
    ),
    Paper(
        "period_change", Bilingual("变更考验期决定书", "Decision to change the period"), "PB-03",
        (
            _OFFICE, _NUMBER, _f("change", "延长或者缩短", "extended or shortened"), *_PERSON, _GUARDIANS, *_OFFENCE,
            *_FIRST_DECISION, _PERIOD[0],
            _f("old_end", "原考验期止", "the former last day"), _f("new_end", "变更后考验期止", "the new last day"),
            _f("reasoning", "理由", "reasons", _T), _DECIDED_ON,
        ),
        _DESK, asked_by=("change_period",), decision=("extension", "shortening"), about=PaperSubject.CHANGE,
        number_word="变考", in_pack=True,
    ),
    Paper(
        "set_aside", Bilingual("撤销不起诉决定书", "Decision to set the non-prosecution aside"), "setting_aside",
        (
            _OFFICE, _NUMBER, *_PERSON, _GUARDIANS, *_OFFENCE, _f("not_prosecuted_on", "原不起诉决定日期", "day of the non-prosecution"),
            _f("not_prosecuted_number", "原不起诉决定书文号", "number of the non-prosecution"),
            _f("facts", "事实", "facts", _T), _f("evidence", "证据", "evidence", _T),
            _f("reasoning", "理由", "reasons", _T), _NOTICE, _DECIDED_ON,
        ),
        _DESK, asked_by=("revoke_non_prosecution",), decision=("set_aside",), number_word="撤不诉", in_pack=True,
    ),
    Paper(
        "sealing_notice", Bilingual("记录封存通知书", "Sealing notice"), "sealing_notice",
        (
            _OFFICE, _NUMBER, _f("title", "标题", "title"), _NAME, _f("born_on", "出生日期", "birth date"),
            _f("addressee", "受通知单位", "to whom", _T), _f("outcome", "处理结果", "outcome"), _DECIDED_ON,
            _f("basis", "封存的法律依据", "the articles that it is sealed under"), _f("seal_by", "应于何日前封存", "to be sealed by"), _MADE_ON,
        ),
        (*_DESK, Role.CLERK), asked_by=("record_judgment", "announce_outcome"), number_word="封存",
    ),
    Paper(
        "sealed_items", Bilingual("封存材料清单", "List of what is sealed"), "sealed_set",
        (
            _OFFICE, _NAME, _f("papers", "文书", "documents", _K, "what", "number", "versions"),
            _f("volumes", "卷宗和其他材料", "volumes and other material", _T), _MADE_ON,
        ),
        (*_DESK, Role.CLERK), asked_by=("record_judgment", "announce_outcome"),
    ),
    Paper(
        "access_log", Bilingual("封存记录查询登记表", "Log of access to a sealed record"), "access",
        (_OFFICE, _f("plan_number", "方案编号", "plan number"), _MADE_ON),
        (*_DESK, Role.CLERK), asked_by=("record_judgment", "announce_outcome"),
    ),
    Paper(
        "confidentiality", Bilingual("保密承诺书", "Confidentiality undertaking"), "undertaking",
        (
            _OFFICE, _f("plan_number", "方案编号", "plan number"), _f("who", "承诺人", "who undertakes it", _H),
            _f("capacity", "身份和单位", "in what capacity", _H), _f("purpose", "知悉案情的事由", "why they know", _H),
        ),
        (*_CARE, Role.CLERK), asked_by=("announce", "announce_outcome"),
    ),
    Paper(
        "certificate_guidance", Bilingual("关于无犯罪记录证明的说明", "How to get a certificate of no record"),
        "certificate_explained",
        (_OFFICE, _MADE_ON),
        (*_CARE, Role.CLERK), asked_by=("announce",),
    ),
    Paper(
        "service_receipt", Bilingual("送达回证", "Receipt of service"), "receipt_of_service",
        (
            _OFFICE, _NUMBER, _f("served", "送达文书", "what is served"), _f("served_number", "文书文号", "its number"),
            _f("addressee", "受送达人", "addressee"), _f("deadline", "应于何日前送达", "to be served by"),
            _f("place", "送达地点", "where", _H), _f("way", "送达方式", "how", _H),
            _f("received_on", "收到日期", "received on"), _f("remarks", "备注", "remarks", _H),
        ),
        (*_DESK, Role.CLERK), asked_by=("carry_out_non_prosecution", "carry_out_revocation", "carry_out_set_aside", "carry_out_end_otherwise", "open_plan", "add_addressee"),
        about=PaperSubject.SERVICE, number_word="送达",
    ),
    Paper(
        "quality_self_check", Bilingual("承办检察官自查表", "The handler's own check of the finished case"), "case_quality_check",
        _CHECKED, _DESK, asked_by=_FINISHED, inner=True,
    ),
    Paper(
        "quality_department_check", Bilingual("部门核查表", "The department's check of the finished case"), "case_quality_check",
        _CHECKED, (Role.DEPARTMENT_HEAD,), asked_by=_FINISHED, inner=True,
    ),
)  # fmt: skip
"""In the order of the volume."""

PAPERS_BY_CODE = {paper.code: paper for paper in PAPERS}
