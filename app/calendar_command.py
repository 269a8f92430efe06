"""`sunward calendar`: which years are known."""

import typer

from app import bootstrap
from app.answers import in_words, print_json, say
from casework.settings.holidays import check_calendar
from core.i18n import _


def show_years(*, as_json: bool = False) -> None:
    """The years around today: announced, published, or only computed; and whether the calendar is fresh."""
    context = bootstrap.get_context()
    today = context.clock.today()
    known = {year: context.days.knows_year(year) for year in range(today.year - 1, today.year + 3)}
    fresh = check_calendar(context)
    if as_json:
        print_json({"announced": known, "fresh": fresh.holds, "because": fresh.because})
        raise typer.Exit(0 if fresh.holds else 1)
    for year, announced in known.items():
        say(f"{year}  {in_words(_('已公布') if announced else _('暂定，系推算'))}")
    say(fresh.because)
    raise typer.Exit(0 if fresh.holds else 1)
