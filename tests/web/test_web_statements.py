"""How often the record is asked for a page, for something handed in and for a due date. Counted, so it is the same on
every machine; `python -m bench.statements` prints what is reached now."""

from tests.statements import Asked, counted, what_is_asked
from tests.web.visitors import Pages

AT_MOST = {
    "page: overview": Asked(28, 2, 0, 1),
    "page: an item": Asked(19, 2, 0, 1),
    "page: do": Asked(34, 2, 0, 1),
    "page: record": Asked(12, 2, 0, 1),
    "page: plan": Asked(38, 2, 0, 1),
    "page: calendar": Asked(12, 2, 0, 1),
    "page: check-ins": Asked(17, 2, 0, 1),
    "page: usage": Asked(58, 2, 0, 1),
    "page: evaluation": Asked(43, 2, 0, 1),
    "page: incidents": Asked(11, 2, 0, 1),
    "page: decisions": Asked(15, 2, 0, 1),
    "page: expiry": Asked(30, 2, 0, 1),
    "page: documents": Asked(29, 2, 0, 1),
    "page: messages": Asked(11, 2, 0, 1),
    "page: run": Asked(27, 2, 0, 1),
    "page: looked": Asked(12, 2, 0, 1),
    "page: the family's": Asked(18, 2, 0, 2),
    "API: a plan": Asked(22, 2, 0, 1),
    "submission: API": Asked(18, 1, 1, 2),
    "submission: family's page": Asked(29, 2, 1, 3),
    "a processed due date": Asked(17.4, 0, 3, 1),
}
"""Statements, transactions that read, transactions that write, readings of the plan's row. A lower figure may be written
here at any time; a higher one needs a reason in the commit."""


def test_nothing_asks_the_record_more_often_than_it_must(pages: Pages) -> None:
    found = what_is_asked(pages.house)
    assert found.keys() == AT_MOST.keys()
    more = {name: asked for name, asked in found.items() if not asked.within(AT_MOST[name])}
    assert not more


def test_what_is_counted_is_what_was_asked(pages: Pages) -> None:
    database = pages.house.desk.database
    with counted(database) as asked:
        with database.reading() as session:
            pages.house.desk.find(session, pages.house.number)
        with database.transaction() as session:
            pages.house.desk.find(session, pages.house.number)
    assert (asked.statements, asked.reading, asked.writing, asked.plan_row) == (2, 1, 1, 2)
