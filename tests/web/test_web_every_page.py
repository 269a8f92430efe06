"""A visit to every page, the rules that each of them keeps (asked in tests/web/test_web_third_language.py), and what is served beside
them."""

import re
import tomllib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import httpx2
import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from casework.plan.halting import quarantine
from models.plan import Condition
from tests.identity_providers import at_provider
from tests.offence import ARTICLE
from tests.pictures import PNG
from tests.web.visitors import Pages, ParsedPage, parse_page, share_phones
from web.rendering import STATIC

TEMPLATES = Path(STATIC).parent / "templates"
NOTE, SHEET = "/items/weekly_note/2026-03-09", "/items/usage_sheet/2026-03-15"
Visit = Callable[[Pages, str], httpx2.Response]


def _staff(role: str, path: str) -> Visit:
    def visit(pages: Pages, language: str) -> httpx2.Response:
        address = pages.plan(path.removeprefix("PLAN")) if path.startswith("PLAN") else path
        return pages.as_(f"gui.{role}").get(address, params={"lang": language})

    return visit


def _family(relation: str, path: str) -> Visit:
    def visit(pages: Pages, language: str) -> httpx2.Response:
        browser, here = pages.family(relation)
        return browser.get(here + path, params={"lang": language})

    return visit


def _anybody(path: str) -> Visit:
    return lambda pages, language: pages.stranger().get(path, params={"lang": language})


def _wrongly_filled(path: str) -> Visit:
    def visit(pages: Pages, language: str) -> httpx2.Response:
        return pages.as_("gui.prosecutor").post(pages.plan(path), params={"lang": language}, data={"text": ""})

    return visit


def _checked(path: str) -> Visit:
    values = {"person": "mother", "told_to": "x", "facts": "x", "_go": "check"}

    def visit(pages: Pages, language: str) -> httpx2.Response:
        return pages.as_("gui.prosecutor").post(pages.plan(path), params={"lang": language}, data=values)

    return visit


def _new_plan(step: str, **form: str) -> Visit:
    def visit(pages: Pages, language: str) -> httpx2.Response:
        from tests.web.test_web_new_plan import FORM, fill_in

        prosecutor = pages.as_("gui.prosecutor")
        return prosecutor.get(f"{fill_in(pages, FORM | form)}/{step}", params={"lang": language})

    return visit


def _spreadsheet(page: str) -> Visit:
    def visit(pages: Pages, language: str) -> httpx2.Response:
        from tests.api.test_api_caseload_sheets import REGISTER, a_sheet

        prosecutor = pages.as_("gui.prosecutor")
        for earlier in re.findall(r'"(/caseload-sheet/[^"]+/discard)"', prosecutor.get("/caseload-sheet").text):
            prosecutor.post(earlier)
        sent = {"file": ("x.csv", a_sheet(REGISTER, REGISTER | {"性别": "x"}))}
        here = prosecutor.post("/caseload-sheet", files=sent).headers["location"]
        address = {"start": "/caseload-sheet", "rows": here}[page]
        return prosecutor.get(address, params={"lang": language})

    return visit


def _drafts_and_templates(pages: Pages, language: str) -> httpx2.Response:
    from tests.web.test_web_new_plan import FORM, fill_in

    prosecutor = pages.as_("gui.prosecutor")
    prosecutor.post(f"{fill_in(pages, FORM)}/template", data={"template": "2026-1"})
    return prosecutor.get("/new-plan", params={"lang": language})


def _at_provider(visit: Visit) -> Visit:
    def prepared(pages: Pages, language: str) -> httpx2.Response:
        at_provider(pages)
        return visit(pages, language)

    return prepared


def _receipt(pages: Pages, language: str) -> httpx2.Response:
    browser, here = pages.family("minor")
    browser.post(f"{here}/fill/weekly_note/2026-03-09", data={"text": "都好"})
    return browser.get(here, params={"lang": language, "just": "fill"})


def _closed_meanwhile(code: bool) -> Visit:
    """What was being written when the page closed: before the code, or after it."""

    def visit(pages: Pages, language: str) -> httpx2.Response:
        card, browser = pages.card(), pages.stranger()
        here = f"/p/{card.secret}"
        door = browser.post(f"{here}/progress", params={"lang": language}, data={"text": "all well"})
        if not code:
            return door
        kept = {"code": card.code, "kept": parse_page(door).fields["kept"]}
        return browser.post(here, params={"lang": language}, data=kept)

    return visit


def _usage_file(by: str, table: str) -> Visit:
    def visit(pages: Pages, language: str) -> httpx2.Response:
        mother, hers = pages.family("mother")
        answer = mother.post(f"{hers}/usage/files", files={"file": ("a.csv", table.encode(), "text/csv")})
        here = answer.headers["location"]
        if by == "mother":
            return mother.get(here, params={"lang": language})
        address = pages.plan(f"/usage/files/{here.rpartition('/')[2]}")
        return pages.as_(f"gui.{by}").get(address, params={"lang": language})

    return visit


def _wrongly_made(pages: Pages, language: str) -> httpx2.Response:
    path = pages.plan("/documents/make?paper=supervision_plan")
    return pages.as_("gui.prosecutor").post(path, params={"lang": language, "paper": "supervision_plan"},
                                            data={"f.goals": "x", "_go": "make"})  # fmt: skip


def _new_card(pages: Pages, language: str) -> httpx2.Response:
    params = {"lang": language, "relation": "mother"}
    return pages.as_("gui.social_worker").post(pages.plan("/sheets/card"), params=params)


def _bad_template(pages: Pages, language: str) -> httpx2.Response:
    return pages.as_("gui.administrator").post(
        "/rules/papers", params={"lang": language}, data={"paper": "opinion"}, files={"file": ("x.docx", b"MZ")}
    )


def _evaluated(visit: Visit) -> Visit:
    """After the team has looked at how it goes, and asked for views."""

    def prepared(pages: Pages, language: str) -> httpx2.Response:
        pages.offices.act("social_worker", "rate_needs", time="start", family=2, peers=1)
        pages.offices.act("assistant", "rate_needs", time="start", family=0)
        pages.offices.act("social_worker", "record_situation", subject="school_or_work", state="in_school")
        pages.offices.act("assistant", "record_questionnaire", questionnaire="iat", taken_on=pages.offices.today, total=49,
                        minor_consented_on=pages.offices.today, representative_consented_on=pages.offices.today)  # fmt: skip
        pages.offices.act("social_worker", "ask_views")
        pages.offices.act("social_worker", "give_view", of="social_worker", home="hard", mood="mixed")
        pages.offices.act("mother", "give_view", of="guardian", home="well", text="都好")
        pages.offices.act("social_worker", "propose_evaluation", result="strengthen", reason="都好")
        pages.offices.act("minor", "comment_on_progress", text="都好")
        pages.offices.act("minor", "record_statement", of="minor", text="都好")
        pages.offices.act("social_worker", "record_statement", of="defender", text="都好", told_by_phone=True)
        return visit(pages, language)

    return prepared


def _a_mentors_page(pages: Pages, language: str) -> httpx2.Response:
    """Of somebody outside the family who already knows, with what was typed wrong."""
    with pages.offices.context.database.transaction() as session:
        for row in session.exec(select(Condition).where(Condition.kind == "A1")):
            row.confirmed_by = "mentor"
            session.add(row)
    pages.offices.act("prosecutor", "record_informed", who="mentor", name="某", since=pages.offices.today)
    pages.offices.act("social_worker", "ask_views", of=["mentor"])
    browser, here = pages.family("mentor")
    place = {"place": "1", "amount": "x", "on": ""}
    return browser.post(f"{here}/confirm", params={"lang": language}, data=place)


def _one_message(pages: Pages, language: str) -> httpx2.Response:
    text = next(row for row in pages.offices.messages("check_in_due") if row.channel == "text")
    return pages.as_("gui.social_worker").get("/messages", params={"lang": language, "one": str(text.id)})


def _halted(visit: Visit) -> Visit:
    """After the plan was halted for a person to look."""

    def prepared(pages: Pages, language: str) -> httpx2.Response:
        quarantine(pages.offices.context, pages.offices.number)
        return visit(pages, language)

    return prepared


def _run_control(role: str, control: str, **values: str) -> Visit:
    """The form for what can be done about a run, or the same with what was typed."""

    def visit(pages: Pages, language: str) -> httpx2.Response:
        browser, address = pages.as_(f"gui.{role}"), f"/runs/{pages.offices.number}/{control}"
        params = {"lang": language}
        return browser.post(address, params=params, data=values) if values else browser.get(address, params=params)

    return visit


def _a_shared_phone(visit: Visit) -> Visit:
    """The boy's phone is his family's: a text proves nothing, and somebody calls."""

    def prepared(pages: Pages, language: str) -> httpx2.Response:
        share_phones(pages.offices)
        return visit(pages, language)

    return prepared


def _own_calendar(pages: Pages, language: str) -> httpx2.Response:
    return pages.as_("gui.prosecutor").post("/account/calendar", params={"lang": language})


def _no_policy(pages: Pages, language: str) -> httpx2.Response:
    sent = {"text": "[steps]", "month": "2026-04", "_go": "try"}
    return pages.as_("gui.administrator").post("/rules/reminders", params={"lang": language}, data=sent)


def _attached(path: str) -> Visit:
    """Where the plan says that things may be attached, and some are."""

    def prepared(pages: Pages, language: str) -> httpx2.Response:
        contact = pages.plan("/items/worker_contact/2026-03-16")
        pages.offices.act("prosecutor", "agree_on_attachments", photo=True, voice=True, place=True, sheet=True)
        worker = pages.as_("gui.social_worker")
        values = {"how": "visit", "went": "completed", "text": "都好", "place": "都好镇"}
        worker.post(f"{contact}/hand-in", data=values, files={"photo": ("x.png", PNG)})
        return worker.get(pages.plan(path), params={"lang": language})

    return prepared


VISITS: dict[str, Visit] = {
    "sign-in": _anybody("/sign-in"),
    "one's own account at the provider": _at_provider(_staff("clerk", "/account")),
    "a move of a plan": _staff("prosecutor", "PLAN/move"),
    "no such page": _anybody("/nowhere"),
    "a form whose session has ended": lambda pages, language: pages.stranger().post(
        pages.plan("/do/note"), params={"lang": language}, data={"topic": "work", "text": "x"}
    ),
    "the form for the way": _anybody("/out/"),
    "a family's page before the code": _anybody("/p/some-secret"),
    "a family's words, before the code": _closed_meanwhile(code=False),
    "a family's words, after the code": _closed_meanwhile(code=True),
    "asking for leave": _family("minor", "/leave"),
    "the agreement on phone data": _family("minor", "/agreement"),
    "what helps": _family("minor", "/helps"),
    "an empty sheet for the family": _family("mother", "/helps?sheet=family_agreement"),
    "an empty sheet for the night": _staff("social_worker", "/helps?sheet=bedtime"),
    "an empty sheet for oneself": _staff("social_worker", "/helps?sheet=craving"),
    "the agreement to be signed": _staff("social_worker", "PLAN/sheets/agreement"),
    "what is stored about a parent": _family("mother", "/stored"),
    "the prosecutor's desk": _staff("prosecutor", "/"),
    "the export of a caseload": _staff("prosecutor", "/caseload-export"),
    "the desk, filtered": _staff("prosecutor", "/?show=overdue&stage=under_supervision"),
    "the agenda of a week": _staff("prosecutor", "/agenda?on=2026-03-16"),
    "the agenda of a month": _staff("prosecutor", "/agenda?on=2026-03-16&by=month"),
    "an empty agenda": _staff("prosecutor", "/agenda?on=2030-03-16"),
    "case management's desk": _staff("case_management", "/"),
    "the auditor's desk": _staff("auditor", "/"),
    "the desk's live part": _staff("prosecutor", "/?seen=0"),
    "the board of runs": _halted(_staff("prosecutor", "/runs")),
    "the board of runs, sorted": _staff("department_head", "/runs?state=waiting&order=next&descending=1"),
    "the board of runs in numbers": _halted(_staff("administrator", "/runs")),
    "the board of runs in counts": _staff("auditor", "/runs"),
    "a run to be halted": _run_control("prosecutor", "halt"),
    "a run to be replaced": _run_control("prosecutor", "replace"),
    "a run to be resumed, without a reason": _run_control("administrator", "resume", reason=""),
    "the board's live part": _staff("prosecutor", "/runs?seen=0"),
    "the desk with a run to look at": _halted(_staff("prosecutor", "/")),
    "a plan": _staff("prosecutor", "PLAN"),
    "a plan's history": _staff("prosecutor", "PLAN/history"),
    "a plan's history, filtered": _staff("prosecutor", "PLAN/history?kind=message&to=minor&from_on=2026-03-01"),
    "a plan's history without messages": _staff("chief_prosecutor", "PLAN/history?to=guardian.mother"),
    "a plan's check-ins": _staff("prosecutor", "PLAN/check-ins"),
    "a plan's check-ins and digital use": _staff("social_worker", "PLAN/check-ins"),
    "a plan's history for the worker": _staff("social_worker", "PLAN/history?sent=1"),
    "a plan's run": _halted(_staff("prosecutor", "PLAN/history")),
    "a plan for the chief": _staff("chief_prosecutor", "PLAN"),
    "a plan, dates only": _staff("case_management", "PLAN"),
    "a plan's live part": _staff("prosecutor", "PLAN?seen=0"),
    "a plan's papers": _staff("prosecutor", "PLAN/documents"),
    "a plan's papers for the chief": _staff("chief_prosecutor", "PLAN/documents"),
    "a paper begun": _staff("assistant", "PLAN/documents/make?paper=supervision_plan"),
    "a paper that is whole": _staff("social_worker", "PLAN/documents/make?paper=certificate_guidance"),
    "a paper with mistakes": _wrongly_made,
    "the card": _staff("social_worker", "PLAN/sheets/card"),
    "the mother's card with a new page": _new_card,
    "the mother's month sheet": _staff("social_worker", "PLAN/sheets/month?relation=mother"),
    "what is to be typed": _staff("clerk", "PLAN/sheets/typing"),
    "a template refused": _bad_template,
    "a plan that is not there": _staff("prosecutor", "/plans/NOPE"),
    "an item": _staff("prosecutor", f"PLAN{NOTE}"),
    "an item, just handed in": _staff("prosecutor", f"PLAN{NOTE}?just=handed_in"),
    "a form by phone": _staff("social_worker", f"PLAN{NOTE}?do=hand-in"),
    "a sheet by phone": _staff("social_worker", f"PLAN{SHEET}?do=hand-in"),
    "an explanation by phone": _staff("social_worker", f"PLAN{NOTE}?do=explain"),
    "an answer": _staff("prosecutor", f"PLAN{NOTE}?do=answer"),
    "a form by phone with mistakes": _wrongly_filled(f"{NOTE}/hand-in"),
    "an answer with mistakes": _wrongly_filled(f"{NOTE}/answer"),
    "what can be done": _staff("prosecutor", "PLAN/do"),
    "an act's form": _staff("prosecutor", "PLAN/do/propose"),
    "an act's form with lists": _staff("clerk", "PLAN/do/announce"),
    "an act's form with mistakes": _wrongly_filled("/do/report_incident"),
    "an act's answers checked": _checked("/do/report_danger"),
    "the proposals": _staff("prosecutor", "/approvals"),
    "the clerk's page": _staff("clerk", "/records"),
    "offices and staff": _staff("administrator", "/people"),
    "one's own account": _staff("clerk", "/account"),
    "a contact with a photo and a place": _attached("/items/worker_contact/2026-03-16"),
    "a form that takes attachments": _attached("/items/worker_contact/2026-03-30?do=hand-in"),
    "writing down a report of harm": _staff("social_worker", "PLAN/do/report_danger"),
    "the journal": _staff("auditor", "/records"),
    "the records of a year": _staff("auditor", "/records?year=2026&accepted=1"),
    "many plans at once": _staff("prosecutor", "/many"),
    "the rules": _staff("social_worker", "/rules"),
    "the rules for the administrator": _staff("administrator", "/rules"),
    "the rules for the head": _staff("department_head", "/rules"),
    "the rules that only warn": _staff("auditor", "/rules?effect=warns&sure=K"),
    "what an article says": _staff("social_worker", "/rules?of=CPL+art+283(2)"),
    "what helps families": _staff("auditor", "/helps"),
    "one rule": _staff("social_worker", "/rules/PR-05"),
    "a row that is no rule": _staff("jurist", "/rules/GU-02"),
    "one practice setting": _staff("administrator", "/rules/expiry_steps_days"),
    "requests to read, and records whose time is over": _staff("chief_prosecutor", "/records"),
    "requests to read a colleague's case": _staff("prosecutor", "/records"),
    "the team": _staff("department_head", "/people"),
    "handing over": _staff("department_head", "/people?hand_over=gui.prosecutor"),
    "a new plan": _staff("prosecutor", "/new-plan"),
    "new plans that are not finished, and templates": _drafts_and_templates,
    "a caseload from a spreadsheet": _spreadsheet("start"),
    "the rows of a spreadsheet": _spreadsheet("rows"),
    "the first step of a new plan": _new_plan("person"),
    "the conditions of a new plan": _new_plan("conditions"),
    "a new plan before it is signed": _new_plan("check"),
    "what must be corrected in a new plan": _new_plan("check", **{"decision.months": "13", "minor.name": ""}),
    "the search": _staff("prosecutor", "/search"),
    "the reading desk": _staff("social_worker", "/reading"),
    "the message console": _staff("administrator", "/messages"),
    "the console, wrongly asked": _staff("social_worker", "/messages?state=lost"),
    "messages counted": _staff("social_worker", "/messages?counts=1&from_on=2026-03-01"),
    "one message": _one_message,
    "today's calls": _a_shared_phone(_staff("social_worker", "/")),
    "a reminder by hand": _staff("social_worker", "PLAN/messages/by-hand?event=call_back_asked"),
    "the proof of reminding": _staff("prosecutor", f"PLAN{NOTE}?just=explained"),
    "one's own calendar": _own_calendar,
    "a reminder policy that is none": _no_policy,
    "how somebody is doing": _evaluated(_staff("prosecutor", "PLAN/evaluation")),
    "statistics": _staff("chief_prosecutor", "/statistics?year=2025"),
    "the minor's progress": _evaluated(_family("minor", "/progress")),
    "the mother's progress": _family("mother", "/progress"),
    "the minor's short form": _evaluated(_family("minor", "/view")),
    "the minor's page": _family("minor", ""),
    "a family's friend, a mentor, confirms": _a_mentors_page,
    "the mother's page": _family("mother", ""),
    "the minor's note": _family("minor", "/fill/weekly_note/2026-03-09"),
    "the minor's explanation": _family("minor", "/explain/weekly_note/2026-03-09"),
    "the mother's sheet": _family("mother", "/fill/usage_sheet/2026-03-15"),
    "the minor's digital use": _family("minor", "/usage"),
    "the mother's digital use": _family("mother", "/usage"),
    "a file that waits for its confirmation": _usage_file("mother", "日期,总时长\n2026-03-05,2小时\n2026-03-06,3小时\n"),
    "a worker before a file that waits": _usage_file("social_worker", "日期,总时长\n2026-03-05,2小时\n"),
    "the minor's receipt": _receipt,
}  # fmt: skip


def visit(what: str, language: str, readers: Pages, request: pytest.FixtureRequest) -> httpx2.Response:
    """The page as that visitor is answered. Visits that do something before they look have an installation of their own."""
    only_looks = VISITS[what].__name__ == "visit"
    return VISITS[what](readers if only_looks else request.getfixturevalue("pages"), language)


def assert_keeps_rules(what: str, answer: httpx2.Response) -> ParsedPage:
    """The page is well-formed, silent in its title, our own in every address, and never kept; the page, as it was read."""
    assert answer.status_code in (200, 401, 404, 422), answer.text
    page = parse_page(answer)
    live = what.endswith("live part")
    assert [each for each in page.all_mistakes if not (live and each.startswith("nothing has the id"))] == []
    _asks_nobody_else(page)
    _is_never_kept(answer)
    _needs_no_javascript(answer.text, family=what.startswith(("the minor", "the mother", "a family")))
    assert not any(word in page.title for word in ("芒果", "癸县", "银行"))
    assert not ARTICLE.search(page.title)
    return page


def _asks_nobody_else(page: ParsedPage) -> None:
    outside = [
        address for address in page.addresses if not address.startswith(("/", "#", "?", "tel:")) or "//" in address
    ]
    assert [each for each in outside if not each.startswith("http://prefect.example/")] == []


def _is_never_kept(answer: httpx2.Response) -> None:
    """No browser keeps it, no other page frames it, no script is written into it."""
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


def _needs_no_javascript(text: str, *, family: bool) -> None:
    """Scripts only bring a page up to date: every form has a plain address, every action is a form or a link."""
    assert all("action=" in form for form in re.findall(r"<form[^>]*>", text))
    assert not re.search(r"hx-(post|put|delete|patch)|javascript:", text)
    scripts = re.findall(r'<script src="([^"?]*)', text)
    assert len(scripts) == text.count("<script")
    assert not family or set(scripts) <= {"/static/busy.js", "/static/family_keep.js", "/static/photos.js"}


def test_what_was_made_elsewhere_is_what_the_manifest_says() -> None:
    """Each vendored file has its licence and its checksum, and nothing foreign lies beside it unnamed."""
    manifest = tomllib.loads((STATIC / "MANIFEST.toml").read_text(encoding="utf-8"))["file"]
    named = {entry["path"]: entry["sha256"] for entry in manifest}
    found = {path.relative_to(STATIC).as_posix() for folder in STATIC.iterdir() if folder.is_dir()
             for path in folder.rglob("*") if path.is_file()}  # fmt: skip
    assert found == set(named)
    assert {name: sha256((STATIC / name).read_bytes()).hexdigest() for name in named} == named


def test_no_file_of_ours_reaches_outside() -> None:
    """No style, script or picture asks another machine for anything; a drawing names its vocabulary and no more."""
    for path in [*TEMPLATES.rglob("*.html"), *(each for each in STATIC.iterdir() if each.is_file())]:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", text), path.name
        assert "@import" not in text


def test_static_files_are_served_with_their_kind(pages: Pages) -> None:
    """And may be kept: their address changes whenever they do."""
    visitor: TestClient = pages.stranger()
    page = parse_page(visitor.get("/sign-in"))
    for address in (each for each in page.addresses if each.startswith("/static/")):
        answer = visitor.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert visitor.get("/static/../app.py").status_code == 404
