"""Creates and closes office tasks for single events, such as undelivered texts, replies and halted plans: as an item
each is reminded of, is on the desk with its age, and ends by what was done or by a named person's reason."""

from datetime import date, datetime, timedelta

from casework.acting.open_plan import OpenPlan
from casework.acting.resources import Resources
from casework.shared.items.item_kinds import ITEM_KINDS, ON_THE_LINE
from casework.shared.items.items import add_item, get_row_label
from casework.shared.text.labels import RELATIONS
from core.clock import local_date
from core.i18n import Text, _
from models.item import Item
from models.office import Role

UNDELIVERED = "undelivered"
TEXT_REPLY = "text_reply"
WRONG_CODES_TRIED = "wrong_codes_tried"
CALL_ASKED = "call_asked"
PLAN_HALTED = "plan_halted"
QUESTION_ANSWER = "question_answer"
MONTH_LETTER = "month_letter"

ABOUT_A_PERSON = (UNDELIVERED, TEXT_REPLY, WRONG_CODES_TRIED, CALL_ASKED)
"""Somebody is to be reached by a person, by relation: a talk with them settles each of these."""

FOLLOW_UP_WITHIN = 2
"""Working days in which somebody has looked, before the next one up hears of it (the office's practice)."""
A_MONTH = timedelta(days=31)
"""Once in so many days whoever hands in notes reads a sentence of a person's own."""


def get_item_words(kind: str, label: str) -> Text:
    """What the item is called; what is about a person of the family says whom it means."""
    words = ITEM_KINDS[kind].words
    return (
        _("{words}（{whom}）", words=words, whom=RELATIONS[label])
        if kind in ABOUT_A_PERSON and label in RELATIONS
        else words
    )


def create_follow_up(open_plan: OpenPlan, kind: str, about: str, due_on: date | None = None) -> Item | None:
    """A task to look at it is open until that day: the prosecutor's where the program has stopped, else the team's. One of
    the same kind `about` the same thing that is open already is not doubled. None on a closed plan."""
    if open_plan.plan.closed_at is not None:
        return None
    waiting = next((item for item in open_plan.items(kind) if item.label == about), None)
    if waiting is not None:
        return waiting
    owner = Role.PROSECUTOR if kind == PLAN_HALTED else get_carrier(open_plan)
    return add_item(open_plan, kind, due_on or get_look_by(open_plan.context, open_plan.now), owner=owner, label=about)


def get_look_by(context: Resources, came_at: datetime) -> date:
    """Return the day by which somebody looks at what came at that moment."""
    return context.days.after(local_date(came_at), FOLLOW_UP_WITHIN)


def owe_reply(open_plan: OpenPlan, item: Item, text: str) -> None:
    """What was handed in for the item is owed a reply: an answer where something is asked in it; to who writes notes on
    their own page also a sentence within a month."""
    if "？" in text or "?" in text:
        create_follow_up(open_plan, QUESTION_ANSWER, get_row_label(item.id))
    if item.kind in ON_THE_LINE and open_plan.actor.kind == "family":
        create_follow_up(open_plan, MONTH_LETTER, "", open_plan.today + A_MONTH)


def get_carrier(open_plan: OpenPlan) -> Role:
    """Who is in contact with the family: the worker, else the assistant, else the prosecutor."""
    return next((role for role in (Role.SOCIAL_WORKER, Role.ASSISTANT) if open_plan.team(role)), Role.PROSECUTOR)
