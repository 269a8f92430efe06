"""Tokens of an office's own systems, on their page: asked for, confirmed by another, ended."""

import re

from models.api_token import ApiToken
from tests.passwords import give_password
from tests.web.visitors import Pages

OWN = "linen-harbour-417"
TYPED = {"name": "门户", "scope.events": "yes", "ends_on": "2026-12-31", "reason": "对接", "own_password": OWN}
PAGE = "/people/tokens"


def test_a_token_is_shown_once_confirmed_by_another_and_ended(pages: Pages) -> None:
    give_password(pages.offices.context, ["gui.administrator", "gui.department_head"], OWN)
    administrator, head = pages.as_("gui.administrator"), pages.as_("gui.department_head")
    assert administrator.post(PAGE, data={**TYPED, "own_password": "x"}).status_code == 422
    assert administrator.post(PAGE, data={**TYPED, "ends_on": ""}).status_code == 422
    no_scope = administrator.post(PAGE, data={**TYPED, "scope.events": ""})
    assert (no_scope.status_code, "请选令牌可以做的事" in no_scope.text) == (422, True)
    assert pages.offices.rows(ApiToken) == []
    (token,) = re.findall(r"swt_[\w-]{40,}", administrator.post(PAGE, data=TYPED).text)
    assert token not in administrator.get("/people").text
    (row,) = pages.offices.rows(ApiToken)
    assert (row.scopes, row.confirmed_at) == (["events"], None)
    which = {"token": str(row.id), "own_password": OWN}
    assert administrator.post(f"{PAGE}/confirm", data=which).status_code == 409
    assert "使用中" in head.post(f"{PAGE}/confirm", data=which).text
    assert "已停用" in administrator.post(f"{PAGE}/end", data=which).text
    assert head.post(PAGE, data=TYPED).status_code == 403
