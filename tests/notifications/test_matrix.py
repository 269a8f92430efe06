"""The matrix: everybody it names can be written to, and nobody else."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, meta

from core.i18n import Language
from notifications import forbidden_words, matrix, render
from notifications.events import EVENT_INFO, INFORMED
from notifications.matrix import MATRIX, ChannelName, Event, Recipient, find_rule, find_rules
from notifications.text_registry import TEMPLATES, TEXTS_WITH_CALL_BACK
from tests.notifications.doubles import everything, required

ROOT = Path(__file__).parents[2]
LANGUAGES: tuple[Language, Language] = ("zh-CN", "en")
TEXTS_WITHOUT_RULE = {"S25"}
"""The sign-in sends a code by itself; and one text stands for several reminders that would leave at the same moment."""
ADDRESS_WORDS = {"code_word", "call_back"}
"""Known only at the moment of sending, from the address; every text reads well without them."""


def test_every_event_has_a_recipient_and_says_why_others_get_none() -> None:
    for event in Event:
        assert find_rules(event), event
        assert EVENT_INFO[event].nobody_else.zh, event
        assert EVENT_INFO[event].nobody_else.en, event


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said_with_and_without_what_is_optional(language: Language) -> None:
    for template in TEMPLATES:
        for values in (required(template), everything(template)):
            bare = render.render(template, language, values).body
            full = render.render(template, language, values, code_word="小河", call_back="0900-8600000").body
            assert bare, template
            assert full, template
            assert "None" not in bare + full, template


def test_every_way_of_a_row_takes_the_same_values() -> None:
    """The next channel can always be tried with what was posted for the first."""
    for row in MATRIX:
        takes = {(TEMPLATES[one.template].required, TEMPLATES[one.template].optional) for one in row.channel_texts}
        assert len(takes) == 1, (row.event, row.recipient)


def test_no_event_has_two_rows_for_one_recipient() -> None:
    assert len({(row.event, row.recipient) for row in MATRIX}) == len(MATRIX)


def test_school_and_mentor_are_asked_for_a_form_and_nobody_else_outside_ever_hears_anything() -> None:
    known = {
        "minor",
        "guardian",
        "social_worker",
        "assistant",
        "prosecutor",
        "department_head",
        "deputy",
        "administrator",
    }
    inside = known | {"chief_prosecutor", "clerk", "case_management", "staff_group", "office_system", "account_holder"}
    assert {row.recipient.value for row in MATRIX} == inside | {"school", "mentor", "victim", "head_keeper"}
    outside = [row for row in MATRIX if row.recipient in INFORMED]
    assert {(row.event, row.template, row.may_opt_out, row.inbox) for row in outside} == {
        (Event.MILESTONE_FORM_DUE, "S20", True, False)
    }
    assert find_rule(Event.CHECK_IN_DUE, "school") is None


def test_case_management_hears_of_dates_of_the_law_and_of_nothing_else() -> None:
    heard = {row.event for row in MATRIX if row.recipient is Recipient.CASE_MANAGEMENT}
    assert heard == {Event.STATUTORY_DATE_PASSED}


def test_every_event_is_sent_by_something() -> None:
    sources = [
        file.read_text(encoding="utf-8")
        for folder in ("casework", "flows", "serving")
        for file in (ROOT / folder).rglob("*.py")
    ]
    assert set(re.findall(r"\bEvent\.([A-Z_]+)", "".join(sources))) >= set(Event.__members__)


def test_the_chief_hears_of_the_offices_own_dates_of_what_the_law_has_the_chief_decide_and_of_what_nobody_answers() -> (
    None
):
    heard = {row.event for row in MATRIX if row.recipient in (Recipient.CHIEF_PROSECUTOR, Recipient.DEPUTY)}
    # What has changed is said to a chief only who decided on a fact that was recorded wrongly; beside cases, what somebody set.
    assert heard == {
        Event.STATUTORY_DATE_PASSED, Event.DECISION_ASKED, Event.STILL_WAITING, Event.PLAN_CHANGED, Event.OFFICE_CHANGED
    }  # fmt: skip


def test_families_get_texts_with_a_code_word_and_staff_get_mail_that_asks_to_sign_in() -> None:
    for row in MATRIX:
        family = row.recipient in (Recipient.MINOR, Recipient.GUARDIAN)
        if row.recipient in (*INFORMED, Recipient.VICTIM):
            assert row.channel_texts[0].channel == ChannelName.TEXT
            continue
        if row.recipient is Recipient.STAFF_GROUP:
            assert {(channel_text.channel, channel_text.template) for channel_text in row.channel_texts} == {
                (ChannelName.GROUP, "S22")
            }
            continue
        if row.recipient is Recipient.OFFICE_SYSTEM:
            assert {(channel_text.channel, channel_text.template) for channel_text in row.channel_texts} == {
                (ChannelName.WEBHOOK, "W1")
            }
            continue
        if row.recipient is Recipient.HEAD_KEEPER:
            continue  # has no account to sign in to
        assert row.channel_texts[0].channel == (ChannelName.TEXT if family else ChannelName.EMAIL)
        rendered = render.render(row.template, "zh-CN", required(row.template), code_word="小河")
        assert ("约定词小河" in rendered.body) == family
        assert ("登录" in rendered.body) != family


def test_praise_and_after_care_may_be_declined_and_duties_may_not() -> None:
    declinable = {row.event for row in MATRIX if row.may_opt_out and row.recipient not in INFORMED}
    assert declinable == {Event.PRAISE_GIVEN, Event.AFTER_CARE_OFFERED}


def test_every_registered_text_is_in_a_row_or_says_why_not() -> None:
    used = {channel_text.template for row in matrix.MATRIX for channel_text in row.channel_texts}
    assert used | TEXTS_WITHOUT_RULE == TEMPLATES.keys()
    assert not used & TEXTS_WITHOUT_RULE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_mentions_just_what_it_is_registered_to_take(language: Language) -> None:
    environment = render._environment(language)
    assert environment.loader is not None
    for template in TEMPLATES:
        source, _, _ = environment.loader.get_source(environment, f"{language}/{template}.txt")
        mentioned = meta.find_undeclared_variables(Environment(autoescape=True).parse(_without_filters(source)))
        registered = TEMPLATES[template].required | TEMPLATES[template].optional
        assert mentioned - ADDRESS_WORDS - {"signature"} == registered, template


def _without_filters(source: str) -> str:
    return source.replace("|day", "").replace("|hour", "")


def test_which_texts_name_the_number_to_call_is_known_without_rendering_them() -> None:
    """Nobody's number is looked up for a text that does not say it."""
    naming = {
        template
        for template in TEMPLATES
        if "0900-8600000"
        in render.render(template, "zh-CN", required(template), code_word="小河", call_back="0900-8600000").body
    }
    assert naming == TEXTS_WITH_CALL_BACK


def test_the_english_twin_gives_a_number_to_call_where_the_chinese_does() -> None:
    for template in TEMPLATES:
        chinese, english = (
            render.render(template, language, required(template), code_word="小河", call_back="0900-8600000").body
            for language in LANGUAGES
        )
        for said in ("0900-8600000", "小河"):
            assert (said in chinese) == (said in english), template


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_shows_a_word_that_would_tell_a_bystander_what_it_is_about(language: Language) -> None:
    for template in TEMPLATES:
        rendered = render.render(template, language, everything(template), code_word="小河", call_back="0900-8600000")
        text = f"{rendered.subject}\n{rendered.body}\n{rendered.preview}"
        assert forbidden_words.find_forbidden_words(text, language) == [], template


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("请到检察院", "zh-CN"),
        ("打开 https://example.test", "zh-CN"),
        ("your probation", "en"),
        ("the Prosecutor asks", "en"),
        ("in this case", "en"),
        ("tell your school", "en"),
    ],
)
def test_the_list_of_refused_words_does_refuse(sentence: str, language: Language) -> None:
    assert forbidden_words.find_forbidden_words(sentence, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_has_at_most_seventy_characters_with_all_it_can_take(language: Language) -> None:
    words = {"code_word": "小河", "call_back": "0900-8600000", "signature": render.Signature(zh="【向阳花开青年之家】")}
    for template in (number for number in TEMPLATES if number.startswith("S")):
        assert len(render.render(template, language, everything(template), **words).body) <= 70, template
