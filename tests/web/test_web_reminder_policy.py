"""A policy is seen on one plan on its page before it is switched on, and nothing typed is lost."""

from models.office import Role
from notifications.reminder_policy import FILE
from tests.passwords import give_password
from tests.web.visitors import Pages, follow

WRITTEN = FILE.read_text(encoding="utf-8")
EARLIER = WRITTEN.replace('call_at = "17:00"', 'call_at = "16:30"')
TRY = {"text": EARLIER, "_go": "try"}


def test_what_a_policy_would_change_is_seen_on_one_plan_and_then_switched_on(pages: Pages) -> None:
    head = pages.as_role(Role.DEPARTMENT_HEAD)
    assert 'value="switch"' not in head.get("/rules").text, "it is looked at first"
    for plan in ("", pages.offices.number):
        page = head.post("/rules/reminders", data=TRY | {"plan": plan})
        assert page.status_code == 200
        assert "17:00" in page.text.partition("会改什么")[2]
        assert "16:30" in page.text.partition("会改什么")[2]
        assert pages.offices.number in page.text.partition("会改什么")[2]
    give_password(pages.offices.context, ["gui.department_head"], "linen-harbour-417")
    switch = TRY | {"_go": "switch", "reason": "早点提醒"}
    assert head.post("/rules/reminders", data=switch).status_code == 422, "who it is was not said again"
    landed = follow(head, head.post("/rules/reminders", data=switch | {"own_password": "linen-harbour-417"}))
    assert "已启用" in landed.text
    assert "写的与现在的一样" in head.post("/rules/reminders", data=TRY).text


def test_a_plan_of_another_office_and_a_mistake_are_named_and_nothing_is_lost(pages: Pages) -> None:
    head = pages.as_role(Role.DEPARTMENT_HEAD)
    refused = head.post("/rules/reminders", data=TRY | {"plan": pages.offices.other})
    assert refused.status_code == 422
    assert "没有这个在办的方案" in refused.text
    assert "call_at = &#34;16:30&#34;" in refused.text
    wrong = head.post("/rules/reminders", data={"text": WRITTEN.replace('"17:00"', '"soon"'), "_go": "try"})
    assert (wrong.status_code, "steps.call_at" in wrong.text) == (422, True)
