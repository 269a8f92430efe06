"""When people are written to: what practice and policy say of everybody, and what each person has said of themself."""

from datetime import date

from casework.acting.resources import Resources
from law.rulebook import Rulebook
from models.person import Person
from notifications.contact_hours import ClassHours, ContactHours, DateRange, PhoneWindow, QuietHours, QuietSchedule
from notifications.reminder_policy import ReminderPolicy


def get_contact_hours(
    context: Resources, policy: ReminderPolicy, rulebook: Rulebook, today: date, person: Person | None
) -> ContactHours:
    """When that person of a family can be written to; for nobody in particular, outside the quiet hours."""
    quiet = get_policy_quiet_hours(context, policy, rulebook, today)
    if person is None:
        return ContactHours(quiet)
    return ContactHours(
        quiet,
        windows=tuple(map(PhoneWindow.read, person.phone_held)),
        not_at=tuple(map(PhoneWindow.read, person.not_at)),
        exams=tuple(map(DateRange.read, person.exams)),
        terms=policy.hours.terms if person.held_in_term else (),
        classes=get_class_hours(context, policy) if person.at_school else None,
    )


def get_class_hours(context: Resources, policy: ReminderPolicy) -> ClassHours:
    """The hours in which the phone of a minor at school is left alone."""
    hours = policy.hours
    return ClassHours(hours.classes, hours.terms, lambda day: not context.days.is_working(day))


def get_policy_quiet_hours(
    context: Resources, policy: ReminderPolicy, rulebook: Rulebook, today: date
) -> QuietSchedule:
    """The hours in which nobody of a family is written to."""
    hours = policy.hours
    return QuietSchedule(
        get_practice_quiet_hours(rulebook, today),
        hours.by_weekday,
        hours.day_off,
        lambda day: not context.days.is_working(day),
    )


def get_practice_quiet_hours(rulebook: Rulebook, on: date) -> QuietHours:
    """Those of every day, as practice has them."""
    return QuietHours.of_hours(rulebook.number("quiet_from_hour", on=on), rulebook.number("quiet_until_hour", on=on))


def get_staff_hours(policy: ReminderPolicy, channel: str, event: str) -> ContactHours:
    """When a member of the staff can be written to: mail lies there at once, a text waits for the day unless urgent."""
    quiet = policy.hours.staff_texts
    if channel != "text" or quiet is None or event in policy.hours.urgent:
        return ContactHours()
    return ContactHours(QuietSchedule(quiet))
