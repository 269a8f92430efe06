"""The handbook: pages made from the declarations, for whoever comes."""

from casework.shared.acts.act import ACTS
from models.office import Role
from tests.web.visitors import Pages, parse_page


def test_a_stranger_reads_every_act(pages: Pages) -> None:
    """Its part can be led to, and each table says under which heading it stands. Who is signed in keeps the menu."""
    page = parse_page(pages.stranger().get("/handbook/acts"))
    assert page.all_mistakes == []
    assert {f"on-{code.replace('_', '-')}" for code in ACTS} <= set(page.ids)
    assert "/inbox" not in page.addresses
    assert "/inbox" in parse_page(pages.as_role(Role.CLERK).get("/handbook/acts")).addresses
    assert pages.stranger().get("/handbook/nothing").status_code == 404
