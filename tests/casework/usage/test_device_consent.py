"""Consent first: no word of the family, no data of a device; a No holds for every way in, and is told back truthfully."""

import base64
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from casework.acting.performing import perform_as
from casework.acting.rights.read_operations import READ_EVALUATION, READ_OWN, READ_PLAN, READ_USAGE
from casework.checkins.acts import Submit
from casework.documents.sheets import load_month_sheet
from casework.plan.views.check_ins import get_check_ins
from casework.plan.views.item_detail import get_item_detail
from casework.shared.device_consent import describe_consequences, get_visible_content, has_content, mark_alike
from casework.shared.device_ways import DataWay
from casework.shared.text.labels import ROLES
from casework.usage.app_list import load_app_list
from casework.usage.device_terms import load_device_agreement
from casework.usage.files import submit_usage_sheet
from casework.usage.photo_reading import minutes_in_photo
from casework.usage.reported_days import report_device_days
from casework.usage.view import load_own_usage, load_usage
from casework.usage.waiting import hand_in_usage_file
from core.errors import BadInput, NotAllowed, Refused, SunwardError
from models.attachment import Attachment
from models.item import Submission
from models.office import STAFF_ROLES
from models.person import Consent
from models.usage_day import UsageDay
from models.usage_review import UsageReview
from models.usage_source import UsageSource
from tests.builders import MOTHERS_PHONE, SimulatedPlan, an_announced_plan, make_consents, open_view
from tests.cached_plans import cached_copy
from tests.machine_logs import as_export
from tests.pictures import a_photo
from tests.usage_files import count_file
from usage.daily_totals import DayTotals
from web.views.own_submissions import get_own_submissions

ROOT = Path(__file__).parents[3]
SHEETS = {
    "usage_sheet": {"on": "Sun", "by": "21:00"}, "usage_review": {"every_months": 1, "on_day": 20},
    "worker_contact": None, "prosecutor_talk": None,
}  # fmt: skip
MOTHER, FATHER = (
    {"relation": relation, "name": name, "legal_representative": True, "phone": phone, "device": "own"}
    for relation, name, phone in (("mother", "芒果的母亲", MOTHERS_PHONE), ("father", "芒果的父亲", "10000990104"))
)
PHOTO = base64.b64encode(a_photo()).decode()
LOG = as_export(("王者荣耀", "2026-03-10 20:00", "2026-03-10 21:30"))
SHEET = "日期,全天（分钟）\n2026-03-09,60\n".encode()
"""A table that somebody has to match."""
PIXEL = b"\x89PNG\r\n\x1a\n" + bytes.fromhex(
    "0000000d4948445200000001000000010800000000 3a7e9b550000000a49444154789c6360000000020001 48afa471"
    "0000000049454e44ae426082".replace(" ", "")
)


@cached_copy
def a_household(*consents: dict[str, Any], **more: Any) -> SimulatedPlan:
    """Sheets are planned; whether anybody was asked is told by each test."""
    more = {"cadence": SHEETS, "usage": {"consent": list(consents)}, "attachments": {"sheet": True}} | more
    return an_announced_plan(team_works=False, weekly=None, **more)


def _file(who: str, content: bytes) -> Callable[[SimulatedPlan], object]:
    return lambda life: hand_in_usage_file(
        life.context, life.actor(who), life.number, device="computer", content=content
    )


CHANNELS: dict[str, Callable[[SimulatedPlan], object]] = {
    "a file by a guardian": _file("mother", LOG),
    "a file by the minor": _file("minor", LOG),
    "a table of the sheet": _file("mother", SHEET),
    "the sheet's form": lambda life: submit_usage_sheet(
        life.context, life.actor("mother"), life.number, content={"minutes": [60]}, due_on=date(2026, 3, 15)
    ),
    "the sheet with a photo": lambda life: submit_usage_sheet(
        life.context, life.actor("mother"), life.number, content={"minutes": [60]}, photo=PIXEL
    ),
    "the sheet as a check-in": lambda life: perform_as(
        life.context, life.actor("mother"), life.number, Submit, item="usage_sheet", minutes=[60]
    ),
    "the sheet as a check-in with a photo": lambda life: perform_as(
        life.context, life.actor("mother"), life.number, Submit, item="usage_sheet", minutes=[60], sheet_base64=PHOTO
    ),
    "the sheet told by phone": lambda life: perform_as(
        life.context, life.actor("social_worker"), life.number, Submit, item="usage_sheet", minutes=[60], told_by_phone=True
    ),
    "an acts file": lambda life: life.act("social_worker", "submit", item="usage_sheet", minutes=[60]),
    "an acts file with a file": lambda life: life.act(
        "minor", "upload_usage", device="computer", text=LOG.decode()
    ),
    "a screenshot": lambda life: minutes_in_photo(
        life.context, life.actor("minor"), life.number, PIXEL, date(2026, 3, 9)
    ),
    "daily totals by another system": lambda life: report_device_days(
        life.context, life.actor("social_worker"), life.number, days=[DayTotals(date(2026, 3, 11), 60)], device="computer"
    ),
}  # fmt: skip


@cached_copy
def nobody_asked(**more: Any) -> SimulatedPlan:
    """The second Thursday: a computer is named, and sheets are planned."""
    life = a_household(**more).on("2026-03-12 18:00")
    return life.act("social_worker", "name_device", device="computer", whose="own")


def on_the_twelfth(**said: bool) -> SimulatedPlan:
    """These have agreed or refused that day."""
    life = nobody_asked(guardian=[MOTHER, FATHER]) if "father" in said else nobody_asked()
    for person, yes in said.items():
        life.act(person, "give_consents", device_data=yes)
    return life


ASKED: dict[str, Callable[[], SimulatedPlan]] = {
    "nobody was asked": on_the_twelfth,
    "only the mother agreed": lambda: on_the_twelfth(mother=True),
    "only the minor agreed": lambda: on_the_twelfth(minor=True),
    "the minor said no": lambda: on_the_twelfth(mother=True, minor=False),
    "the minor withdrew": lambda: on_the_twelfth(mother=True, minor=True).act("minor", "withdraw_consent"),
    "the mother withdrew": lambda: on_the_twelfth(mother=True, minor=True).act("mother", "withdraw_consent"),
    "the father refused": lambda: on_the_twelfth(mother=True, minor=True, father=False),
}


EVERY_WAY = ("nobody was asked", "the minor withdrew")
"""A life without an answer and one with a No: there every way in is tried."""
SOME_WAYS = ("a file by the minor", "the sheet's form", "daily totals by another system")


def rows_of(life: SimulatedPlan) -> list[Any]:
    """Everything about devices that is in the record."""
    return [*life.rows(UsageSource), *life.rows(UsageDay), *life.rows(Submission), *life.rows(Attachment)]


@pytest.mark.parametrize("asked", ASKED)
def test_without_the_consents_that_count_no_way_in_takes_anything_and_each_says_what_is_missing(asked: str) -> None:
    """A sheet, a file, a photo, another system: refused with the article; the words name who may agree, or the No."""
    life = ASKED[asked]()
    refused_already = asked.endswith(("said no", "withdrew", "refused"))
    for name in CHANNELS if asked in EVERY_WAY else SOME_WAYS:
        with pytest.raises(Refused) as refused:
            CHANNELS[name](life)
        assert "PIPL" in str(refused.value.article), name
        reason = refused.value.reason
        assert ("撤回" in reason.zh) is refused_already, (name, reason.zh)
        assert refused_already or ("社工" in reason.zh and "silence is no consent" in reason.en), name
    assert rows_of(life) == []
    assert set(life.status_counts("usage_sheet")) <= {"cancelled"}, "nothing is open, asked after or missed"


def _refused_under(submit: Callable[[SimulatedPlan], object], life: SimulatedPlan) -> str:
    try:
        submit(life)
    except SunwardError as refused:
        return str(refused.article)
    return ""


def test_with_them_every_way_in_takes_what_it_takes() -> None:
    """The same ways, so that the refusals above are the consent's and not a mistake of the test."""
    life = on_the_twelfth(mother=True, minor=True)
    articles = {name: _refused_under(submit, life) for name, submit in CHANNELS.items()}
    assert [name for name, article in articles.items() if "PIPL" in article] == []
    assert life.rows(UsageSource) != []


WAYS_OF = {
    DataWay.SHEET: {"a table of the sheet", "the sheet's form", "the sheet with a photo", "the sheet as a check-in",
                    "the sheet as a check-in with a photo",
                    "the sheet told by phone", "an acts file", "a screenshot"},
    DataWay.PHOTO: {"the sheet with a photo", "the sheet as a check-in with a photo", "a screenshot"},
    DataWay.FILE: {"a file by a guardian", "a file by the minor", 
                   "an acts file with a file", "daily totals by another system"},
}  # fmt: skip


def test_after_a_withdrawal_what_still_waited_is_confirmed_by_nobody_and_marked_all_the_same() -> None:
    """And what was handed in is marked, though nobody may see it."""
    life = a_household(*make_consents("2026-03-02", "minor", "mother")).on("2026-03-15 19:00")
    hand_in_usage_file(life.context, life.actor("mother"), life.number, content=SHEET)
    life.act("social_worker", "submit", item="usage_sheet", minutes=[60, 70])
    days = len(life.rows(UsageDay))
    life.act("minor", "withdraw_consent")
    with pytest.raises(SunwardError):
        life.act("minor", "confirm_usage")
    assert len(life.rows(UsageDay)) == days
    row = life.rows(Submission)[-1]
    with life.context.open_for_reading(life.number, life.actor("social_worker"), READ_USAGE) as open_plan:
        assert get_visible_content(open_plan, row) == {}
        mark_alike(open_plan, [row], "minutes", {"taken_back": True})
        assert has_content(open_plan, row, {"minutes": [60, 70], "taken_back": True})
        assert get_visible_content(open_plan, row) == {}
        open_plan.session.rollback()


@pytest.mark.parametrize("left_out", DataWay)
def test_a_way_that_not_everybody_chose_is_shut_and_the_others_are_open(left_out: DataWay) -> None:
    """The mother chose all, the minor all but one: that one is refused by its name, and the rest comes in as before."""
    life = a_household(*make_consents("2026-03-02", "mother")).on("2026-03-05 10:00")
    life.act("minor", "give_consents", device_data=True, ways=[way.value for way in DataWay if way is not left_out])
    life.on("2026-03-12 18:00").act("social_worker", "name_device", device="computer", whose="own")
    refused = {name for name, submit in CHANNELS.items() if "PIPL" in _refused_under(submit, life)}
    assert refused == WAYS_OF[left_out]
    assert set().union(*WAYS_OF.values()) == set(CHANNELS)
    assert bool(life.items("usage_sheet", status="open")) is (left_out is not DataWay.SHEET)


def test_after_the_day_that_was_chosen_nothing_comes_in_and_what_came_stays_visible() -> None:
    """The earlier of two days counts; a sheet due after it is owed by nobody."""
    life = a_household().on("2026-03-05 10:00").act("minor", "give_consents", device_data=True, until_on="2026-03-16")
    life.act("mother", "give_consents", device_data=True, until_on="2026-05-31")
    assert [item.due_on for item in life.items("usage_sheet", status="open")] == [date(2026, 3, 8), date(2026, 3, 15)]
    life.on("2026-03-15 19:00").act(
        "social_worker", "submit", item="usage_sheet", due_on="2026-03-15", minutes=[60] * 7
    )
    life.on("2026-03-17 10:00")
    with pytest.raises(Refused, match="2026-03-16"):
        CHANNELS["a file by the minor"](life)
    assert visible_figures(life) != []
    life.act("minor", "give_consents", device_data=True)
    assert next(item.due_on for item in life.items("usage_sheet", status="open")) == date(2026, 3, 22)


def test_whoever_was_asked_is_told_what_became_of_it_and_whenever_it_changes() -> None:
    """Nobody is told while one answer is missing, nor what they said themselves; a Yes that is taken back is texted to
    nobody, and the words tell nothing."""
    life = a_household().on("2026-03-05 10:00").act("minor", "give_consents", device_data=True)
    assert notified_of_it(life) == []
    life.on("2026-03-06 10:00").act("mother", "give_consents", device_data=True)
    assert notified_of_it(life) == ["minor"]
    life.on("2026-03-09 10:00").act("minor", "give_consents", device_data=True, ways=["sheet"])
    assert notified_of_it(life) == ["minor", "guardian"]
    life.on("2026-03-11 10:00").act("social_worker", "withdraw_consent", person="mother", told_by_phone=True)
    assert notified_of_it(life) == ["minor", "guardian"]


def notified_of_it(life: SimulatedPlan) -> list[str]:
    rows = sorted(life.posted(), key=lambda row: (row.created_at, row.recipient_role))
    return [row.recipient_role for row in rows if row.event == "page_updated" and row.channel == "text"]


def test_the_agreement_names_who_may_see_it_and_shows_a_family_no_other_answer() -> None:
    """Its readers are those of the rights; page, paper and API say the same sentences."""
    life = a_household(*make_consents("2026-03-02", "mother")).on("2026-03-05 10:00")
    own = load_device_agreement(life.context, life.actor("minor"), life.number)
    paper = load_device_agreement(life.context, life.actor("social_worker"), life.number)
    assert [answer.relation for answer in own.consent.said] == ["minor"]
    assert [answer.relation for answer in paper.consent.said] == ["minor", "mother"]
    assert own.sections == paper.sections
    sentences = "".join(sentence.zh for section in own.sections for sentence in section.sentences)
    readers = {*READ_USAGE.by, *READ_PLAN.by, *READ_EVALUATION.by}
    assert all(ROLES[role].zh in sentences for role in readers)
    assert not any(ROLES[role].zh in sentences for role in STAFF_ROLES if role not in readers)


# ---------------------------------------------------------------- asking


def test_somebody_is_to_ask_before_anything_is_due_and_both_answers_begin_it() -> None:
    """The item is the worker's; sheets are owed from the moment both have agreed, and not a day of before."""
    life = a_household()
    (asked,) = life.items("device_consent")
    assert (asked.owner, asked.due_on, asked.article) == ("social_worker", date(2026, 3, 4), "PIPL arts 29, 31")
    life.on("2026-03-20 10:00")
    assert life.items("usage_sheet") == []
    life.act("minor", "give_consents", device_data=True)
    assert life.items("usage_sheet") == []
    assert [item.status for item in life.items("device_consent")] == ["open"]
    life.act("mother", "give_consents", device_data=True)
    assert [item.due_on for item in life.items("usage_sheet")][:2] == [date(2026, 3, 22), date(2026, 3, 29)]
    assert [item.status for item in life.items("device_consent")] == ["done"]
    assert set(life.status_counts("usage_sheet")) == {"open"}


def test_a_plan_that_runs_without_a_record_of_consent_collects_nothing_until_it_is_asked() -> None:
    """As an older version left it: sheets laid out, figures kept, no answer of anybody's."""
    life = a_household(*make_consents("2026-03-02", "minor", "mother"), delivers=True).on("2026-03-15 19:00")
    life.act("social_worker", "submit", item="usage_sheet", minutes=[60] * 7)
    with life.context.database.transaction() as session:
        for row in session.exec(select(Consent)):
            session.delete(row)
    assert visible_figures(life) == []
    life.on("2026-03-22 12:00")
    assert life.item("usage_sheet", "2026-03-22").settled_because == "no_consent"
    assert life.delivered("2026-03-21", to="mother") == []
    (asked,) = life.items("device_consent", status="open")
    assert asked.owner == "social_worker"


def test_from_the_eighteenth_birthday_only_the_own_word_counts() -> None:
    """The father's refusal ends with his representation; the young person's own No does not."""
    life = a_household(make_consents("2026-03-02", "minor")[0], make_consents("2026-03-02", "mother")[0] | {"given": False},
                       born_on="2008-03-20")  # fmt: skip
    life.on("2026-03-19 12:00").act("social_worker", "name_device", device="computer", whose="own")
    with pytest.raises(Refused):
        CHANNELS["a file by the minor"](life)
    life.on("2026-03-20 12:00")
    CHANNELS["a file by the minor"](life)
    life.act("minor", "withdraw_consent")
    with pytest.raises(Refused):
        CHANNELS["daily totals by another system"](life)


# ---------------------------------------------------------------- who says it


def test_nobody_answers_in_another_s_name_and_what_is_written_down_says_by_whom_and_how() -> None:
    """The worker names whose word it is; the journal, the diary and both pages tell how it came."""
    life = a_household().on("2026-03-05 10:00")
    with pytest.raises(BadInput):
        life.act("social_worker", "give_consents", device_data=True)
    with pytest.raises(NotAllowed):
        life.act("mother", "give_consents", device_data=True, person="minor")
    with pytest.raises(BadInput):
        life.act("social_worker", "give_consents", device_data=True, person="aunt")
    with pytest.raises(BadInput, match="Say whether"):
        life.act("minor", "give_consents")
    assert life.rows(Consent) == []
    life.act("social_worker", "give_consents", device_data=False, person="minor", told_by_phone=True,
             said_on="2026-03-04")  # fmt: skip
    (line,) = life.lines("record_consents")
    assert line.actor_role == "social_worker"
    assert {key: line.note[key] for key in ("whose", "way", "said_on", "device_data")} == {
        "whose": "minor", "way": "phone", "said_on": "2026-03-04", "device_data": False,
    }  # fmt: skip
    assert life.lines("give_consents") == []
    minor, _mother = open_view(
        load_usage, life.context, life.actor("social_worker"), life.number, right=READ_USAGE
    ).consent.said
    assert (minor.given, minor.way, minor.recorded_by, minor.on) == (False, "phone", "social_worker", date(2026, 3, 4))
    own = load_own_usage(life.context, life.actor("mother"), life.number).consent
    assert [answer.relation for answer in own.said] == ["mother"]


def test_a_plan_file_says_who_agreed_when_and_how() -> None:
    """Somebody who is nobody of the file, and a day to come, are mistakes of the file."""
    life = a_household(*make_consents("2026-03-01", "minor", "mother"))
    assert [(line.note["whose"], line.note["way"], line.note["said_on"]) for line in life.lines("record_consents")] == [
        ("minor", "paper", "2026-03-01"), ("mother", "paper", "2026-03-01"),
    ]  # fmt: skip
    with pytest.raises(BadInput) as wrong:
        a_household(*make_consents("2026-03-03", "aunt"))
    assert {mistake.place for mistake in wrong.value.mistakes} == {"usage.consent[1].person", "usage.consent[1].on"}


# ---------------------------------------------------------------- taken back


@pytest.fixture
@cached_copy
def measured() -> SimulatedPlan:
    """Two weeks of sheets, a file, and a review that was closed over them."""
    life = a_household(*make_consents("2026-03-02", "minor", "mother"))
    life.act("social_worker", "name_device", device="computer", whose="own")
    for day in ("2026-03-08", "2026-03-15"):
        life.on(f"{day} 19:00").act("social_worker", "submit", item="usage_sheet", minutes=[61, 62, 63, 64, 65, 66, 67])
    log = as_export(("没人认识", "2026-03-10 20:00", "2026-03-10 21:30"))
    count_file(life, log, "mother")
    life.on("2026-03-20 10:00").act("social_worker", "close_usage_review", text="谈过了", goals="十点半放下手机")
    return life


def visible_figures(life: SimulatedPlan) -> list[object]:
    """Every figure of a device that any view, count, export or paper tells anybody."""
    return [figure for figure in _figures(life) if figure not in (None, 0, {}, [], "")]


def _figures(life: SimulatedPlan) -> Iterator[object]:
    context, number = life.context, life.number
    for role in ("social_worker", "department_head"):
        view = open_view(load_usage, context, life.actor(role), number, right=READ_USAGE)
        yield from (day.total for device in view.devices for day in device.days)
        yield from (device.unplaced for device in view.devices)
        yield from (source.entries for source in view.sources)
        yield from (review.looked for review in view.reviews)
    own = load_own_usage(context, life.actor("minor"), number)
    yield from (day.total for device in own.devices for day in device.days)
    for who in ("minor", "mother"):
        yield from (
            thing.content for thing in open_view(get_own_submissions, context, life.actor(who), number, right=READ_OWN)
        )
    yield from (came.content for came in open_view(get_check_ins, context, life.actor("prosecutor"), number).came)
    for item in life.items("usage_sheet"):
        if item.received_at is not None:
            shown_item = open_view(
                get_item_detail, context, life.actor("prosecutor"), number, "usage_sheet", item.due_on
            )
            yield from (item.content for item in shown_item.handed_in)
            yield from (item.attached for item in shown_item.handed_in)
    paper = load_month_sheet(context, life.actor("social_worker"), number, "mother", date(2026, 3, 1))
    yield from (getattr(thing, "minutes", None) for thing in getattr(paper, "handed_in", []))
    yield from load_app_list(context, life.actor("social_worker")).unplaced


def test_what_was_collected_is_hidden_from_everybody_at_once_and_deleted_on_the_day_that_was_announced(
    measured: SimulatedPlan,
) -> None:
    """The closed review keeps its words, marked; and nobody loses anything."""
    life = measured
    assert visible_figures(life) != []
    before = life.status_counts("usage_sheet")["on_time"]
    life.act("minor", "withdraw_consent")
    assert visible_figures(life) == []
    (line,) = life.lines("withdraw_consent")
    sentences = describe_consequences(line.note)
    assert sentences is not None
    assert (line.note["deleted_on"], line.note["reviews_kept"]) == ("2026-03-27", 1)
    assert "2026-03-27" in sentences.zh
    assert "hidden from everybody now" in sentences.en
    view = open_view(load_usage, life.context, life.actor("social_worker"), life.number, right=READ_USAGE)
    assert view.consent.deleted_on == date(2026, 3, 27)
    assert [(review.text, review.goals, review.withdrawn) for review in view.reviews] == [
        ("谈过了", "十点半放下手机", True)
    ]
    life.on("2026-03-26 12:00")
    assert len(life.rows(UsageSource)) > 1
    life.on("2026-03-27 12:00")
    assert "delete_usage_files" in life.happened("2026-03-27")
    assert life.rows(UsageSource) == life.rows(UsageDay) == []
    assert visible_figures(life) == []
    with life.context.open_for_reading(life.number, life.actor("social_worker"), READ_USAGE) as open_plan:
        for row in life.rows(Submission):
            if row.way == "page":
                assert open_plan.open("submission.document", row.id, row.document) == {"erased": True}
        (review,) = life.rows(UsageReview)
        kept = open_plan.open("usage_review.document", review.id, review.document)
        assert (kept["text"], kept["looked"]) == ("谈过了", [])
    assert set(life.status_counts("usage_sheet")) == {"on_time", "cancelled"}
    assert life.status_counts("usage_sheet")["on_time"] == before


def test_a_new_consent_brings_nothing_back_that_was_promised_to_go(measured: SimulatedPlan) -> None:
    """It is deleted in that moment, and new sheets are owed from then on."""
    life = measured
    life.act("minor", "withdraw_consent")
    assert life.items("usage_sheet", status="open") == []
    life.on("2026-03-21 10:00").act("minor", "give_consents", device_data=True)
    assert visible_figures(life) == []
    assert life.rows(UsageSource) == []
    assert life.item("usage_deletion", "2026-03-27").status == "done"
    assert next(item.due_on for item in life.items("usage_sheet", status="open")) == date(2026, 3, 22)
    life.on("2026-03-22 19:00").act(
        "social_worker", "submit", item="usage_sheet", due_on="2026-03-22", minutes=[60] * 7
    )
    assert visible_figures(life) != []


def test_an_end_of_the_case_does_not_outlive_the_day_of_deletion(measured: SimulatedPlan) -> None:
    """Ended before that day, it is deleted at the seal."""
    life = measured
    life.act("minor", "withdraw_consent")
    life.act("chief_prosecutor", "end_otherwise", how="no_criminal_fact", reason="不负刑事责任")
    life.on("2026-03-25 12:00").act("prosecutor", "announce_outcome").on("2026-03-26 12:00")
    assert life.plan.sealed_at is not None
    assert life.rows(UsageSource) == []


def test_only_three_places_make_rows_of_devices_and_all_ask_for_the_consent() -> None:
    """A new way in that writes for itself would be found here."""
    makers = {
        f"{path.relative_to(ROOT).as_posix()}: {made}"
        for package in ("casework", "serving", "api", "web", "flows")
        for path in (ROOT / package).rglob("*.py")
        for made in re.findall(r"\b(UsageSource|UsageDay|Submission)\($", path.read_text(encoding="utf-8"), re.M)
    }
    assert makers == {
        "casework/usage/store.py: UsageSource", "casework/usage/store.py: UsageDay", "casework/usage/waiting.py: UsageSource",
        "casework/checkins/submissions.py: Submission",
    }  # fmt: skip
    for file, function in (
        ("casework/usage/store.py", "store_reading"),
        ("casework/usage/waiting.py", "read_file"),
        ("casework/checkins/submissions.py", "record_submission"),
    ):
        body = (ROOT / file).read_text(encoding="utf-8").split(f"def {function}(")[1].split("\ndef ")[0]
        assert "ensure_device_consent(open_plan" in body


def test_only_one_place_opens_what_was_handed_in_and_hands_it_out_as_it_may_be_seen() -> None:
    """Whoever marks or deletes it asks that module too, and is told nothing of it."""
    opened = re.compile(r"""open(?:_document)?\([^)]*?["']submission\.document["']""")
    product = [path for part in ("api", "app", "casework", "flows", "models", "notifications", "web") for path in (ROOT / part).rglob("*.py")]  # fmt: skip
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in product}
    where = {path: len(found) for path, text in texts.items() if (found := opened.findall(text))}
    assert where == {"casework/shared/device_consent.py": 1}
    assert [path for path, text in texts.items() if "_open_content" in text] == ["casework/shared/device_consent.py"]
