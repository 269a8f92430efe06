"""Requests for sealed files, and the file as it is read under a grant."""

from core.words import Words

FIELDS: dict[str, Words] = {
    "relation": Words("身份", "User"),
    "name": Words("姓名", "Name"),
    "sex": Words("性别", "Sex"),
    "born_on": Words("出生日期", "Born on"),
    "identity_number": Words("身份证号", "Identity number"),
    "phone": Words("电话", "Telephone"),
    "address": Words("住址", "Address"),
    "offence_article": Words("罪名条文（刑法）", "Article of the Criminal Law"),
    "act_dates": Words("行为日期", "Days of the act"),
    "facts_line": Words("案情", "Facts"),
    "predicted_sentence_months": Words("可能判处的刑期（月）", "Predicted sentence (months)"),
    "reasons_for_prediction": Words("可能判处的刑罚及理由", "Why"),
    "repentance": Words("悔罪表现", "Repentance"),
    "reasons": Words("理由", "Reasons"),
    "reason": Words("理由", "Reason"),
    "text": Words("内容", "Text"),
    "received_at": Words("收到", "Received"),
    "topic": Words("事项", "Subject"),
    "on": Words("日期", "Day"),
}
"""What a sealed file tells of the person and the case, by the names of its fields, in their order."""
