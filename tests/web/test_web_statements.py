"""How often the record is asked for a list, however long it is."""

from sqlmodel import select

from casework.plan.views.runs import SHOWN
from models.base import new_id
from models.item import Item
from models.plan import Plan
from tests.api.two_offices import HERE
from tests.statements import counted
from tests.web.visitors import Pages


def test_a_full_page_of_runs_asks_as_often_as_one_with_a_single_run(pages: Pages) -> None:
    browser, database = pages.as_(f"{HERE}.department_head"), pages.offices.context.database
    browser.get("/runs")
    with counted(database) as one:
        browser.get("/runs")
    with database.transaction() as session:
        plan = pages.offices.context.find(session, pages.offices.number)
        values = {name: getattr(plan, name) for name in Plan.model_fields}
        items = session.exec(select(Item).where(Item.plan_id == plan.id)).all()
        for count in range(SHOWN + 3):
            more = Plan(**values | {"id": new_id(plan.opened_at), "number": f"X{count}"})
            session.add(more)
            session.flush()
            copies = ({name: getattr(item, name) for name in Item.model_fields} for item in items)
            session.add_all(Item(**copy | {"id": new_id(plan.opened_at), "plan_id": more.id}) for copy in copies)
    with counted(database) as many:
        page = browser.get("/runs").text
    assert page.count("data-label=") > one.statements
    assert (page.count("<tr>"), many.statements - one.statements) in [(SHOWN + 1, 0), (SHOWN + 1, 1)]
