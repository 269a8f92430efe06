"""Who carries how much, and everything of somebody handed over: seen first, accepted by the successor, no gap."""

from models.office import Role
from models.plan import TeamMember
from tests.builders import enrol
from tests.passwords import give_password
from tests.web.test_web_offices import form_of
from tests.web.visitors import Pages, follow

WHY = {"reason": "退休", "own_password": "linen-harbour-417"}
OLD, NEW = "gui.chief_prosecutor", "gui.new_chief"


def test_a_chief_who_leaves_hands_over_everything_and_only_then_goes(pages: Pages) -> None:
    """Nobody leaves with open items, the chief procurator neither: the head hands over, the successor accepts, and the
    administrator's button works from then on."""
    give_password(pages.offices.context, ["gui.administrator"], WHY["own_password"])
    enrol(pages.offices.context, "癸县", f"chief_prosecutor {NEW}")
    head, administrator = pages.as_role(Role.DEPARTMENT_HEAD), pages.as_role(Role.ADMINISTRATOR)
    address, of_old = "/people/hand-over", {"login": OLD, "_go": "check"}
    assert f'href="/people?hand_over={OLD}"' in head.get("/people").text
    assert "请选由谁接" in head.post(address, data=of_old).text
    seen = head.post(address, data=of_old | {"to": NEW})
    assert "将移交1件" in seen.text
    values = form_of(seen, address) | {"_go": "do"}
    assert head.post(address, data=values | {"digest": "0" * 32}).status_code == 409, "what was not seen is not done"
    assert "已移交1件" in follow(head, head.post(address, data=values)).text
    assert administrator.post("/people/leave", data={"leaves": OLD, **WHY}).status_code == 409, "not accepted yet"
    successor = pages.as_(NEW)
    assert pages.offices.number in successor.get("/people").text
    follow(successor, successor.post("/people/accept", data={"plan": pages.offices.number}))
    carrying = [
        row for row in pages.offices.rows(TeamMember) if row.role == "chief_prosecutor" and row.until_at is None
    ]
    assert pages.offices.staff(NEW).id in [row.staff_id for row in carrying]
    assert pages.offices.staff(OLD).id not in [row.staff_id for row in carrying]
    asked = administrator.post("/people/leave", data={"leaves": OLD, **WHY}).text
    assert "已提出，等另一个人确认" in asked, "whoever signs is let go by two people"


def test_whoever_has_handed_a_case_over_is_told_that_it_is_not_theirs(pages: Pages) -> None:
    """Told that such a thing is done by prosecutors, a prosecutor would try again."""
    enrol(pages.offices.context, "癸县", "prosecutor gui.successor")
    former, head = pages.as_("gui.prosecutor"), pages.as_role(Role.DEPARTMENT_HEAD)
    address, number = "/people/hand-over", pages.offices.number
    seen = head.post(address, data={"login": "gui.prosecutor", "to": "gui.successor", "_go": "check"})
    follow(head, head.post(address, data=form_of(seen, address) | {"_go": "do"}))
    successor = pages.as_("gui.successor")
    follow(successor, successor.post("/people/accept", data={"plan": number}))
    for refused in (former.get(f"/plans/{number}"), former.get(f"/plans/{number}/do/note")):
        assert refused.status_code == 403
        assert "您不办理这一案，或者已经移交给别人。请与现在的承办人联系。" in refused.text
        assert "承办检察官、" not in refused.text


def test_a_post_is_handed_over_to_somebody_who_holds_it(pages: Pages) -> None:
    enrol(pages.offices.context, "癸县", "prosecutor gui.successor", "clerk gui.second_clerk")
    asked = pages.as_("gui.prosecutor").get(pages.plan("/do/hand_over?role=prosecutor")).text
    assert 'value="gui.successor"' in asked
    assert 'value="gui.second_clerk"' not in asked
