"""Whether the program is ready: its rounds are gone, and Prefect only informs."""

from datetime import datetime, timedelta

from pydantic import SecretStr

from casework.messages.outbox_alarms import check_leaving
from core.settings import Settings
from models.office import Role
from tests.api.front import Front, Visitor
from tests.web.visitors import SETTINGS, Pages
from web.app import create_web


def test_a_job_that_has_not_run_lately_is_reported(pages: Pages) -> None:
    """The tick a minute ago is late, and one that lies ahead, as after the clock was set back; Prefect away makes nobody
    unready; all well is ready."""
    now = pages.offices.context.clock.now()
    heartbeats: dict[str, datetime] = dict.fromkeys(("tick", "outbox", "journal"), now)
    visitor = Visitor(
        Front("web", lambda: create_web(SETTINGS, pages.offices.context, lambda: None, lambda: heartbeats, None))
    )
    parts = {part["name"]: part["ok"] for part in visitor.get("/health/ready").json()["parts"]}
    assert parts["tick"]
    assert parts["outbox_round"]
    assert parts["journal_round"]
    assert not parts["prefect"]
    assert not parts["leaving"], "no gateway and no mail server is set"
    for last in (now - timedelta(minutes=1), now + timedelta(hours=5)):
        heartbeats["tick"] = last
        late = visitor.get("/health/ready")
        assert late.status_code == 503
        assert not {part["name"]: part["ok"] for part in late.json()["parts"]}["tick"]


def test_whoever_looks_after_messages_reads_on_the_desk_that_none_leaves(pages: Pages) -> None:
    """Until texts and mail are set; of a chief procurator, who has no messages, nobody asks it."""
    context = pages.offices.context
    warnings = {
        "短信、邮件只在本机写成文件": Settings(),
        "短信只在本机写成文件": Settings(smtp_url=SecretStr("smtp://a")),
    }
    for words, settings in warnings.items():
        pages.app.state.app_state = create_web(settings, context, lambda: None, dict, None).state.app_state
        assert words in pages.as_role(Role.PROSECUTOR).get("/").text
        assert words not in pages.as_role(Role.CHIEF_PROSECUTOR).get("/").text
    both = Settings(smtp_url=SecretStr("smtp://a"), text_provider="http", text_signature="葵花")
    assert check_leaving(both).ok


def test_the_api_answers_machines_as_machines_beside_the_pages(pages: Pages) -> None:
    """One application: a problem of the API is JSON, a problem of a page is a page."""
    visitor = pages.stranger()
    machine, person = visitor.get("/api/v1/plans"), visitor.get("/nowhere")
    assert machine.headers["content-type"] == "application/problem+json"
    assert person.status_code == 404
    assert person.headers["content-type"].startswith("text/html")
    assert visitor.get("/docs").status_code == 200
    assert pages.as_("gui.prosecutor").get("/api/v1/plans").status_code == 200
