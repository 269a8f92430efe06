"""A passkey in a real browser, with an authenticator that the browser pretends to have: set up after the one-time code,
asked for at the sign-in, and again for a decision, on the page of the decision."""

import re
from dataclasses import replace

from playwright.sync_api import Browser, Page, expect

from casework.staff.accounts import issue_code
from models.second_factor import SecondFactor
from tests.browser.conftest import Site

CHIEF, PASSWORD = "gui.chief_prosecutor", "amber-meadow-lantern-2"
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def test_a_passkey_is_made_signs_in_and_decides(browser: Browser, site: Site) -> None:
    offices = site.pages.offices
    offices.act("prosecutor", "propose", step="end_otherwise", how="no_criminal_fact", reason="核实不负刑事责任")
    installed = replace(offices.context, second_factor=True)
    object.__setattr__(site.pages.app.state.app_state, "context", installed)
    code, *_ = issue_code(installed, CHIEF)
    address = site.address.replace("127.0.0.1", "localhost")
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.goto(f"{address}/one-time-code")
    for name, text in {"login": CHIEF, "code": code, "password": PASSWORD, "again": PASSWORD}.items():
        page.fill(f"[name={name}]", text)
    page.click("main form button.main")
    page.wait_for_url("**/account")
    page.click("form[action='/account/factors/passkey'] button")
    page.wait_for_url(
        "**/account/factors/passkey"
    )  # its script is there once it is loaded; a click before does nothing
    page.click("button.passkey")
    page.wait_for_url("**/account")
    expect(page.locator("[aria-labelledby=factors-title] .came h3").first).to_contain_text("通行密钥")

    page.click(".who form button")
    _sign_in(page, address)
    expect(page.locator(".who .name")).to_be_visible()

    page.goto(f"{address}/plans/{offices.number}/do/end_otherwise")
    page.select_option("[name=how]", "no_criminal_fact")
    page.fill("[name=reason]", "同意，依证明")
    page.locator("button[name=_go][value=check]").first.click()
    advice = page.locator("button.passkey").get_attribute("data-failed") or ""
    assert "一次性代码" in advice
    assert "验证码" not in advice, "whoever has only a passkey is not sent to an app"
    page.fill("[name=_because]", "部门负责人口头同意")
    page.click("button.passkey")
    expect(page.locator("form [role=status]")).to_contain_text("已验证")
    page.locator("button[name=_go][value=do]").first.click()
    page.wait_for_url(re.compile(r"/do\?done="))
    assert offices.plan().status == "ended_otherwise"
    (row,) = offices.rows(SecondFactor)
    assert row.kind == "passkey"
    assert row.last_used_at is not None
    context.close()


def _sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("[name=login]", CHIEF)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button.main")
    page.wait_for_url("**/sign-in/factor**")
    page.click("button.passkey")
    page.wait_for_url(lambda url: "/sign-in" not in url)
