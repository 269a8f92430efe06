"""The API of Sunward, as far as a token can be given it. Written by tools/client.py; not to be edited.

Made from the description 3cbd4ca102d8047c.
"""

from __future__ import annotations

from typing import Any, cast

import httpx2

from sunward_client import types


class Refused(Exception):
    """The API refused it: `problem` says why, `problem["code"]` is stable."""

    def __init__(self, status: int, problem: types.Problem) -> None:
        super().__init__(f"{status} {problem['code']}: {problem['detail']}")
        self.status, self.problem = status, problem


class Client:
    """Calls the API with a token. `etag` is that of the last answer, for a change that is based on it."""

    def __init__(
        self, url: str, token: str, *, language: str = "zh-CN", transport: httpx2.BaseTransport | None = None
    ) -> None:
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}
        self._http = httpx2.Client(base_url=url, headers=headers, timeout=30, transport=transport)
        self.etag: str | None = None

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, Any] | None = None,
        body: Any = None,
        headers: dict[str, str | None] | None = None,
    ) -> Any:
        answer = self._http.request(
            method,
            path,
            params={name: value for name, value in (query or {}).items() if value is not None},
            headers={name: value for name, value in (headers or {}).items() if value is not None},
            json=body,
        )
        if answer.status_code >= 400:
            raise Refused(answer.status_code, cast("types.Problem", answer.json()))
        self.etag = answer.headers.get("etag")
        return answer.json() if answer.content else None

    def read_team(self) -> types.TeamView:
        """Get the workload of the team."""
        return cast("types.TeamView", self._call("GET", "/api/v1/team"))

    def read_successors(self, login: str) -> list[types.Successor]:
        """List who may take somebody's place."""
        return cast("list[types.Successor]", self._call("GET", f"/api/v1/team/{login}/successors"))

    def read_agenda(self, *, from_on: str, to_on: str) -> types.Agenda:
        """List what lies ahead."""
        return cast("types.Agenda", self._call("GET", "/api/v1/agenda", query={"from": from_on, "to": to_on}))

    def read_plans(
        self,
        *,
        due: bool = False,
        overdue: bool = False,
        status: types.PlanStatus | None = None,
        order: types.CaseloadOrder = "period",
        descending: bool = False,
        cursor: str | None = None,
        limit: int = 50,
    ) -> types.CaseloadPage:
        """List the plans of the user."""
        return cast(
            "types.CaseloadPage",
            self._call(
                "GET",
                "/api/v1/plans",
                query={
                    "due": due,
                    "overdue": overdue,
                    "status": status,
                    "order": order,
                    "descending": descending,
                    "cursor": cursor,
                    "limit": limit,
                },
            ),
        )

    def read_plan(self, number: str) -> types.PlanStatusView:
        """Get a plan."""
        return cast("types.PlanStatusView", self._call("GET", f"/api/v1/plans/{number}"))

    def read_head(self, number: str) -> types.CaseHead:
        """Get the head of a plan."""
        return cast("types.CaseHead", self._call("GET", f"/api/v1/plans/{number}/head"))

    def submit_check_in(
        self, number: str, body: types.CheckIn, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> types.CheckInResult:
        """Submit an item that is due."""
        return cast(
            "types.CheckInResult",
            self._call(
                "POST",
                f"/api/v1/plans/{number}/check-ins",
                body=body,
                headers={"Idempotency-Key": idempotency_key, "If-Match": if_match},
            ),
        )

    def create_message(
        self,
        number: str,
        body: types.ManualMessageRequest,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> types.MessagePosted:
        """Send a registered text manually."""
        return cast(
            "types.MessagePosted",
            self._call(
                "POST",
                f"/api/v1/plans/{number}/messages",
                body=body,
                headers={"Idempotency-Key": idempotency_key, "If-Match": if_match},
            ),
        )

    def read_events(self, *, after: str | None = None, limit: int = 50) -> types.EventPage:
        """List events."""
        return cast("types.EventPage", self._call("GET", "/api/v1/events", query={"after": after, "limit": limit}))
