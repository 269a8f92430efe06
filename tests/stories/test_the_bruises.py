"""A visit, and bruises (case 19): the report first; from that act on the father receives nothing and is not told so."""

from datetime import date

import pytest

from casework.acting.performing import perform_as
from casework.checkins.acts import Submit
from casework.incidents.acts import ReportDanger
from core.errors import NotAllowed, Refused, SunwardError
from models.message import Message
from models.person import Person
from tests.builders import a_plan, an_announced_plan, at, load_example


def test_the_bruises() -> None:
    # ------------------------------------------------------- Tuesday 20 October 2026: he is the guardian and owes the weekly sheet
    life = load_example("19", "2026-10-20 15:41", delivers=True)
    life.add_habit("minor", "weekly_note")
    life.add_habit("social_worker", "worker_contact", hour="16:00")
    father = life.actor("father")
    assert life.items("usage_sheet", status="open") != []
    assert "S10" in life.texts("2026-09-20", to="father")

    # ------------------------------------------------------- 15:41: reported to the police by phone, then recorded here
    life.act("social_worker", "report_danger", person="father", told_to="公安机关，接警员已登记", reference="虚构-1020",
             facts="手臂有新旧伤痕")  # fmt: skip
    assert life.texts("2026-10-20 15:41", to="prosecutor") == ["E4"]
    assert life.due("feedback") == date(2026, 10, 23)
    line = life.lines("report_danger")[0]
    assert line.note == {"status": "under_supervision"}  # in the open: that, and nothing of it

    # ------------------------------------------------------- what he owed has ended with a neutral word
    sheets = {item.status for item in life.items("usage_sheet") if item.due_on > date(2026, 10, 20)}
    assert sheets == {"cancelled"}
    assert {item.settled_because for item in life.items("usage_sheet", status="cancelled")} == {"not_now"}
    waiting = [m for m in life.messages() if m.recipient_id == father.id and m.state in ("created", "claimed")]
    assert waiting == []

    # ------------------------------------------------------- he can do and see nothing more, wherever he was signed in
    with pytest.raises(SunwardError):
        perform_as(life.context, father, life.number, Submit, item="usage_sheet", minutes=[1])
    with pytest.raises(NotAllowed, match="Only the prosecutor decides who is a contact"):
        life.act("social_worker", "name_contact", person="father", phone="10000190199", device="own")
    with pytest.raises(Refused, match="cannot be a contact"):
        life.act("prosecutor", "name_contact", person="father", phone="10000190199", device="own")

    # ------------------------------------------------------- Monday 26 October: no "sheet missing" appears anywhere
    life.on("2026-10-27 12:00")
    assert life.delivered("2026-10-20 15:41", to="father") == []
    missing = [m for m in life.rows(Message) if m.created_at > line.at and m.event == "check_in_not_received"]
    assert missing == []

    # ------------------------------------------------------- Wednesday 28 October: the prosecutor names the aunt
    life.on("2026-10-28 09:40").act("prosecutor", "name_contact", person="aunt", name="立冬的姑姑", phone="10000190103",
                                    device="own")  # fmt: skip
    aunt = next(person for person in life.rows(Person) if person.relation == "aunt")
    assert (aunt.from_on, aunt.receives) == (date(2026, 10, 28), True)
    life.on("2026-11-10 12:00")
    assert life.delivered("2026-10-20 15:41", to="father") == []
    assert life.status_counts("weekly_note").get("missed") is None


def test_feedback_that_does_not_come_goes_one_step_up() -> None:
    life = load_example("19", "2026-10-20 15:41", delivers=True)
    life.act("social_worker", "report_danger", person="father", told_to="公安机关", facts="手臂有新旧伤痕")
    life.on("2026-10-24 09:00")
    assert "E2" in life.texts("2026-10-24", to="department_head")
    life.act("prosecutor", "record_feedback", text="已受理，正在核查")
    assert life.status_counts("feedback") == {"done": 1}


def test_a_guardian_of_somebody_of_age_signs_nothing_any_more() -> None:
    life = an_announced_plan(born_on="2008-03-16").on("2026-03-17 10:00")
    with pytest.raises(NotAllowed):
        perform_as(life.context, life.actor("mother"), life.number, Submit, item="usage_sheet", minutes=[60])
    assert life.lines("denied")[-1].note == {"act": "submit"}


def test_what_already_waits_for_the_person_is_taken_back() -> None:
    # ------------------------------------------------------- Tuesday: a text waits until Friday, when she holds the phone
    mother = {"relation": "mother", "name": "芒果的母亲", "legal_representative": True, "phone": "10000990102",
              "device": "own", "phone_held": ["Fri 18:00-Sun 16:00"]}  # fmt: skip
    life = an_announced_plan(a_plan(guardian=[mother]), delivers=True).on("2026-03-10 10:00")
    life.act("prosecutor", "change_condition", condition="A1", text="改为八次", reason="视需要", heard=True)
    hers = [m for m in life.messages() if m.recipient_id == life.actor("mother").id and m.channel == "text"]
    assert [(m.state, m.due_at) for m in hers] == [("created", at("2026-03-13 18:00"))]

    # ------------------------------------------------------- the same day she is named as the danger
    life.act("social_worker", "report_danger", person="mother", told_to="公安机关", facts="有伤")
    hers = [m for m in life.messages() if m.recipient_id == life.actor("mother").id and m.channel == "text"]
    assert [(m.state, m.state_reason) for m in hers] == [("withdrawn", "not_now")]


def test_after_a_report_only_the_prosecutor_says_who_is_a_contact() -> None:
    """A worker cannot bring somebody back in; nobody is cut off by a relation that nobody here has, and that is said."""
    life = load_example("19", "2026-10-20 15:41", delivers=True)
    worker = life.actor("social_worker")
    report = {"told_to": "公安机关", "reference": None, "facts": "邻居所见"}
    assert perform_as(life.context, worker, life.number, ReportDanger, person="uncle", **report) == 0
    life.act("social_worker", "name_contact", person="aunt", name="立冬的姑姑", phone="10000190103")
    assert perform_as(life.context, worker, life.number, ReportDanger, person="father", **report) == 1
    with pytest.raises(NotAllowed):
        life.act("social_worker", "name_contact", person="mother", name="立冬的母亲", phone="10000190104")
    life.act("prosecutor", "name_contact", person="mother", name="立冬的母亲", phone="10000190104")
    assert "mother" in {person.relation for person in life.rows(Person)}
