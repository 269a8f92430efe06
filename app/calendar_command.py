"""`sunward calendar`: which years are known."""

from app import bootstrap
from app.answers import answer, in_words
from casework.settings.holidays import check_calendar
from core.i18n import _


def show_years(*, as_json: bool = False) -> None:
    """The years around today: announced, published, or only computed; and whether the calendar is fresh."""
    context = bootstrap.get_context()
    today = context.clock.today()
    known = {year: context.days.knows_year(year) for year in range(today.year - 1, today.year + 3)}
    fresh = check_calendar(context)
    found = {"announced": known, "fresh": fresh.holds, "because": fresh.because}
    words = {True: in_words(_("已公布")), False: in_words(_("暂定，系推算"))}
    years = [f"{year}  {words[announced]}" for year, announced in known.items()]
    answer(as_json, found, [*years, fresh.because], fails=not fresh.holds)
