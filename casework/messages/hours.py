"""When people are written to: what practice and policy say of everybody, and what each person has said of themself."""

from datetime import date

from casework.desk import Desk
from law.rulebook import Rulebook
from models.person import Person
from notifications.policy import Days, Hours, PhoneWindow, Quiet, QuietHours
from notifications.reminder_policy import ReminderPolicy


def hours_of(desk: Desk, policy: ReminderPolicy, rulebook: Rulebook, today: date, person: Person | None) -> Hours:
    """When that person of a family can be written to; for nobody in particular, outside the quiet hours."""
    quiet = quiet_of(desk, policy, rulebook, today)
    if person is None:
        return Hours(quiet)
    return Hours(
        quiet,
        windows=tuple(map(PhoneWindow.read, person.phone_held)),
        not_at=tuple(map(PhoneWindow.read, person.not_at)),
        exams=tuple(map(Days.read, person.exams)),
        terms=policy.hours.terms if person.held_in_term else (),
    )


def quiet_of(desk: Desk, policy: ReminderPolicy, rulebook: Rulebook, today: date) -> Quiet:
    """The hours in which nobody of a family is written to."""
    hours = policy.hours
    return Quiet(
        quiet_hours(rulebook, today),
        hours.by_weekday,
        hours.day_off,
        lambda day: not desk.days.is_working(day),
    )


def quiet_hours(rulebook: Rulebook, on: date) -> QuietHours:
    """Those of every day, as practice has them."""
    return QuietHours.of_hours(rulebook.number("quiet_from_hour", on=on), rulebook.number("quiet_until_hour", on=on))


def hours_of_staff(policy: ReminderPolicy, channel: str, event: str) -> Hours:
    """When a member of the staff can be written to: mail lies there at once, a text waits for the day unless urgent."""
    quiet = policy.hours.staff_texts
    if channel != "text" or quiet is None or event in policy.hours.urgent:
        return Hours()
    return Hours(Quiet(quiet))
