"""Rendering is strict: complete, short and harmless, or an error before anything is stored."""

from datetime import date, time

import pytest

from core.errors import BadInput
from notifications.render import Signature, render, to_stored_values


def test_a_date_is_said_with_its_weekday() -> None:
    rendered = render("S1", "zh-CN", {"day": date(2026, 12, 23), "time": "20:00"}, code_word="小河")
    assert (
        rendered.body
        == "【向阳】提醒：本周小结请在12月23日（周三）20点前交，打开收藏的页面就能填。已交请忽略。约定词小河"
    )


def test_an_hour_is_said_as_people_say_it() -> None:
    day = date(2026, 12, 23)
    assert "12月23日（周三）15点30分有一次见面" in render("S9", "zh-CN", {"day": day, "time": time(15, 30)}).body
    assert "9点有一次见面" in render("S9", "zh-CN", {"day": day, "time": "09:00"}).body
    assert "Wed 23 Dec 15:30" in render("S9", "en", {"day": day, "time": time(15, 30)}).body


def test_a_mail_has_a_subject_which_is_all_its_preview_shows() -> None:
    rendered = render("E1", "zh-CN", {"day": "2026-12-23"})
    assert rendered.subject == rendered.preview == "【向阳】12月23日（周三）有一项期限到期"
    assert rendered.body == "12月23日（周三）有一项期限到期，请登录查看。"


def test_a_missing_value_is_an_error_and_names_what_is_missing() -> None:
    with pytest.raises(BadInput, match="day"):
        render("S1", "zh-CN", {})


def test_what_the_text_does_not_take_is_refused() -> None:
    with pytest.raises(BadInput, match="name"):
        render("S11", "zh-CN", {"name": "立春"})


@pytest.mark.parametrize("value", ["立春，明天来学校", "2026-13-01", "", 20261223, "2026年12月23日"])
def test_free_text_cannot_pass_for_a_date(value: str | int) -> None:
    with pytest.raises(BadInput) as refused:
        render("S1", "zh-CN", {"day": value, "time": "20:00"})
    assert "立春" not in str(refused.value)


@pytest.mark.parametrize("value", [-1, True, "3", "三"])
def test_only_a_number_passes_for_a_count(value: str | int) -> None:
    with pytest.raises(BadInput):
        to_stored_values("S24", {"count": value})


def test_a_code_word_that_would_tell_what_this_is_about_is_never_shown() -> None:
    with pytest.raises(BadInput):
        render("S3", "zh-CN", {"day": date(2026, 12, 23)}, code_word="法院")


def test_a_long_code_word_met_at_the_moment_of_sending_loses_no_reminder() -> None:
    rendered = render("S7", "en", {"day": date(2026, 12, 23)}, code_word="一条很长的河", call_back="0900-8600000")
    assert "一条很长的河" in rendered.body


def test_an_offices_own_signature_stands_in_front() -> None:
    rendered = render("S3", "zh-CN", {"day": date(2026, 12, 23)}, signature=Signature(zh="【葵花】"))
    assert rendered.body.startswith("【葵花】小结还没收到")


def test_there_is_no_text_for_an_unknown_number() -> None:
    with pytest.raises(BadInput):
        render("S99", "zh-CN", {})


def test_a_language_without_a_text_has_the_chinese_one_whole() -> None:
    """With the signature, the day and the hour of the Chinese text: never half in another language."""
    values = {"day": date(2026, 12, 23), "time": "20:00"}
    assert render("S1", "bo", values, code_word="小河") == render("S1", "zh-CN", values, code_word="小河")


def test_values_are_stored_as_plain_dates_hours_and_numbers() -> None:
    assert to_stored_values("S9", {"day": date(2026, 12, 23), "time": time(9, 0)}) == {
        "day": "2026-12-23",
        "time": "09:00",
    }
    assert to_stored_values("S24", {"count": 3}) == {"count": 3}
