"""The rules by which an office works, on one page: the law and how sure we are of it, who takes each step, dates and
numbers with what the office chose, holidays, templates of papers, the reminder policy, the list of apps. Each section
is for whoever may read it; its forms answer here. One rule, or one number, has a page of its own."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_CALENDAR, READ_POLICY, READ_TEMPLATES
from casework.acting.rights.scope import SIGNERS
from casework.documents.acts import APPROVE_TEMPLATE, OFFER_TEMPLATE
from casework.documents.case_volume import DOCX
from casework.documents.templates import (
    approve_template,
    end_template,
    list_office_templates,
    load_template_file,
    offer_template,
)
from casework.plan.change_preview import ChangePreview
from casework.plan.policy_preview import preview_policy
from casework.settings.acts import ANNOUNCE_YEAR, CHOOSE_VALUE, SWITCH_POLICY
from casework.settings.chosen_value_preview import ChoicePreview, preview_choice
from casework.settings.chosen_values import MAX_REASON, choose_value
from casework.settings.holidays import (
    YearPreview,
    announce_year,
    load_calendar,
    load_requested_year,
    preview_year,
    request_year,
)
from casework.settings.law_view import NumberView, load_law
from casework.settings.policies import EVERYBODY, load_policies_view, parse_policy, switch_policy
from casework.shared.facts.facts_table import HEAD, list_fact_rules
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.signed_words import LAST_PAGE, SIGNED
from casework.staff.authentication import SignedIn
from casework.usage.acts import CategoriseApp
from casework.usage.app_list import categorize_for_office, load_app_list
from core.errors import (
    BadInput,
    NotFound,
    NotSignedIn,
    ReauthenticationRequired,
    Refused,
    StateConflict,
    SunwardError,
    TooManyRequests,
)
from core.i18n import SEMICOLON, _, listed, verbatim
from documents.template_check import MAX_TEMPLATE_BYTES
from law.cited_articles import parse_citation, summarize_article
from law.finding import Confidence
from law.procedure import load_uncovered_rows
from law.procedure_view import get_role_label
from law.rules_page import CONFIDENCES, EFFECTS, GROUPS, RESPONSIBILITY_LABELS, get_unit
from law.wordings import explain_unread, find_wordings
from models.office import Role
from notifications.reminder_policy import ReminderPolicy
from serving.app_state import get_app_state
from serving.auth import SIGNED_IN_ACCESS, ensure_same_site, requires_right
from usage.categories import Category
from web.acting.form_fields import FormField
from web.acting.form_parsing import NOT_A_NUMBER, parse_form
from web.forms import Form, FormErrors, FormValues
from web.pages.account import read_request_id, run_request
from web.reauth import confirm_for
from web.rendering import render_page
from web.views.holiday_notice import MAX_WORKED_DAYS, NAMES, explain_notice, read_notice
from web.views.policy_text import describe_policy

router = APIRouter(prefix="/rules")

Reader = Annotated[SignedIn, SIGNED_IN_ACCESS]
"""The law is about nobody: whoever is signed in may read it."""
Chooser = Annotated[Actor, requires_right(CHOOSE_VALUE)]

MAX_ARTICLES = 12
"""So many articles of one citation are opened at once."""
SHOWN = 12
"""So many reminders tell how the others move."""
_FIELDS = [
    FormField("practice", "value", "numbers", True, None),
    FormField("practice", "from_on", "day", True, None),
    FormField("practice", "reason", "long", True, None, longest=MAX_REASON),
]


@router.get("")
def show_rules(
    request: Request,
    signed_in: Reader,
    of: Annotated[str, Query(max_length=200, description="A citation, as answers have it.")] = "",
    part: bool = False,
    waiting: Annotated[uuid.UUID | None, Query(alias="request")] = None,
) -> HTMLResponse:
    """Every section; the rules of which we are that sure, or which do that, where the address asks for them. What our files
    say of the articles of a citation stands on top, or is answered alone, to be opened in place. A signer sees what a
    year that waits would move."""
    articles = [(article, summarize_article(article)) for article in parse_citation(of)[:MAX_ARTICLES]]
    if of and not articles:
        raise NotFound(_("这里没有写明条文。"))
    if part:
        return render_page(request, "parts/law_articles.html", articles=articles, confidences=CONFIDENCES)
    if waiting is None:
        return _page(request, signed_in.actor, articles=articles)
    context = get_app_state(request).context
    preview = preview_year(context, signed_in.actor, load_requested_year(context, signed_in.actor, waiting))
    return _page(request, signed_in.actor, "holidays", {"request": str(waiting)}, preview=preview)


@router.get("/{key}")
def show_one(request: Request, signed_in: Reader, key: str) -> HTMLResponse:
    """One rule beside the wording of its articles, with its numbers and its examples, run just now; why a row of the procedure is no rule; or one number that
    may be chosen, with every choice made so far."""
    context, actor = get_app_state(request).context, signed_in.actor
    rules = load_law(context, actor.office_id, key)
    row = load_uncovered_rows().get(key.upper())
    if not rules.rules and row is None:
        return _number_page(request, actor, key, {}, {})
    rule = rules.rules[0] if rules.rules else None
    return render_page(
        request, "rule.html", rule=rule, row=row, numbers=rules.numbers, unit=get_unit, confidences=CONFIDENCES,
        effects=EFFECTS, wordings=find_wordings(rule.article) if rule else (), unread=explain_unread(rule.id) if rule else None,
    )  # fmt: skip


@router.post("/{key}/value")
def submit_value(request: Request, key: str, typed: Form, actor: Chooser) -> Response:
    """The effect of the choice, or the choice made; or the form again with what was typed."""
    context = get_app_state(request).context
    context.ensure_allowed(actor, CHOOSE_VALUE)
    number = _find_number(context, actor, key)
    asked, errors = _read_value(number, typed)
    if errors or typed.get("_go") == "edit":
        return _number_page(request, actor, key, typed, errors, 422 if errors else 200)
    asked["for_all"] = number.confidence == Confidence.K.value or bool(typed.get("everybody"))

    def do(chooser: Actor) -> None:
        choose_value(context, chooser, key=key, **asked)

    try:
        effect = preview_choice(context, actor, key=key, **asked)
        if typed.get("_go") == "do":
            __, errors, status = run_request(lambda: do(confirm_for(request, typed, "settings")))
            if errors:
                return _number_page(request, actor, key, typed, errors, status, effect)
            return RedirectResponse(f"/rules/{key}?just={'asked' if asked['for_all'] else 'set'}", status_code=303)
        return _number_page(request, actor, key, typed, {}, effect=effect)
    except BadInput as wrong:
        errors = {each.place: each.wrong for each in wrong.mistakes}
        return _number_page(request, actor, key, typed, errors, wrong.status)
    except Refused as refused:
        return _number_page(request, actor, key, typed, {"value": refused.reason}, refused.status)


@router.post("/holidays")
def submit_notice(request: Request, typed: Form, actor: Annotated[Actor, requires_right(ANNOUNCE_YEAR)]) -> Response:
    """Which open dates the notice would move; or the year asked for, or announced by a signer; or the form again with what
    was typed."""
    app_state, waiting = get_app_state(request), read_request_id(typed) if "request" in typed else None
    notice, errors = (load_requested_year(app_state.context, actor, waiting), {}) if waiting else read_notice(typed)
    if notice is None or typed.get("_go") == "edit":
        return _page(request, actor, "holidays", typed, errors, 422 if errors else 200)
    try:
        if typed.get("_go") != "do":
            preview = preview_year(app_state.context, actor, notice)
            return _page(request, actor, "holidays", typed, preview=preview)
        who, seen = confirm_for(request, typed, "accounts" if waiting else "settings"), typed.get("_confirm", "")
        if waiting:
            announce_year(app_state.context, who, waiting, confirm=seen, reason=typed.get("reason", ""))
            app_state.check_now()
        else:
            request_year(app_state.context, who, notice, confirm=seen)
        just = f"{'announced' if waiting else 'year_asked'}&year={notice.year}"
        return RedirectResponse(f"/rules?just={just}", status_code=303)
    except BadInput as wrong:
        return _page(request, actor, "holidays", typed, {"": explain_notice(wrong)}, wrong.status)
    except (NotSignedIn, TooManyRequests, ReauthenticationRequired) as wrong:
        return _page(request, actor, "holidays", typed, {"": wrong.reason}, 422)
    except Refused as refused:
        return _page(request, actor, "holidays", typed, {"": refused.reason}, refused.status)


@router.post("/apps")
def set_app_category(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(CategoriseApp.operation)]
) -> Response:
    """The app is of that kind; or the page again with what was typed."""
    category = typed.get("category", "")
    if category not in set(Category):
        return _page(request, actor, "apps", typed, {"app": _("请选择类别。")}, 422)
    try:
        categorize_for_office(
            get_app_state(request).context, actor, app=typed.get("app", ""), category=Category(category)
        )
    except BadInput as refused:
        return _page(request, actor, "apps", typed, {"app": refused.reason}, 422)
    return RedirectResponse("/rules?just=placed", status_code=303)


@router.post("/reminders")
def submit_policy(request: Request, typed: Form, actor: Annotated[Actor, requires_right(SWITCH_POLICY)]) -> Response:
    """One plan under the policy as written, beside the one that holds; or the policy switched on."""
    app_state, office = get_app_state(request), typed.get("office") or None
    try:
        policy, office_id = parse_policy(app_state.context, actor, typed.get("text", ""), office)
        if typed.get("_go") == "switch":
            switch_policy(app_state.context, confirm_for(request, typed, "settings"), text=typed["text"],
                          reason=typed.get("reason", ""), office=office)  # fmt: skip
            app_state.check_now()
            return RedirectResponse(f"/rules?just={'switched' if office_id else 'asked'}", status_code=303)
        tried = preview_policy(app_state.context, actor, policy, office_id, typed.get("plan", "").strip())
    except (NotSignedIn, TooManyRequests, ReauthenticationRequired) as wrong:
        return _page(request, actor, "reminders", typed, {"own_password": wrong.reason}, 422)
    except (BadInput, StateConflict) as wrong:
        return _page(request, actor, "reminders", typed, _policy_errors(wrong), 422)
    return _page(request, actor, "reminders", typed, tried=tried, policy=policy)


@router.get("/papers/{paper}")
def download_template(
    request: Request, paper: str, actor: Annotated[Actor, requires_right(READ_TEMPLATES)], version: int | None = None
) -> Response:
    """The template in use, to be changed in Word; or a version that was offered, to be read before it is approved."""
    content = load_template_file(get_app_state(request).context, actor, paper, version)
    headers = {"Content-Disposition": f'attachment; filename="{paper}.docx"', "Cache-Control": "no-store"}
    return Response(content, media_type=DOCX, headers=headers)


async def read_template_upload(request: Request) -> tuple[str, bytes]:
    """For which paper, and the file as far as it may be long."""
    ensure_same_site(request)
    async with request.form(max_files=1, max_fields=5) as form:
        sent, paper = form.get("file"), form.get("paper")
        content = await sent.read(MAX_TEMPLATE_BYTES + 1) if isinstance(sent, UploadFile) else b""
    return str(paper), content


@router.post("/papers")
def upload_template(
    request: Request,
    actor: Annotated[Actor, requires_right(OFFER_TEMPLATE)],
    sent: Annotated[tuple[str, bytes], Depends(read_template_upload)],
) -> Response:
    """The file is looked over and kept, or every reason why not is told."""
    paper, content = sent
    try:
        if not content:
            raise BadInput(_("请选一个文件。"))
        offer_template(get_app_state(request).context, actor, paper=paper, content=content)
    except BadInput as bad:
        errors: FormErrors = {"file": listed((mistake.wrong for mistake in bad.mistakes), SEMICOLON)}
        return _page(request, actor, "papers", {"paper": paper}, errors if bad.mistakes else {"file": bad.reason}, 422)
    return RedirectResponse("/rules?just=offered", status_code=303)


@router.post("/papers/last-page")
def offer_last_page(request: Request, typed: Form, actor: Annotated[Actor, requires_right(OFFER_TEMPLATE)]) -> Response:
    """The fixed words of the last page wait for a second person."""
    offer_template(get_app_state(request).context, actor, paper=LAST_PAGE, content=b"")
    return RedirectResponse("/rules?just=offered", status_code=303)


@router.post("/papers/{template}/approve")
def accept_template(
    request: Request, template: uuid.UUID, typed: Form, actor: Annotated[Actor, requires_right(APPROVE_TEMPLATE)]
) -> Response:
    """The template is used from now on."""
    approve_template(get_app_state(request).context, actor, template)
    return RedirectResponse("/rules?just=set", status_code=303)


@router.post("/papers/{template}/end")
def retire_template(
    request: Request,
    template: uuid.UUID,
    typed: Form,
    actor: Annotated[Actor, requires_right(OFFER_TEMPLATE, APPROVE_TEMPLATE)],
) -> Response:
    """The template is turned down, or no longer used."""
    end_template(get_app_state(request).context, actor, template)
    return RedirectResponse("/rules?just=set", status_code=303)


def _page(
    request: Request,
    actor: Actor,
    place: str = "",
    typed: FormValues | None = None,
    errors: FormErrors | None = None,
    status: int = 200,
    **more: Any,
) -> HTMLResponse:
    """The page; with the form of the section `place` as it was sent and what is wrong with it."""
    context, asked = get_app_state(request).context, request.query_params
    page: dict[str, Any] = {"place": place, "typed": typed or {}, "errors": errors or {}, "articles": []}
    page |= {"just": asked.get("just"), "year": asked.get("year", "")[:4]} | more
    page |= _load_law(context, actor, asked.get("sure", ""), asked.get("effect", ""))
    if actor.role in READ_CALENDAR.by:
        page |= _load_holidays(context, actor, more.get("preview"))
    if actor.role in READ_TEMPLATES.by:
        papers, offered = list_office_templates(context, actor)
        may = {act.code for act in (OFFER_TEMPLATE, APPROVE_TEMPLATE) if actor.role in act.by}
        page |= {"papers": papers, "offered": offered, "may_papers": may, "last_page_words": SIGNED}
    if actor.role in READ_POLICY.by:
        office = (typed or asked).get("office") or None
        page |= _load_policy(context, actor, office, more.get("tried"), more.get("policy"))
    if actor.role in CategoriseApp.operation.by:
        page |= {"apps": load_app_list(context, actor), "app_kinds": {kind.value: kind.words for kind in Category}}
    return render_page(request, "rules.html", status=status, **page)


def _load_law(context: Context, actor: Actor, sure: str, effect: str) -> dict[str, Any]:
    law = load_law(context, actor.office_id)
    chosen = [
        rule
        for rule in law.rules
        if (sure not in CONFIDENCES or rule.confidence == sure) and (effect not in EFFECTS or rule.effect == effect)
    ]
    groups = [
        (words, sorted((rule for rule in chosen if rule.id.startswith(prefix)), key=lambda rule: rule.id))
        for prefix, words in GROUPS.items()
    ]
    return {
        "groups": [(words, rules) for words, rules in groups if rules],
        "edition": law.edition,
        "sure": sure,
        "effect": effect,
        "count": len(chosen),
        "confidences": CONFIDENCES,
        "effects": EFFECTS,
        "no_rules": law.no_rules,
        "steps": law.steps,
        "columns": {column.value: words for column, words in RESPONSIBILITY_LABELS.items()},
        "hand": get_role_label,
        "heads": HEAD,
        "facts": list_fact_rules(context.law),
        "dates": law.dates,
        "numbers": {number.key: number for number in law.numbers},
        "unit": get_unit,
        "today": context.clock.today(),
    }


def _load_holidays(context: Context, actor: Actor, preview: YearPreview | None) -> dict[str, Any]:
    found = load_calendar(context, actor)
    return {
        "calendar": found,
        "preview": preview,
        "signs": actor.role in SIGNERS,
        "may_announce": actor.role in ANNOUNCE_YEAR.by,
        "holiday_names": NAMES,
        "most_worked": MAX_WORKED_DAYS,
        "next_year": next((year.year for year in found.years if not year.known), found.years[-1].year),
        "kind": lambda code: ITEM_KINDS[code].words if code in ITEM_KINDS else verbatim(code),
    }


def _load_policy(
    context: Context, actor: Actor, office: str | None, tried: ChangePreview | None, policy: ReminderPolicy | None
) -> dict[str, Any]:
    view = load_policies_view(context, actor, office=office)
    sentences = describe_policy(ReminderPolicy.read(view.text))
    changed: list[dict[str, Any]] = []
    if policy is not None:
        holds, as_written = dict(sentences), dict(describe_policy(policy))
        names = dict.fromkeys((*holds, *as_written))
        changed = [
            {"name": name, "was": holds.get(name), "will_be": as_written.get(name)}
            for name in names
            if holds.get(name) != as_written.get(name)
        ]
    return {"policies": view, "tried": tried, "changed": changed, "sentences": sentences, "shown": SHOWN,
            "all_offices": EVERYBODY, "office": office}  # fmt: skip


def _policy_errors(wrong: SunwardError) -> FormErrors:
    """Every mistake in the TOML is one of the text's."""
    mistakes = getattr(wrong, "mistakes", None) or []
    text = [mistake for mistake in mistakes if mistake.place not in ("reason", "plan")]
    errors: FormErrors = {mistake.place: mistake.wrong for mistake in mistakes if mistake not in text}
    if text:
        errors["text"] = listed((_("{place} {wrong}", place=one.place, wrong=one.wrong) for one in text), SEMICOLON)
    return errors or {"": wrong.reason}


def _number_page(
    request: Request,
    actor: Actor,
    key: str,
    typed: FormValues,
    errors: FormErrors,
    status: int = 200,
    effect: ChoicePreview | None = None,
) -> HTMLResponse:
    number = _find_number(get_app_state(request).context, actor, key)
    return render_page(
        request, "rule_number.html", status=status, number=number, unit=get_unit, typed=typed, errors=errors, effect=effect,
        said=_value_text, longest=MAX_REASON, may_choose=actor.role in CHOOSE_VALUE.by, confidences=CONFIDENCES,
        for_all=actor.role is Role.ADMINISTRATOR and number.confidence != Confidence.K.value,
        just=request.query_params.get("just"), today=get_app_state(request).context.clock.today(),
    )  # fmt: skip


def _find_number(context: Context, actor: Actor, key: str) -> NumberView:
    """The number of that key. NotFound for one that nobody may choose."""
    for number in load_law(context, actor.office_id).numbers:
        if number.key == key and context.rulebook.entry(key).may_be_chosen:
            return number
    raise NotFound(_("没有这条规则。"))


def _value_text(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _read_value(number: NumberView, typed: FormValues) -> tuple[dict[str, Any], FormErrors]:
    values, errors = parse_form(_FIELDS, typed)
    numbers, is_list = values.get("value", []), isinstance(number.value, list)
    if len(numbers) > 1 and not is_list:
        errors["value"] = NOT_A_NUMBER
    elif numbers and not is_list:
        values["value"] = numbers[0]
    return values, errors
