"""A year's holidays entered from a page: its effect seen first, announced as seen, and the dates moved."""

import re
from datetime import date

from sqlmodel import select

from models.office import Office, Role
from tests.passwords import give_password
from tests.web.test_web_acting import hidden
from tests.web.visitors import Pages, follow

OWN = "linen-harbour-417"
NOTICE = {
    "year": "2026", "notice": "国办发明电〔2025〕99号", "source": "国务院公报",
    "from_0": "2026-01-01", "to_0": "2026-01-03", "from_1": "2026年2月15日", "to_1": "2026年2月23日",
    "from_2": "2026-04-04", "to_2": "2026-04-06", "from_3": "2026-05-01", "to_3": "2026-05-05",
    "from_4": "2026-06-19", "to_4": "2026-06-21", "from_5": "2026-09-25", "to_5": "2026-09-27",
    "from_6": "2026-10-01", "to_6": "2026-10-07", "worked_0": "2026-10-10",
}  # fmt: skip


def test_a_year_is_seen_first_and_then_announced_as_it_was_seen(pages: Pages) -> None:
    """A holiday that reaches over the last day for a decision moves that day to the first working day after it."""
    before = pages.offices.plan().final_decision_by
    context = pages.offices.context
    give_password(context, ["gui.administrator", "gui.chief_prosecutor", "ren.chief_prosecutor"], OWN)
    administrator, chief = pages.as_role(Role.ADMINISTRATOR), pages.as_("ren.chief_prosecutor")
    with context.database.transaction() as session:
        own, above = (session.exec(select(Office).where(Office.name == name)).one() for name in ("癸县", "壬县"))
        own.superior_id = above.id
    seen = administrator.post("/rules/holidays", data=NOTICE | {"from_5": before.isoformat(), "_go": "preview"})
    assert seen.status_code == 200, seen.text
    assert "2026年9月28日" in seen.text
    assert pages.offices.plan().final_decision_by == before
    asked = administrator.post("/rules/holidays", data=hidden(seen) | {"_go": "do", "own_password": OWN})
    assert "副检察长确认后生效" in follow(administrator, asked).text
    assert pages.offices.plan().final_decision_by == before, "nobody has confirmed it"
    (address,) = re.findall(r'href="(/rules\?request=[^"]+)"', chief.get("/people").text)
    again = chief.get(address)
    assert "2026年9月28日" in again.text, "the signer sees what it moves"
    answer = hidden(again) | {"_go": "do", "reason": "核对过"}
    own_chief = pages.as_role(Role.CHIEF_PROSECUTOR)
    refused = own_chief.post("/rules/holidays", data=answer | {"own_password": OWN})
    assert refused.status_code == 409, "more than forty days off are the superior's to confirm"
    assert chief.post("/rules/holidays", data=answer).status_code == 422
    done = chief.post("/rules/holidays", data=answer | {"own_password": OWN})
    assert "2026年的节假日已录入" in follow(chief, done).text
    assert pages.offices.plan().final_decision_by == date(2026, 9, 28)


def test_what_was_not_seen_is_not_announced_and_a_wrong_notice_is_shown_at_its_field(pages: Pages) -> None:
    give_password(pages.offices.context, ["gui.administrator"], OWN)
    administrator = pages.as_role(Role.ADMINISTRATOR)
    unseen = administrator.post(
        "/rules/holidays", data=NOTICE | {"_go": "do", "_confirm": "0" * 16, "own_password": OWN}
    )
    assert unseen.status_code == 409
    assert "国办发明电〔2025〕99号" in unseen.text
    wrong = administrator.post("/rules/holidays", data=NOTICE | {"from_1": "春天", "_go": "preview"})
    assert wrong.status_code == 422
    assert "#from_1" in wrong.text
    left_out = {name: value for name, value in NOTICE.items() if name not in ("from_6", "to_6")}
    missing = administrator.post("/rules/holidays", data=left_out | {"_go": "preview"})
    assert missing.status_code == 422
    assert "法定节假日没有写入" in missing.text
    assert pages.as_role(Role.PROSECUTOR).post("/rules/holidays", data=NOTICE).status_code == 403
