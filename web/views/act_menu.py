"""All that somebody can do with a plan now: what waits first, then what is likely, the rest by subject; and what words lead to.

Likely is what this post may propose in this stage, and what is done day by day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from casework.acting.acts.act import ACTS
from casework.acting.held_rights import filter_allowed
from casework.acting.open_plan import OpenPlan
from casework.acting.rights.operation import ActGroup, Operation
from casework.incidents.acts import ReportDanger
from casework.plan.available_acts import is_applicable
from casework.shared.items.item_kinds import ITEM_KINDS
from core.i18n import Text, in_all_languages, pgettext, verbatim
from law.articles import get_article
from law.four_eyes import STEPS, Responsibility
from models.office import Role
from web.acting.form_fields import get_form_fields
from web.acting.labels import choice_label, get_act_title, get_field_label
from web.views.act_forms import FORMS
from web.views.next_tasks import NextTask, list_hand_ins, list_next_tasks

MORE = pgettext("menu", "其他")
LIKELY_SHOWN = 12
ALWAYS_SHOWN = (ReportDanger.operation.code,)
"""Whoever has this to do has no time to look for it."""
_STEPS = {step.id: step for step in STEPS}


@dataclass(frozen=True)
class Offer:
    """One act that this person can do with the plan now."""

    act: str
    title: Text
    address: str


@dataclass(frozen=True)
class ActMenu:
    """What waits, what is likely, and everything by subject."""

    tasks: list[NextTask]
    likely: list[Offer]
    groups: list[tuple[Text, list[Offer]]]

    @property
    def count(self) -> int:
        """How many acts there are."""
        return sum(len(offers) for _, offers in self.groups)


def load_act_menu(open_plan: OpenPlan) -> ActMenu:
    """Everything that the actor can do with the plan now."""
    offers = _list_offers(open_plan)
    tasks = list_next_tasks(open_plan)
    waiting = {task.act for task in tasks}
    groups = [
        (group.value if group else MORE, mine)
        for group in (*ActGroup, None)
        if (mine := [offer for offer in offers if ACTS[offer.act].operation.group is group])
    ]
    urgent = [offer for offer in offers if offer.act in ALWAYS_SHOWN]
    usual = [offer for offer in _by_stage(offers) if offer.act not in waiting | set(ALWAYS_SHOWN)]
    likely = usual[: LIKELY_SHOWN - len(urgent)] + urgent
    return ActMenu(tasks, likely, groups)


def find_offers(open_plan: OpenPlan, asked: str) -> list[Offer]:
    """What the actor can do with the plan now and all the asked words lead to, in any language of the program; one whose title
    or other words have them first."""
    words = asked.casefold().split()
    hand_ins = [Offer(task.act or "", task.words, task.address) for task in list_hand_ins(open_plan)]
    found = [
        offer
        for offer in _list_offers(open_plan) + hand_ins
        if all(word in _get_words(offer.act) + in_all_languages([offer.title]) for word in words)
    ]
    return sorted(found, key=lambda offer: not _is_named(offer.act, offer.title, words))


def find_act_titles(role: Role, asked: str) -> list[Text]:
    """Return the titles of the acts that the role may do in some plan and to which all the asked words lead; those whose
    title or other words have them first, none without a word."""
    words = asked.casefold().split()
    mine = [act for act in FORMS if any(role in right.by for right in ACTS[act].operations())]
    found = [act for act in mine if words and all(word in _get_words(act) for word in words)]
    return [get_act_title(act) for act in sorted(found, key=lambda act: not _is_named(act, get_act_title(act), words))]


def _is_named(act: str, title: Text, words: list[str]) -> bool:
    """Return whether the title or the other words of the act's declaration have all of these."""
    names = in_all_languages(text for text in (title, ACTS[act].also) if text is not None)
    return all(word in names for word in words)


def _list_offers(open_plan: OpenPlan) -> list[Offer]:
    held = filter_allowed(open_plan, {right for act in FORMS for right in ACTS[act].operations()})
    here = f"/plans/{quote(open_plan.plan.number)}/do"
    return [
        Offer(act, get_act_title(act), f"{here}/{act}")
        for act in FORMS
        if held & set(ACTS[act].operations()) and is_applicable(open_plan, ACTS[act])
    ]


def _by_stage(offers: list[Offer]) -> list[Offer]:
    """What may be proposed, then what is done day by day."""
    proposed = [offer for offer in offers if _proposes(ACTS[offer.act].operation)]
    daily = [offer for offer in offers if ACTS[offer.act].operation.group is ActGroup.DAILY]
    return list(dict.fromkeys(proposed + daily))


def _proposes(operation: Operation) -> bool:
    """Whether it asks for a step that moves the plan on."""
    proposing = [step for step, column in operation.steps.items() if column is Responsibility.PROPOSES]
    return any(_STEPS[step].transitions for step in proposing)


@lru_cache
def _get_words(act: str) -> str:
    """All that is said of the act, in every language, for looking a word up in."""
    return in_all_languages(_say(act))


def _say(act: str) -> list[Text]:
    """Its title and other words, its fields and what may be chosen in them, the items it does, and its articles."""
    operation = ACTS[act].operation
    own = [operation.title, operation.done, ACTS[act].also, operation.group.value if operation.group else MORE]
    texts = [text for text in own if text is not None]
    for one in get_form_fields(act):
        texts.append(get_field_label(one))
        texts += [choice_label(one, code) for code in one.codes]
    texts += [kind.words for kind in ITEM_KINDS.values() if any(by.act == act for by in kind.ways)]
    return texts + list(_cite(operation))


def _cite(operation: Operation) -> Iterator[Text]:
    """The articles that it rests on, as far as its declaration says."""
    rules = [_STEPS[step].rule for step in operation.steps] + list(operation.unverified)
    rules += [change.rule for change in operation.changes]
    for rule in rules:
        article = get_article(rule)
        yield article.title
        yield verbatim(article.article)
