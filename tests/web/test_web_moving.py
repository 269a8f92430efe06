"""A plan moves between two installations by their pages."""

import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlmodel import Session

from casework.moving import moving_out
from casework.moving.moving_out import load_own_card, offer_move, release_move
from casework.shared.rights import Actor
from models.bound_rows import RowBinding
from models.chain_check import ChainReport, verify
from models.vault import Vault
from tests.api.two_offices import TwoOffices
from tests.builders import enrol
from tests.passwords import give_password
from tests.records import fresh_record
from tests.web.visitors import Pages, parse_page

OWN = "linen-harbour-417"
TEAM = {"prosecutor": "yi.prosecutor", "social_worker": "yi.social_worker"}


def _another_installation(pages: Pages) -> Pages:
    context = replace(
        pages.offices.context, database=fresh_record(), vault=Vault(None, secrets.token_bytes(32)), _ids={}
    )
    context.database.row_binding = RowBinding(context.vault.chain_key, context.clock.now)
    enrol(context, "乙县", *(f"{role} {login}" for role, login in TEAM.items()))
    give_password(context, list(TEAM.values()), OWN)
    return Pages(TwoOffices(context, pages.offices.number, ""))


def _line(page: str, begins: str) -> str:
    found = re.search(rf"{re.escape(begins)}[A-Za-z0-9_.=-]+", page)
    assert found
    return found[0]


def test_two_offices_move_a_plan_by_their_pages(pages: Pages) -> None:
    there = _another_installation(pages)
    give_password(pages.offices.context, ["gui.prosecutor"], OWN)
    sender, receiver, here = pages.as_("gui.prosecutor"), there.as_("yi.prosecutor"), pages.plan("/move")
    assert here in sender.get(pages.plan("/run")).text
    offices = receiver.get("/moves")
    card = parse_page(offices).text
    told = load_own_card(there.offices.context, Actor.of_staff(there.offices.staff("yi.prosecutor"))).fingerprint
    assert told in offices.text
    offer = {"card": _line(card, "swc1."), "fingerprint": told, "reason": "随父母迁居", "_password": OWN}
    wrong = sender.post(f"{here}/offer", data={**offer, "fingerprint": "AAAA"})
    assert (wrong.status_code, "指纹不符" in wrong.text) == (422, True)
    assert sender.post(f"{here}/offer", data={**offer, "_password": "x"}).status_code == 422
    assert sender.post(f"{here}/offer", data=offer).status_code == 303
    announced = sender.get(f"{here}/file").content
    checked = receiver.post("/moves/check", files={"file": ("x", announced)})
    can = _line(checked.text, "swr1.")
    assert sender.post(f"{here}/release", data={"receipt": "swr1.x.y", "_password": OWN}).status_code == 422
    assert sender.post(f"{here}/release", data={"receipt": can, "_password": OWN}).status_code == 303
    assert "已移转到另一个检察院" in sender.get(pages.plan()).text
    assert pages.offices.plan().closed_at is not None
    file, theirs = sender.get(f"{here}/file").content, parse_page(sender.get("/moves")).text
    signed = re.search(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", theirs)
    assert signed
    taken = {f"team.{role}": login for role, login in TEAM.items()} | {
        "fingerprint": signed[0], "reason": "同意接收", "_password": OWN
    }  # fmt: skip
    assert (
        receiver.post("/moves/receive", data=taken | {"fingerprint": told}, files={"file": ("x", file)}).status_code
        == 422
    )
    received = receiver.post("/moves/receive", data=taken, files={"file": ("x", file)})
    assert received.status_code == 200
    again = receiver.post("/moves/receive", data=taken, files={"file": ("x", file)})
    assert (again.status_code, pages.offices.number in again.text) == (409, True)
    opened = receiver.get(pages.plan())
    assert "癸县移转而来" in opened.text
    assert "gui.prosecutor" not in {row.login for row in there.offices.rows(type(there.offices.staff("yi.prosecutor")))}
    assert sender.post(f"{here}/confirm", data={"receipt": can}).status_code == 422
    goes_on = _line(received.text, "swr1.")
    assert sender.post(f"{here}/confirm", data={"receipt": goes_on}).status_code == 303
    assert "已由接收院接着办理" in sender.get(here).text


def test_nobody_who_writes_waits_while_the_whole_chain_is_read(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read whole before a plan leaves, which takes minutes in a large installation."""
    context, there, meanwhile = pages.offices.context, _another_installation(pages), []

    def read_slowly(session: Session, key: bytes) -> ChainReport:
        with ThreadPoolExecutor(1) as somebody:
            somebody.submit(
                pages.offices.act, "minor", "submit", item="weekly_note", due_on="2026-03-16", text="都好"
            ).result(9)
        meanwhile.append("written")
        return verify(session, key)

    monkeypatch.setattr(moving_out, "verify", read_slowly)
    card = load_own_card(there.offices.context, Actor.of_staff(there.offices.staff("yi.prosecutor")))
    sender = Actor.of_staff(pages.offices.staff("gui.prosecutor"))
    offer_move(context, sender, pages.offices.number, card=card.text, fingerprint=card.fingerprint, reason="随父母迁居")
    release_move(context, sender, pages.offices.number, reason="电话中已核对")
    assert meanwhile == ["written", "written"]
