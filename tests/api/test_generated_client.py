"""A client that a public generator makes from the description does what an office's own program does, against a real server."""

import base64
import io
import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from time import sleep
from typing import Any

import pytest
import uvicorn
from PIL import Image
from standardwebhooks import Webhook

from app.bootstrap import Dispatcher, create_memory_channels
from casework.acting.rights import OPERATIONS, Actor
from casework.settings.webhooks import register_webhook
from casework.shared.notify.notify import notify
from core.clock import WallClock
from models.office import Role
from notifications.channels.webhook import WebhookChannel
from notifications.events import Event
from tests.api.two_offices import TwoOffices, get_description
from tests.notifications.gateway_server import GatewayServer, ScriptedAnswer

PACKAGE = "sunward_client"
SCOPES = ["read", "submit", "remind", "events"]
REMIND, REMINDER = "/api/v1/plans/{number}/reminders", {"text": "call_back_asked", "to": "minor"}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The client is made once and can be imported. Nothing is formatted afterwards, and nobody asked on the network."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_text(json.dumps(get_description()), encoding="utf-8")
    (folder / "config.yml").write_text("post_hooks: []\n", encoding="utf-8")
    made = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--path", "openapi.json", "--config", "config.yml",
         "--meta", "none", "--output-path", PACKAGE],
        cwd=folder, capture_output=True, text=True, timeout=120, start_new_session=True,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield
    sys.path.remove(str(folder))
    for name in [each for each in sys.modules if each.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.fixture
def address(offices: TwoOffices) -> Iterator[str]:
    """The API behind a real server on loopback, stopped at the end."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(offices.app, log_level="error"))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started and thread.is_alive():
            sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


class Client:
    """The generated client with a token, called by the operations of the description."""

    def __init__(self, address: str, token: str) -> None:
        made = import_module(f"{PACKAGE}.client").AuthenticatedClient
        self._client = made(base_url=address, token=token, httpx_args={"trust_env": False})

    def __call__(self, method: str, path: str, *, body: Any = None, **asked: Any) -> Any:
        """What that operation answers, as the generated models have it."""
        operation = get_description()["paths"][path][method]
        tag, name = (re.sub(r"\W|_+", "_", each) for each in (operation["tags"][0], operation["operationId"]))
        if body is not None:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            asked["body"] = getattr(import_module(f"{PACKAGE}.models"), schema).from_dict(body)
        answer = import_module(f"{PACKAGE}.api.{tag}.{name}").sync_detailed(client=self._client, **asked)
        assert answer.status_code in (200, 201), answer.content
        return answer.parsed


def _token(offices: TwoOffices) -> str:
    sent = {"name": "门户", "scopes": SCOPES, "ends_on": "2026-12-31", "reason": "对接门户"}
    made = offices.as_role(Role.ADMINISTRATOR).post("/api/v1/tokens", json=sent).json()
    offices.as_role(Role.DEPARTMENT_HEAD).post(f"/api/v1/tokens/{made['id']}/confirmation")
    return str(made["token"])


def _photo() -> str:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.usefixtures("generated")
def test_a_generated_client_reads_reminds_hands_in_and_hears(offices: TwoOffices, address: str) -> None:
    offices.act("prosecutor", "agree_on_attachments", photo=True)
    call, number = Client(address, _token(offices)), offices.number

    (row,) = call("get", "/api/v1/plans").plans
    assert (row.number, row.status) == (number, "under_supervision")
    assert call("get", "/api/v1/plans/{number}", number=number).number == number

    reminded = call("post", REMIND, number=number, body=REMINDER, idempotency_key="r-1")
    assert (reminded.to, reminded.leaves_at) == ("minor", offices.context.clock.now())

    check_in = {"item": "weekly_note", "due_on": "2026-03-09", "told_by": "minor", "photo_base64": _photo()}
    for _twice in range(2):
        done = call("post", "/api/v1/plans/{number}/check-ins", number=number, body=check_in, idempotency_key="c-1")
        assert (done.item, done.status) == ("weekly_note", "late")

    with GatewayServer(usual=ScriptedAnswer(204)).open() as receiver:
        admin = Actor.of_staff(offices.staff("gui.administrator"))
        secret = register_webhook(offices.context, admin, receiver.url, reach="inside").secret
        read = call("get", "/api/v1/events")
        prosecutor = Actor.of_staff(offices.staff("gui.prosecutor"))
        with offices.context.open_for_update(number, prosecutor, OPERATIONS["note"]) as open_plan:
            notify(open_plan, Event.SERVICE_NEAR, "near/1", day=date(2026, 3, 20))
        Dispatcher(create_memory_channels() | {"webhook": WebhookChannel(WallClock(), reach="inside")}).deliver(
            offices.context
        )
        (sent,) = receiver.asked
    offices.on("2026-03-10 10:01")
    event = call("get", "/api/v1/events", cursor=read.next_).events[-1]
    verified = Webhook(secret or "").verify(sent.raw, sent.headers)
    assert import_module(f"{PACKAGE}.models").CloudEvent.from_dict(verified) == event
    assert (sent.headers["webhook-id"], event.data.due_on) == (str(event.id), date(2026, 3, 20))
