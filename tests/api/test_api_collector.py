"""The collector on a family's computer: what it adds up, what leaves, and that the family has the last word."""

import http.client
import http.server
import json
import random
import re
import subprocess
import sys
import threading
import zipapp
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sunward_collector.activitywatch import ActivityWatch, NotThere
from sunward_collector.collector import Collector
from sunward_collector.days import CHINA, add_up, bounds
from sunward_collector.kinds import Kinds
from sunward_collector.memory import Memory
from sunward_collector.office import Office, Refused
from sunward_collector.page import LocalPage, decide, render
from sunward_collector.program import main
from sunward_collector.words import KINDS, TEXTS, Words

from core.clock import OFFICE_ZONE
from law.working_days import WorkingDays
from models.usage_source import UsageDevice
from tests.api.two_offices import TwoOffices
from usage.categories import NAMES, Category, shipped_list
from usage.day_kinds import DayKinds
from usage.facts import compute_facts
from usage.limits import Limits
from usage.reading import read_source
from usage.sources import Device, Source

COLLECTOR = Path(__file__).parents[2] / "collector"

RECORDED = json.loads((Path(__file__).parent / "activitywatch.json").read_text(encoding="utf-8"))
"""Answers of a real server of ActivityWatch, to events that were invented."""
TERMS = {
    "apps": {kind.value: names for kind, names in shipped_list().apps.items()},
    "sites": {kind.value: sites for kind, sites in shipped_list().sites.items()},
    "browsers": shipped_list().browsers,
    "lock_screens": shipped_list().lock_screens,
}
FOURTH = {
    "day": "2026-03-04",
    "minutes": {"other": 75, "social": 60, "study": 40, "tool": 30, "video": 30},
    "night_minutes": 30,
}
"""By hand: 40 min of writing, an hour of browser with 30 min of a listed site, 75 min of an app that is not listed, an hour
of chat from 21:30; a lock screen in front is no use."""


class Recorded(ActivityWatch):
    """ActivityWatch as it answered."""

    def __init__(self, answers: dict[str, Any] = RECORDED) -> None:
        super().__init__("http://127.0.0.1:1")
        self.answers = answers

    def _get(self, path: str) -> Any:
        if path.partition("?")[0] not in self.answers:
            raise NotThere(path)
        return self.answers[path.partition("?")[0]]


def test_a_day_is_what_its_minutes_add_up_to_by_hand() -> None:
    watch = Recorded()
    day = add_up(date(2026, 3, 4), watch.watched(*bounds(date(2026, 3, 4)), Kinds(TERMS)), watch.first_event_at())
    assert day is not None
    assert day.as_sent() == FOURTH
    assert (
        add_up(date(2026, 3, 1), watch.watched(*bounds(date(2026, 3, 1)), Kinds(TERMS)), watch.first_event_at()) is None
    )
    assert (
        add_up(date(2026, 3, 7), watch.watched(*bounds(date(2026, 3, 7)), Kinds(TERMS)), watch.first_event_at()) is None
    )


def _at_random(seed: int) -> dict[str, Any]:
    """Three days of overlapping windows, pages and absences."""
    drawn = random.Random(seed)
    begin = datetime(2026, 3, 4, tzinfo=CHINA)
    apps = ["WeChat.exe", "chrome.exe", "LockApp", "王者荣耀", "WINWORD.EXE", "没人认识.exe"]
    sites = ["https://www.bilibili.com/x", "https://example.org/", "https://smartedu.cn/a"]
    made: dict[str, tuple[str, list[dict[str, str]], int]] = {
        "window": ("currentwindow", [{"app": app, "title": "秘密"} for app in apps], 160),
        "afk": ("afkstatus", [{"status": "not-afk"}, {"status": "afk"}], 60),
        "web": ("web.tab.current", [{"url": site, "title": "秘密"} for site in sites], 60),
    }
    answers: dict[str, Any] = {"/api/0/info": {"hostname": "pc"}, "/api/0/buckets/": {}}
    for name, (sort, data, count) in made.items():
        answers["/api/0/buckets/"][name] = {"type": sort, "hostname": "pc", "created": "2026-03-01T00:00:00Z"}
        answers[f"/api/0/buckets/{name}/events"] = [
            {"timestamp": (begin + timedelta(seconds=drawn.randrange(3 * 86_400))).astimezone(UTC).isoformat(),
             "duration": drawn.randrange(1, 3_000), "data": drawn.choice(data)} for _ in range(count)
        ]  # fmt: skip
    return answers


@pytest.mark.parametrize("seed", range(3))
def test_a_day_is_what_the_server_would_read_of_the_same_events(seed: int) -> None:
    """Two programs that share no line: the one that reads whole exports, and the one at home."""
    answers = _at_random(seed)
    export = {"buckets": {name: about | {"id": name, "events": answers[f"/api/0/buckets/{name}/events"]}
                          for name, about in answers["/api/0/buckets/"].items()}}  # fmt: skip
    reading = read_source(
        Source.ACTIVITYWATCH, Device("pc"), "device", OFFICE_ZONE, json.dumps(export).encode(), Limits()
    )
    (facts,) = compute_facts([reading], OFFICE_ZONE, DayKinds(WorkingDays()))
    watch, day = Recorded(answers), date(2026, 3, 5)
    own, read = add_up(day, watch.watched(*bounds(day), Kinds(TERMS)), watch.first_event_at()), facts.days[day]
    assert own is not None
    assert own.total > 60
    assert own.minutes == {
        kind.value: round(spent / timedelta(minutes=1)) for kind, spent in sorted(read.by_category.items())
    }
    assert read.night is not None
    assert own.night_minutes == round(read.night / timedelta(minutes=1))


def test_every_kind_has_words_and_every_text_both_languages() -> None:
    assert {code: zh for code, (zh, _) in KINDS.items()} == {kind.value: NAMES[kind].zh for kind in Category}
    assert all(len(both) == 2 and all(both) for both in TEXTS.values())


# ---------------------------------------------------------------- with the server


class Home:
    """A computer at home: the collector, and the server it speaks to."""

    def __init__(self, offices: TwoOffices, file: Path) -> None:
        self.offices, self.file, self.http = offices, file, offices.stranger()
        self.collector = Collector(Memory.load(file), Recorded(), offices.context.clock.now, self.office)

    def office(self, address: str, token: str, language: str) -> Office:
        home = self

        class There(Office):
            def _call(
                self, method: str, path: str, body: bytes | None = None, more: dict[str, str] | None = None
            ) -> Any:
                headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json",
                           "Accept-Language": self.language, **(more or {})}  # fmt: skip
                answer = home.http.request(method, f"/api/v1/device{path}", content=body, headers=headers)
                if answer.status_code >= 400:
                    raise Refused(answer.json()["detail"], answer.status_code == 401)
                return answer.json() if answer.content else {}

        return There(address, token, language)

    def days(self) -> dict[str, int]:
        """What counts at the server, in minutes a day."""
        view = self.offices.as_("gui.social_worker").get(f"/api/v1/plans/{self.offices.number}/usage").json()
        return {
            day["day"]: day["total"] for device in view["devices"] for day in device["days"] if day["total"] is not None
        }


@pytest.fixture
def home(offices: TwoOffices, tmp_path: Path) -> Home:
    """A computer that has its token; nothing was sent from it. It is 10 March 2026."""
    offices.act("social_worker", "name_device", device="computer", whose="own")
    given = offices.as_("gui.social_worker").post(f"/api/v1/plans/{offices.number}/usage/devices/computer/token")
    at_home = Home(offices, tmp_path / "memory.json")
    assert at_home.collector.begin("https://sunward.test", given.json()["token"])
    return at_home


def test_nothing_leaves_before_a_person_agrees_and_then_what_was_shown(home: Home) -> None:
    """By kind and day: no title, address, name or time of day. Sent again it is the same; corrected it is replaced."""
    home.collector.round()
    assert home.days() == {}
    shown = render(home.collector, Words("zh-CN"))
    body = unescape(re.search(r"<pre[^>]*>(.*?)</pre>", shown, re.S)[1])  # type: ignore[index]
    assert json.loads(body)["days"][0] == FOURTH
    assert not re.search(r"WINWORD|chat|bilibili|家乡|小满|:\d\d", body, re.I)
    sending = home.collector.would_leave()
    assert sending is not None
    assert sending.body == body.encode()
    assert decide(home.collector, Words("en"), {"did": "send", "digest": "of something else"}) == TEXTS["changed"][1]
    assert home.days() == {}
    decide(home.collector, Words("en"), {"did": "send", "digest": sending.digest})
    assert home.days() == {"2026-03-04": 235, "2026-03-05": 240}
    assert home.collector.would_leave() is None
    assert not home.collector.send(sending), "the very same once more"
    assert "没有再收" in home.collector.trouble
    office = home.office("", home.collector.memory.token, "zh-CN")
    days = [FOURTH, FOURTH | {"day": "2026-03-05", "minutes": {"video": 20}, "night_minutes": 0},
            FOURTH | {"day": "2026-02-28"}, FOURTH | {"day": "2026-03-10"}]  # fmt: skip
    told = office.send(json.dumps({"number": 9, "days": days}).encode())
    assert (told["unchanged"], told["taken"], told["left_out"]) == (
        ["2026-03-04"],
        ["2026-03-05"],
        ["2026-02-28", "2026-03-10"],
    )
    assert home.days() == {"2026-03-04": 235, "2026-03-05": 20}
    office.send(json.dumps({"number": 10, "days": [FOURTH | {"day": f"2026-03-0{day}"} for day in (6, 7, 8)]}).encode())
    usage = home.offices.as_("gui.social_worker").get(f"/api/v1/plans/{home.offices.number}/usage").json()
    listed = [each["first_on"] for each in usage["sources"] if each["source"] == "collector"]
    assert listed == ["2026-03-08", "2026-03-07", "2026-03-06"], "what people hand in is not pushed out of the list"
    stranger = home.http.post("/api/v1/device/days", json={"number": 11, "days": days}, headers={
        "Authorization": f"Bearer {home.collector.memory.token}", "X-Sunward-Signature": "sha256=" + "0" * 64})  # fmt: skip
    assert (stranger.status_code, stranger.json()["code"]) == (401, "invalid-signature")


def test_a_day_held_back_stays_at_home_and_always_can_be_changed(home: Home) -> None:
    home.collector.hold_back("2026-03-05")
    home.collector.agree_to_all()
    home.collector.round()
    assert home.days() == {"2026-03-04": 235}
    home.collector.stop()
    assert home.collector.would_leave() is None
    assert Memory.load(home.file).mode == "stopped"


@pytest.mark.parametrize("left", [b"", b'{"office": "http', b"[]", b'"\xff"'])
def test_a_memory_that_cannot_be_understood_begins_anew_and_asks_about_each_day(tmp_path: Path, left: bytes) -> None:
    """As when the power failed, or somebody has opened the file. Nothing leaves until the family connects once more."""
    file = tmp_path / "memory.json"
    Memory(file, office="https://office.test", token="t", mode="always", number=3).save()
    assert Memory.load(file).number == 3
    file.write_bytes(left)
    again = Memory.load(file)
    assert (again.token, again.mode, again.sent) == ("", "ask", {})


def test_the_token_ends_from_the_computer_itself(home: Home) -> None:
    token = home.collector.memory.token
    home.collector.end()
    assert not home.file.exists()
    assert TEXTS["ended_here"][0] in render(home.collector, Words(""))
    with pytest.raises(Refused):
        home.office("", token, "zh-CN").terms()
    assert [row.token_digest for row in home.offices.rows(UsageDevice) if row.label] == [None]
    assert home.days() == {}


def test_a_consent_withdrawn_ends_the_collector_in_words_and_the_end_of_the_period_too(home: Home) -> None:
    """What is kept at home goes with it."""
    memory = home.collector.memory
    kept = {name: getattr(memory, name) for name in ("office", "token", "terms")}
    home.collector.agree_to_all()
    home.offices.act("minor", "withdraw_consent")
    home.collector.round()
    assert not home.file.exists()
    assert memory.ended == "ended_there"
    assert TEXTS["ended_there"][0] in render(home.collector, Words("zh"))
    for name, value in kept.items():
        setattr(memory, name, value)
    memory.terms = kept["terms"] | {"last_on": "2026-03-09"}
    memory.sent = {"2026-03-04": FOURTH}
    memory.mode = "stopped"
    home.collector._end_if_over()
    assert (memory.token, memory.sent, memory.ended) == ("", {}, "period_over")


def test_what_was_typed_to_connect_stands_there_again_and_nobody_looks_in_vain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The token is long, and the network may be away for a moment. A scheduler's look that has nothing to do with anybody
    says so."""
    here = Collector(Memory(tmp_path / "m.json"), Recorded(), lambda: datetime(2026, 3, 10, tzinfo=UTC))
    typed = {"did": "begin", "office": "http://127.0.0.1:9", "token": "long'token"}
    said = decide(here, Words("zh-CN"), typed)
    shown = unescape(render(here, Words("zh-CN"), said, typed))
    assert "value='http://127.0.0.1:9'" in shown
    assert "value='long'token'" in shown
    for what in ("once", "end"):
        assert main([what, "--folder", str(tmp_path / "nothing")]) == 1
        assert capsys.readouterr().out.strip() in TEXTS["not_set_up"]


def test_the_single_file_answers_a_scheduler_as_the_installed_program_does(tmp_path: Path) -> None:
    """Made as the page for families says."""
    [entry] = re.findall(r"zipapp collector -m (\S+) ", (COLLECTOR.parent / "docs/collector.md").read_text("utf-8"))
    file = tmp_path / "sunward-collector.pyz"
    zipapp.create_archive(COLLECTOR, file, main=entry)
    asked = [sys.executable, file, "once", "--folder", tmp_path / "nothing"]
    ended = subprocess.run(
        asked, capture_output=True, text=True, env={"LANG": "zh_CN.UTF-8", "PYTHONIOENCODING": "utf-8"}
    )
    assert (ended.returncode, ended.stdout.strip() in TEXTS["not_set_up"]) == (1, True)


def test_the_page_is_shown_under_its_secret_on_this_computer_alone(tmp_path: Path) -> None:
    page = LocalPage(Collector(Memory(tmp_path / "m.json"), Recorded(), lambda: datetime(2026, 3, 10, tzinfo=UTC)))
    threading.Thread(target=page.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    port = page.server.server_port

    def status(path: str, **headers: str) -> int:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        asked.request("GET", path, headers=headers)
        return asked.getresponse().status

    assert status(f"/{page.secret}/") == 200
    assert status("/") == status("/x/") == 404
    assert status(f"/{page.secret}/", Host="evil.example") == 404
    assert status(f"/{page.secret}/", Origin="https://evil.example") == 404
    page.server.shutdown()
    page.server.server_close()


class _Says(http.server.BaseHTTPRequestHandler):
    """Answers everything with its server's words."""

    server: "_Words"

    def do_GET(self) -> None:
        content = json.dumps({"said_by": self.server.who, "hostname": "pc"}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Words(http.server.ThreadingHTTPServer):
    def __init__(self, who: str) -> None:
        super().__init__(("127.0.0.1", 0), _Says)
        self.who = who
        self.address = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_a_proxy_of_the_computer_learns_nothing(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """It would read which pages were opened, and a token that goes to this very computer."""
    for other in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(other, raising=False)
    with _Words("the proxy") as proxy, _Words("this computer") as computer:
        monkeypatch.setenv(name, proxy.address)
        asked = [
            ActivityWatch(computer.address)._get("/api/0/info"),
            Office(computer.address, "swd_token").terms(),
        ]
        for each in (proxy, computer):
            each.shutdown()
    assert {answer["said_by"] for answer in asked} == {"this computer"}
