"""Requests for sealed files, and the file as it is read under a grant."""

from core.i18n import Text, _, pgettext

FIELDS: dict[str, Text] = {
    "relation": pgettext("column", "身份"),
    "name": _("姓名"),
    "sex": _("性别"),
    "born_on": _("出生日期"),
    "identity_number": _("身份证号"),
    "phone": pgettext("column", "电话"),
    "address": _("住址"),
    "offence_article": _("罪名条文（刑法）"),
    "act_dates": _("行为日期"),
    "facts_line": pgettext("column", "案情"),
    "predicted_sentence_months": pgettext("column", "可能判处的刑期（月）"),
    "reasons_for_prediction": _("可能判处的刑罚及理由"),
    "repentance": _("悔罪表现"),
    "reasons": pgettext("within a sentence", "理由"),
    "reason": _("理由"),
    "text": pgettext("sealed: fields", "内容"),
    "item": _("哪一项"),
    "received_at": pgettext("column", "收到"),
    "topic": pgettext("column", "事项"),
    "on": _("日期"),
    "of": _("谁说的"),
    "state": pgettext("codes: names", "情况"),
}
"""What a sealed file tells of the person and the case, by the names of its fields, in their order."""

TOPICS: dict[str, Text] = {
    "statement": _("对处理的意见"),
    "victim_heard": _("听取被害人意见"),
    "property": _("涉案财物处理"),
    "after_seal": _("封存后得知的情况"),
}
"""What a fact is about that is no note."""
