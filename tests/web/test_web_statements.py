"""How often the record is asked for a page, for something handed in and for a due date. Counted, so it is the same on
every machine."""

from sqlmodel import select

from casework.plan.views.runs import SHOWN
from models.base import new_id
from models.item import Item
from models.plan import Plan
from tests.api.two_offices import HERE
from tests.statements import QueryCounts, count_queries, counted
from tests.web.visitors import Pages

AT_MOST = {
    "page: desk": QueryCounts(21, 6, 0, 5),
    "page: runs": QueryCounts(11, 2, 0, 2),
    "page: overview": QueryCounts(32, 2, 0, 1),
    "page: the family's": QueryCounts(19, 2, 0, 1),
    "API: a plan": QueryCounts(22, 2, 0, 1),
    "submission: API": QueryCounts(12, 1, 1, 1),
    "submission: family's page": QueryCounts(26, 2, 1, 2),
    "a processed due date": QueryCounts(17, 0, 2, 1),
}
"""Statements, transactions that read, transactions that write, readings of the plan's row. A lower figure may be written
here at any time; a higher one needs a reason in the commit."""
UNREAD = QueryCounts(1, 1, 0, 0)
"""What the head of every page of the staff asks besides: how many messages were not read."""


def test_nothing_asks_the_record_more_often_than_it_must(pages: Pages) -> None:
    found = count_queries(pages.offices)
    assert found.keys() == AT_MOST.keys()
    more = {name: asked for name, asked in found.items() if not asked.within(_at_most(name))}
    assert not more


def _at_most(name: str) -> QueryCounts:
    has_head = name.startswith("page: ") and name != "page: the family's"
    least = AT_MOST[name]
    return QueryCounts(*map(sum, zip(vars(least).values(), vars(UNREAD).values(), strict=True))) if has_head else least


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


def test_what_is_counted_is_what_was_asked(pages: Pages) -> None:
    database = pages.offices.context.database
    with counted(database) as asked:
        with database.reading() as session:
            pages.offices.context.find(session, pages.offices.number)
        with database.transaction() as session:
            pages.offices.context.find(session, pages.offices.number)
    assert (asked.statements, asked.reading, asked.writing, asked.plan_row) == (2, 1, 1, 2)
