"""Every code of the record that a page shows has its words; and days, articles and numbers are written as people do."""

from datetime import UTC, datetime
from typing import get_args

from casework.checkins.acts import AnswerExplanation, Submit
from casework.checkins.submission_content import KNOWN, filter_content
from casework.checkins.submissions import get_act_content
from casework.evaluation.acts import Evaluate
from casework.incidents.acts import ReportIncident
from casework.partners.acts import AskAid, Refer, SendSuggestion
from casework.shared.files.plan_file import ConditionPart, GuardianPart
from casework.shared.text.citations import format_article
from casework.shared.text.labels import RELATIONS
from core.i18n import Language
from flows.supervision import DUE_OPERATIONS
from notifications.events import ChannelName
from web.labels import LABELS
from web.pages.history import operation_labels


def _choices(model: type, name: str) -> set[str]:
    """What a field of a file may say."""
    annotation = model.model_fields[name].annotation  # type: ignore[attr-defined]
    return {each for part in (annotation, *get_args(annotation)) for each in get_args(part) if isinstance(each, str)}


def test_every_code_that_a_page_shows_has_words() -> None:
    for family, codes in {
        "plan.channel": {channel.value for channel in ChannelName},
        "plan.unit": _choices(ConditionPart, "unit"),
        "plan.incident_kind": _choices(ReportIncident, "kind"),
        "plan.incident_status": {"reported", "under_review", "heard"},
        "partners.kind": _choices(SendSuggestion, "kind") | _choices(AskAid, "kind") | _choices(Refer, "kind"),
        "item.answer": _choices(AnswerExplanation, "answer"),
        "item.result": _choices(Evaluate, "result"),
        "item.way": {"page", "phone", "paper", "person"},
        **{f"item.{name}": set(codes) for name, codes in KNOWN.items()},
    }.items():
        assert codes
        assert codes <= set(LABELS[family]), family
    assert _choices(GuardianPart, "relation") <= set(RELATIONS)


def test_an_article_is_cited_as_its_readers_cite_it() -> None:
    """One that was given in both languages is shown in one."""
    for article, zh in {
        "CPL art 284(2)": "《刑事诉讼法》第284条第2款",
        "CPL art 283(3)(2)": "《刑事诉讼法》第283条第3款第2项",
        "CPL art 172; art 284": "《刑事诉讼法》第172条、第284条",
        "CPL art 284(2); Rules arts 477, 480": "《刑事诉讼法》第284条第2款、《人民检察院刑事诉讼规则》第477条、第480条",
        "Rules arts 379-383": "《人民检察院刑事诉讼规则》第379条至第383条",
        "PIPL arts 15, 47": "《个人信息保护法》第15条、第47条",
        "2013 Provisions art 40": "《人民检察院办理未成年人刑事案件的规定》第40条",
        "民法典第17条、第1259条 (Civil Code arts 17, 1259)": "《民法典》第17条、第1259条",
        "Something else": "Something else",
    }.items():
        assert format_article("zh-CN", article) == zh
    assert format_article("en", "刑法第17条 (Criminal Law art 17)") == "Criminal Law art 17"
    assert format_article("en", "CPL art 284(2)") == "CPL art 284(2)"


def test_what_a_page_does_not_know_it_does_not_show() -> None:
    """A client of another edition may hand in more; it stays in the record and breaks no page."""
    visible = filter_content(
        {"text": 7, "how": "by carrier pigeon", "result": ["x"], "minutes": [1, "x", *range(9)], "more": {}}
    )
    assert visible == {"minutes": [1, None, 0, 1, 2, 3, 4]}


def test_what_is_accepted_of_a_contact_is_shown() -> None:
    """Each code, and when it was noted on a telephone without a signal."""
    noted = datetime(2026, 6, 26, 8, 30, tzinfo=UTC)
    act = Submit.model_validate({"did": "submit", "on": noted.date(), "by": "social_worker", "item": "worker_contact", "text": "x", "noted_at": noted, "shared": True,
                                 "minutes": [1] * 7, "night_minutes": [1] * 7})  # fmt: skip
    for name, codes in KNOWN.items():
        for code in codes if name in Submit.model_fields else ():
            content = get_act_content(act.model_copy(update={name: code}))
            assert filter_content(content) == content | {"noted_at": noted}
    assert set(KNOWN["result"]) == _choices(Evaluate, "result")


def test_whatever_the_flow_does_has_words_on_the_page_of_the_system() -> None:
    verbs = list(dict.fromkeys(operation.code for operation in DUE_OPERATIONS.values()))
    assert len(verbs) > 10
    for language in get_args(Language):
        assert [verb for verb in verbs if operation_labels(language)(verb) == verb] == []
