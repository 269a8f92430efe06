"""What visitors of the demonstration are shown: forms, pages and answers of the API.

Each visit is on a copy of the record of its own, since a reading is written down and seen by the next reader.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import httpx2
from starlette.testclient import TestClient

from tools.golden.normalise import as_json
from tools.golden.program import CASELOAD, LANGUAGES, Demonstration, run_command

Files = Iterator[tuple[str, str]]
Visit = Callable[[Demonstration, str], Files]

FAMILY = ("minor", "mother")
OFFICE = "甲区"
"""The office in which the demonstration has every role."""
DEEPEST, MOST_PAGES = 5, 250
_DAY, _ID, _PLAN = r"\d{4}-\d\d-\d\d", r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", r"SW-[A-Z0-9]{4}-[A-Z0-9]{4}"
_FAMILY_FORMS = ("/leave", "/view", "/confirm", "/stored", "/progress", "/usage")


def staff() -> dict[str, tuple[str, str]]:
    """Everybody of the sample offices: role and office by sign-in name."""
    people = tomllib.loads((CASELOAD / "staff.toml").read_text(encoding="utf-8"))["staff"]
    return {each["login"]: (each["role"], each["office"]) for each in people}


def one_of_each_role() -> list[str]:
    """Who stands for the roles: the office that has every role, and whoever has a role that it has not."""
    people = staff()
    chosen = [login for login, (_, office) in people.items() if office == OFFICE]
    for login, (role, _) in people.items():
        if role not in {people[one][0] for one in chosen}:
            chosen.append(login)
    return chosen


def prosecutors() -> list[str]:
    """The prosecutors of all offices: between them they see every plan."""
    return [login for login, (role, _) in staff().items() if role == "prosecutor"]


def acts() -> list[str]:
    """Every act, from the schema of the acts file."""
    return sorted(set(re.findall(r'"const": "(\w+)"', run_command("schema", "acts"))))


# --- forms


def forms(demonstration: Demonstration, who: str) -> Files:
    """For every act the form by which this person does it, on a plan that offers it now if there is one; what each plan
    offers; and the pages of items."""
    browser = demonstration.browser(who)
    plans = _plans(browser)
    offered: dict[str, str] = {}
    for number in plans:
        for language in LANGUAGES:
            page = browser.get(f"/plans/{number}/do", params={"lang": language})
            if page.status_code == 200:
                yield f"{language}/{who}/offered/{number}.html", page.text
                for act in re.findall(rf'href="/plans/{number}/do/(\w+)"', page.text):
                    offered.setdefault(act, number)
    refused = {}
    for act in acts():
        statuses = []
        for number in [offered[act]] if act in offered else plans:
            page = browser.get(f"/plans/{number}/do/{act}", params={"lang": LANGUAGES[0]})
            statuses.append(page.status_code)
            if page.status_code < 400:
                yield f"{LANGUAGES[0]}/{who}/{act}.html", _response_text(page)
                for language in LANGUAGES[1:]:
                    again = browser.get(f"/plans/{number}/do/{act}", params={"lang": language})
                    yield f"{language}/{who}/{act}.html", _response_text(again)
                break
        else:
            refused[act] = sorted(set(statuses))
    yield f"{who}-may-not.json", as_json(refused)
    yield from _items(browser, who, plans)


def _items(browser: TestClient, who: str, plans: list[str]) -> Files:
    """Of every kind of item that a plan has come to, the first and the last: its page and the forms it leads to."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for number in plans:
        page = browser.get(f"/plans/{number}")
        for kind, day in re.findall(rf'href="/plans/{number}/items/(\w+)/({_DAY})', page.text):
            kinds[kind].add(f"{day} {number}")
        for each in _objects(_timeline(browser, number)):
            if isinstance(each.get("kind"), str) and isinstance(each.get("due_on"), str):
                kinds[each["kind"]].add(f"{each['due_on']} {number}")
    for kind, found in sorted(kinds.items()):
        for place, one in {"first": min(found), "last": max(found)}.items():
            day, number = one.split(" ")
            here = f"/plans/{number}/items/{kind}/{day}"
            for language in LANGUAGES:
                page = browser.get(here, params={"lang": language})
                yield f"{language}/{who}/items/{kind}-{place}.html", _response_text(page)
                for form in sorted(set(re.findall(rf'"{here}/([a-z-]+)["?#]', page.text))):
                    text = browser.get(f"{here}/{form}", params={"lang": language})
                    yield f"{language}/{who}/items/{kind}-{place}-{form}.html", _response_text(text)


# --- pages


def pages(demonstration: Demonstration, who: str) -> Files:
    """Every page that links lead to from where this person begins; of pages that differ by an id or a day, the first."""
    browser = demonstration.browser(None if who == "nobody" else who)
    starts = ["/sign-in"] if who == "nobody" else [demonstration.home(who)]
    if who in FAMILY:
        starts += [demonstration.home(who) + form for form in _FAMILY_FORMS]
    every_plan = who in prosecutors()
    languages = LANGUAGES if who in (*FAMILY, "jia.prosecutor", "nobody") else LANGUAGES[:1]
    seen, to_visit = {_kind_of(path, every_plan) for path in starts}, [(path, 0) for path in starts]
    count = 0
    while to_visit and count < MOST_PAGES:
        path, depth = to_visit.pop(0)
        count += 1
        for language in languages:
            page = browser.get(path, params=_asked(path) | {"lang": language})
            yield f"{language}/{who}/{_name_of(_kind_of(path, every_plan))}.html", _response_text(page)
        if depth == DEEPEST:
            continue
        for link in _links(path, page):
            kind = _kind_of(link, every_plan)
            if kind not in seen:
                seen.add(kind)
                to_visit.append((link, depth + 1))


def _links(path: str, page: httpx2.Response) -> list[str]:
    links = [page.headers["location"]] if page.is_redirect else re.findall(r'<a\b[^>]*?\bhref="([^"]*)"', page.text)
    found = []
    for link in links:
        link = link.replace("&amp;", "&").partition("#")[0]
        if link.startswith("?"):
            link = path.partition("?")[0] + link
        link = re.sub(r"lang=[\w-]+&?", "", link).rstrip("?&")
        # Acts have forms of their own; a file or an answer is no page.
        if link.startswith("/") and not re.match(
            r"/(static|api|docs)|.*/do/|.*(pdf|word|pdf=true|\.(csv|xlsx|ics))$", link
        ):
            found.append(link)
    return found


def _asked(path: str) -> dict[str, str]:
    return dict(re.findall(r"[?&]([^=&]+)=([^&]*)", path))


def _kind_of(path: str, every_plan: bool) -> str:
    """The path with every id, day and plan as a word; a plan's own tabs stay apart where every plan is looked at."""
    apart = every_plan and re.fullmatch(rf"/plans/{_PLAN}(/[\w-]+)?", path)
    path = re.sub(_ID, "ID", re.sub(_DAY, "DAY", path))
    path = re.sub(r"\b\d{4}-\d\d\b", "MONTH", re.sub(r"^/p/[^/?]+", "/family", path))
    path = re.sub(r"cursor=\w+", "cursor", re.sub(r"^/rules/\w+-\w+", "/rules/RULE", path))
    return path if apart else re.sub(_PLAN, "PLAN", path)


def _name_of(kind: str) -> str:
    return re.sub(r"[^\w=-]+", ".", kind).strip(".") or "start"


# --- answers of the API


def description(demonstration: Demonstration, _who: str) -> Files:
    """The OpenAPI document."""
    yield "openapi.json", as_json(demonstration.browser(None).get("/api/v1/openapi.json").json())


def answers(demonstration: Demonstration, who: str) -> Files:
    """The answer to every GET of the API, its parameters filled from what other answers named."""
    browser = demonstration.browser(None)
    family = next((each for each in demonstration.as_dict["families"] if each["relation"] == who), None)
    if family:
        let_in = {"page": family["page"].removeprefix("/p/"), "code": family["code"]}
        browser.post("/api/v1/family/session", json=let_in).raise_for_status()
    elif who != "nobody":
        let_in = {"login": who, "password": demonstration.as_dict["password"]}
        browser.post("/api/v1/session", json=let_in).raise_for_status()
    described = browser.get("/api/v1/openapi.json").json()
    plans = [family["plan"]] if family else _plans(browser)
    for number in [*plans, None]:
        known: dict[str, list[str]] = {"number": [number]} if number else {}
        for path, route in described["paths"].items():
            if "get" not in route or ("{number}" in path) != (number is not None):
                continue
            for address, query in _addresses(described, route["get"].get("parameters", ()), path, known):
                answer = browser.get(address, params=query)
                body = answer.json() if "json" in answer.headers.get("content-type", "") else None
                _learn(body, known)
                name = path.replace("{number}", number or "").removeprefix("/api/v1/")
                view = as_json(body) if body is not None else _response_text(answer)
                yield f"{who}/{name.replace('/', '.')}.txt", f"{answer.status_code}\n{view}"


def _addresses(
    described: dict[str, Any], parameters: Any, path: str, known: dict[str, list[str]]
) -> Iterator[tuple[str, dict[str, str]]]:
    """The addresses of a route, each with what is asked; none where nothing is known that could stand there."""
    found: list[tuple[str, dict[str, str]]] = [(path, {})]
    for one in parameters:
        schema, name = one["schema"], one["name"]
        if "$ref" in schema:
            schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        values = known.get(name) or schema.get("enum", [])[:1]
        if one["in"] == "path":
            found = [(to.replace("{" + name + "}", value), query) for to, query in found for value in values]
        elif one.get("required"):
            found = [(to, {**query, name: value}) for to, query in found for value in values]
    yield from found


def _learn(body: Any, known: dict[str, list[str]]) -> None:
    """What an answer names, by the parameter in whose place it may stand later: the first of each."""
    for each in _objects(body):
        if "kind" in each and "due_on" in each:
            known.setdefault("kind", [each["kind"]])
            known.setdefault("due_on", [each["due_on"]])
        if "id" in each and "channel" in each:
            known.setdefault("message", [each["id"]])
        if "document" in each and "version" in each:
            known.setdefault("document", [each["document"]])
            known.setdefault("version", [str(each["version"])])


def _objects(body: Any) -> Iterator[dict[str, Any]]:
    if isinstance(body, dict):
        yield body
    for each in body.values() if isinstance(body, dict) else body if isinstance(body, list) else ():
        yield from _objects(each)


# --- shared


def _timeline(browser: TestClient, number: str) -> list[Any]:
    found, asked = [], {"limit": "100"}
    while (answer := browser.get(f"/api/v1/plans/{number}/timeline", params=asked)).status_code == 200:
        found.append(answer.json())
        if not found[-1]["next"]:
            break
        asked["cursor"] = found[-1]["next"]
    return found


def _plans(browser: TestClient) -> list[str]:
    """The plans that this person sees, sorted by number."""
    found = browser.get("/api/v1/plans", params={"limit": "100"})
    return sorted(plan["number"] for plan in found.json()["plans"]) if found.status_code == 200 else []


def _response_text(page: httpx2.Response) -> str:
    """What came back as text: a page as it is, where it leads, the words of an office file, or only what kind it is."""
    kind = page.headers.get("content-type", "").partition(";")[0]
    head = "" if page.status_code == 200 else f"<!-- {page.status_code} {page.headers.get('location', '')} -->\n"
    if kind.startswith("application/vnd.openxmlformats"):
        with ZipFile(BytesIO(page.content)) as packed:
            parts = [
                name
                for name in sorted(packed.namelist())
                if re.search(r"(document|sharedStrings|sheet\d+)\.xml$", name)
            ]
            words = [re.sub(r"\s*(<[^>]*>\s*)+", "\n", packed.read(name).decode()) for name in parts]
        return f"{head}{kind}\n" + "\n".join(words)
    if kind.startswith("text/") or kind in ("", "application/json", "application/problem+json"):
        return head + page.text
    return f"{head}{kind}\n"
