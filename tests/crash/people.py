"""Invented people who hand in, report and decide through the API, and keep a list of what they were told is done.

The list is outside the record: what stands in it must be in the record, whatever died in between. Whoever gets no answer
sends the same again under the same key, for as long as it takes.
"""

import json
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import httpx

from tests.crash.oracle import Acknowledged
from tests.crash.world import BEGINS_ON, PASSWORD

PAUSE = (0.05, 0.6)
"""Seconds between two things that one of them does."""


@dataclass
class Ledger:
    """What was sent and what was acknowledged; each line is on the disk before anything else happens."""

    file: Path
    sent: set[str] = field(default_factory=set)
    acknowledged: list[Acknowledged] = field(default_factory=list)
    refused: int = 0
    waiting: int = 0
    """So many requests have no answer yet."""
    errors: dict[str, int] = field(default_factory=dict)
    _alone: threading.Lock = field(default_factory=threading.Lock)

    def send(self, key: str) -> None:
        with self._alone:
            self.sent.add(key)
            self.waiting += 1
            self._write({"sent": key})

    def answer(self, kind: str, key: str, thing: str) -> None:
        with self._alone:
            self.waiting -= 1
            self.acknowledged.append(Acknowledged(kind, key, thing))
            self._write({"acknowledged": key, "kind": kind, "thing": thing})

    def refuse(self, key: str, status: int) -> None:
        with self._alone:
            self.waiting -= 1
            self.refused += 1
            self._write({"refused": key, "status": status})

    def note_error(self, what: str) -> None:
        with self._alone:
            self.errors[what] = self.errors.get(what, 0) + 1

    def _write(self, words: Mapping[str, object]) -> None:
        with self.file.open("a") as file:
            file.write(json.dumps(words) + "\n")


@dataclass
class People:
    """Some families and some of the office, each a thread, acting until told to stop."""

    urls: list[str]
    world: Mapping[str, Any]
    ledger: Ledger
    chance: Random
    _stopping: threading.Event = field(default_factory=threading.Event)
    _resting: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, families: int, office: int) -> None:
        for number in range(families):
            self._begin(_Family(self, Random(self.chance.random()), number, families))
        for number in range(office):
            self._begin(_Office(self, Random(self.chance.random()), ("prosecutor", "social_worker")[number % 2]))

    def rest(self, resting: bool = True) -> None:
        """They begin nothing new; what has no answer yet is still asked for."""
        (self._resting.set if resting else self._resting.clear)()

    def stop(self) -> bool:
        """They have ended; whether nobody is left without an answer."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(20)
        return not self.ledger.waiting

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    @property
    def resting(self) -> bool:
        return self._resting.is_set()

    def _begin(self, person: "_Person") -> None:
        thread = threading.Thread(target=person.act, daemon=True)
        self._threads.append(thread)
        thread.start()


class _Person:
    def __init__(self, people: People, chance: Random) -> None:
        self.people, self.chance, self.ledger = people, chance, people.ledger
        self.tokens: dict[str, str] = {}
        self.client = httpx.Client(timeout=30, trust_env=False)

    def act(self) -> None:
        while not self.people.stopping:
            time.sleep(self.chance.uniform(*PAUSE))
            if self.people.resting:
                continue
            try:
                self.do_something()
            except (httpx.HTTPError, OSError) as error:
                self.ledger.note_error(type(error).__name__)
                time.sleep(0.3)
            except _NotNow as error:
                self.ledger.note_error(f"status {error}")
                time.sleep(0.3)

    def do_something(self) -> None:
        raise NotImplementedError

    def url(self) -> str:
        return self.chance.choice(self.people.urls)

    def sign_in(self, who: str) -> dict[str, str]:
        raise NotImplementedError

    def ask(self, who: str, path: str) -> Any:
        """What that page of the API answers to a question."""
        response = self._answered(who, lambda headers: self.client.get(self.url() + path, headers=headers))
        if response.status_code >= 300:
            raise _NotNow(f"{response.status_code} {path.rpartition('/')[2]} {_code(response)}")
        return response.json()

    def do(self, who: str, kind: str, path: str, body: Mapping[str, Any]) -> dict[str, Any] | None:
        """It is done and acknowledged, or refused (None). Without an answer it is sent again under the same key."""
        key = f"{kind}-{uuid.uuid4().hex}"
        self.ledger.send(key)
        while True:
            try:
                response = self._answered(
                    who,
                    lambda headers: self.client.post(
                        self.url() + path, json=body, headers=headers | {"Idempotency-Key": key}
                    ),
                )
                break
            except (httpx.HTTPError, OSError, _NotNow) as error:
                self.ledger.note_error(f"status {error}" if isinstance(error, _NotNow) else type(error).__name__)
                if self.people.stopping:
                    return None  # it stays in the list as sent and not answered
                time.sleep(0.2)
        if response.status_code >= 300:
            self.ledger.note_error(f"refused {response.status_code} {kind} {_code(response)}")
            self.ledger.refuse(key, response.status_code)
            return None
        answer: dict[str, Any] = response.json()
        recorded = answer.get("recorded") or [{"note": {}}]
        self.ledger.answer(kind, key, str(answer.get("submission") or recorded[0]["note"].get("incident") or ""))
        return answer

    def _answered(self, who: str, send: Any) -> httpx.Response:
        response: httpx.Response | None = None
        for _ in range(2):
            if who not in self.tokens:
                signed = self.client.post(
                    f"{self.url()}/api/v1{self.door}/session", json=self.sign_in(who) | {"keep": "token"}
                )
                if signed.status_code >= 300:
                    raise _NotNow(f"{signed.status_code} sign-in {_code(signed)}")
                self.tokens[who] = signed.json()["token"]
            response = send({"Authorization": f"Bearer {self.tokens[who]}"})
            if response.status_code != 401:
                break
            del self.tokens[who]
        assert response is not None
        if response.status_code >= 500 or response.status_code in (401, 429):
            raise _NotNow(str(response.status_code))
        return response

    door = ""


class _NotNow(Exception):
    """The program has answered that it cannot just now."""


def _code(response: httpx.Response) -> str:
    try:
        return str(response.json().get("code"))
    except ValueError:
        return "?"


class _Family(_Person):
    """Hands in weekly notes, each as soon as it may be handed in, for some of the plans; of some weeks nothing."""

    door = "/family"

    def __init__(self, people: People, chance: Random, number: int, families: int) -> None:
        super().__init__(people, chance)
        self.plans = {plan["number"]: plan for plan in people.world["plans"][number::families]}
        self.done: set[tuple[str, str]] = set()

    def sign_in(self, who: str) -> dict[str, str]:
        return {"page": self.plans[who]["page"], "code": self.plans[who]["code"]}

    def do_something(self) -> None:
        number = self.chance.choice(list(self.plans))
        own = self.ask(number, "/api/v1/family/plan")
        open_now = [item for item in own["now"] if item["kind"] == "weekly_note"]
        for item in [one for one in open_now if (number, one["due_on"]) not in self.done]:
            if self.chance.random() < 0.25:
                self.done.add((number, item["due_on"]))  # forgotten: the program asks
                continue
            body = {"item": "weekly_note", "due_on": item["due_on"], "text": "这周还好。"}
            if self.do(number, "check_in", f"/api/v1/plans/{number}/check-ins", body):
                self.done.add((number, item["due_on"]))
            return
        for item in own["may_explain"]:
            if (number, item["due_on"], "explain") in self.done or item["kind"] != "weekly_note":
                continue
            self.done.add((number, item["due_on"], "explain"))  # type: ignore[arg-type]
            if self.chance.random() < 0.5:
                body = {"did": "explain", "item": "weekly_note", "due_on": item["due_on"], "text": "忘了。"}
                self.do(number, "explain", f"/api/v1/plans/{number}/acts", body)
            return


class _Office(_Person):
    """Reports incidents, hears the minor, closes them; notes; answers explanations."""

    def __init__(self, people: People, chance: Random, role: str) -> None:
        super().__init__(people, chance)
        self.role = role
        self.reported: list[tuple[str, str]] = []

    def sign_in(self, who: str) -> dict[str, str]:
        return {"login": f"gui.{who}", "password": PASSWORD}

    def do_something(self) -> None:
        number = self.chance.choice(self.people.world["plans"])["number"]
        what = self.chance.random()
        if what < 0.2:
            label = f"t{uuid.uuid4().hex[:10]}"
            day = (BEGINS_ON - timedelta(days=1)).isoformat()
            body = {
                "did": "report_incident", "incident": label, "kind": "supervision_rules", "done_on": day,
                "facts": "未按时报告。",
            }  # fmt: skip
            if self.do(self.role, "incident", f"/api/v1/plans/{number}/acts", body) and self.role == "prosecutor":
                self.reported.append((number, label))
        elif what < 0.5 and self.reported:
            number, label = self.reported.pop(0)
            path = f"/api/v1/plans/{number}/acts"
            self.do(self.role, "hear_minor", path, {
                "did": "hear_minor", "incident": label, "beside": "legal_representative", "text": "说明了情况。",
            })  # fmt: skip
            self.do(self.role, "close_incident", path, {
                "did": "close_incident", "incident": label, "finding": "dismissed", "reason": "经核实不属实。",
            })  # fmt: skip
        elif what < 0.7 and self.role == "prosecutor":
            lines = self.ask(self.role, f"/api/v1/plans/{number}/timeline?limit=100")["lines"]
            done = {
                act: [(line["note"]["kind"], line["note"]["due_on"]) for line in lines if line["did"] == act]
                for act in ("explain", "answer_explanation")
            }
            for kind, due_on in [one for one in done["explain"] if one not in done["answer_explanation"]][:1]:
                self.do(self.role, "answer_explanation", f"/api/v1/plans/{number}/acts", {
                    "did": "answer_explanation", "item": kind, "due_on": due_on, "answer": "excused", "reason": "已说明。",
                })  # fmt: skip
        else:
            body = {"did": "note", "topic": "school", "text": "到校了解情况。"}
            self.do(self.role, "note", f"/api/v1/plans/{number}/acts", body)
