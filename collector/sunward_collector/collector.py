"""What would leave, what the family agreed to, what was sent, and the end of it all."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sunward_collector.activitywatch import ActivityWatch, NotThere
from sunward_collector.days import CHINA, Day, add_up, bounds
from sunward_collector.kinds import Kinds
from sunward_collector.memory import ALWAYS, ASK, STOPPED, Memory
from sunward_collector.office import Office, Refused, Unreachable
from sunward_collector.words import Words

LOOKS_BACK = timedelta(days=31)
"""Days further back are not read: a computer that was off for longer has gaps, and gaps are not nought."""
WAITS_AFTER_THE_END = timedelta(days=7)
"""So long after the last day what was not agreed to may still be sent; then everything is forgotten."""


@dataclass(frozen=True)
class Sending:
    """The days of one sending and the very bytes that would leave, no more and no less."""

    days: list[Day]
    body: bytes

    @property
    def digest(self) -> str:
        """What tells that nothing has changed since somebody looked at it."""
        return hashlib.sha256(self.body).hexdigest()


class Collector:
    """One computer of one family. Every method may be called from the page and from the hourly round at once."""

    def __init__(
        self,
        memory: Memory,
        watch: ActivityWatch,
        now: Callable[[], datetime],
        office: Callable[[str, str, str], Office] = Office,
    ) -> None:
        """`office` is how the server at an address is spoken to, with a token and in a language."""
        self.memory, self._watch, self._now, self._speak_to = memory, watch, now, office
        self.language = "zh-CN"
        self.trouble = ""
        """What went wrong last, as a person reads it; empty if nothing did."""
        self._lock = threading.RLock()

    @property
    def today(self) -> date:
        """The day it is in China."""
        return self._now().astimezone(CHINA).date()

    @property
    def set_up(self) -> bool:
        """Whether a token was given."""
        return bool(self.memory.token)

    def begin(self, office: str, token: str) -> bool:
        """The token is kept if the server knows it; nothing is sent by that. False, with `trouble`, if it does not."""
        office, token = office.strip().rstrip("/"), token.strip()
        with self._lock:
            if not Office.may_be(office):
                self.trouble = self._say("only_https")
                return False
            self.memory.office, self.memory.token, self.memory.ended = office, token, ""
            if not self._ask_for_terms():
                self.memory.office = self.memory.token = ""
                return False
            self.memory.mode = ASK
            self.memory.save()
            return True

    def would_leave(self) -> Sending | None:
        """What would be sent now: finished days of the period that were not sent with these very figures, nor held back.
        None where there is nothing, or ActivityWatch does not answer (`trouble`)."""
        with self._lock:
            terms = self.memory.terms
            if not self.set_up or terms is None:
                return None
            try:
                days = self._days(terms)
            except NotThere:
                self.trouble = self._say("no_activitywatch")
                return None
            days = [day for day in days if self.memory.sent.get(day.day.isoformat()) != day.as_sent()]
            if not days:
                return None
            content = {"number": self.memory.number + 1, "days": [day.as_sent() for day in days]}
            return Sending(days, json.dumps(content, ensure_ascii=False, indent=2).encode())

    def send(self, sending: Sending) -> bool:
        """It is with the server, and kept as sent. False, with `trouble`, if it is not; a token that is void ends all."""
        with self._lock:
            self.trouble = ""
            self.memory.number = json.loads(sending.body)["number"]
            self.memory.save()  # whatever becomes of it, the next one bears a higher number
            try:
                self._office.send(sending.body)
            except Unreachable:
                self.trouble = self._say("unreachable")
            except Refused as refusal:
                self._refused(refusal)
            else:
                for day in sending.days:
                    self.memory.sent[day.day.isoformat()] = day.as_sent()
                self.memory.save()
                self._end_if_over()
                return True
            return False

    def agree_to_all(self) -> None:
        """From now on each finished day is sent without being asked; it can be changed any time."""
        self._go_on(ALWAYS)

    def ask_each_time(self) -> None:
        """Nothing is sent that was not agreed to on the page."""
        self._go_on(ASK)

    def stop(self) -> None:
        """Nothing is read or sent until somebody says otherwise here."""
        self._go_on(STOPPED)

    def hold_back(self, day: str) -> None:
        """That day is not sent. At the office it is a day without record: neither nought nor a breach."""
        with self._lock:
            if self.set_up and day not in self.memory.held_back:
                self.memory.held_back.append(day)
                self.memory.save()

    def end(self) -> None:
        """The token is void at the server, and nothing is kept here. Where the server is not reached, this computer forgets
        all the same, and says that the token still stands there."""
        with self._lock:
            words = "ended_here"
            try:
                self._office.end_token()
            except Unreachable:
                words = "ended_here_only"
            except Refused as refusal:
                words = "ended_here" if refusal.ended else "ended_here_only"
            self.memory.forget(words)

    def round(self) -> None:
        """What is done each hour: the terms are asked for, and what was agreed to beforehand is sent."""
        with self._lock:
            if not self.set_up:
                return
            if self._ask_for_terms():
                self.memory.save()
                sending = self.would_leave() if self.memory.mode == ALWAYS else None
                if sending is not None and not self.send(sending):
                    return
            if self.set_up:
                self._end_if_over()

    def _days(self, terms: dict[str, object]) -> list[Day]:
        if self.memory.mode == STOPPED:
            return []
        first = max(date.fromisoformat(str(terms["first_on"])), self.today - LOOKS_BACK)
        last = min(date.fromisoformat(str(terms["last_on"])), self.today - timedelta(days=1))
        kinds = Kinds(terms["categories"])  # type: ignore[arg-type]
        known_from = self._watch.first_event_at()
        days = []
        for place in range((last - first).days + 1):
            each = first + timedelta(days=place)
            if each.isoformat() not in self.memory.held_back:
                day = add_up(each, self._watch.watched(*bounds(each), kinds), known_from)
                days += [day] if day is not None else []
        return days

    def _ask_for_terms(self) -> bool:
        self.trouble = ""
        try:
            self.memory.terms = self._office.terms()
        except Unreachable:
            self.trouble = self._say("unreachable")
        except Refused as refusal:
            self._refused(refusal)
        else:
            self.memory.number = max(self.memory.number, int(self.memory.terms["last_sending"]))
            return True
        return False

    def _end_if_over(self) -> None:
        """After the last day nothing is kept longer than it takes to send what is left, and no longer than a week."""
        if self.memory.terms is None:
            return
        last = date.fromisoformat(str(self.memory.terms["last_on"]))
        if self.today <= last:
            return
        if self.today > last + WAITS_AFTER_THE_END or self.memory.mode == STOPPED or self.would_leave() is None:
            self.end()
            self.memory.ended = "period_over"

    def _refused(self, refusal: Refused) -> None:
        """The server's own words are shown. A void token ends everything here as well; else people look at it."""
        if refusal.ended and self.memory.terms is not None:
            self.memory.forget("ended_there")
        elif self.memory.mode == ALWAYS:
            self.memory.mode = ASK
            self.memory.save()
        self.trouble = refusal.words

    def _go_on(self, mode: str) -> None:
        with self._lock:
            if self.set_up:
                self.memory.mode = mode
                self.memory.save()

    @property
    def _office(self) -> Office:
        return self._speak_to(self.memory.office, self.memory.token, self.language)

    def _say(self, key: str) -> str:
        return Words(self.language)[key]
