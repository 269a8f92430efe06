"""What the eighteenth birthday changes and what it does not. Many come of age within the period: it is a main path.

From the first minute of the birthday the person speaks for themselves (Civil Code arts 17, 1259); findings about
age in criminal law switch on the day after. The decision, the period and the seal hang on the age at the act.
"""

from datetime import date

from core.i18n import _
from law.age import comes_of_age_on, is_of_age, reached_adulthood_on
from law.applied import applies
from law.finding import Finding
from law.period import steps_before
from law.rulebook import Rulebook


@applies("AD-03", "AD-05", "DT-01", "PB-05", "PR-01")
def plan_review_due_on(born_on: date, rulebook: Rulebook) -> tuple[date, ...]:
    """The days before the birthday on which consents, contacts and the digital plan are looked over (AD-05).

    Hours of play, minors' modes and parents' controls end with the birthday; the plan's own conditions stay.
    """
    birthday = comes_of_age_on(born_on, rulebook)
    return steps_before(birthday, rulebook.numbers("adult_steps_days", on=birthday))


@applies("AD-01", "PR-01")
def finding_on_going_on(born_on: date, act_dates: list[date], rulebook: Rulebook) -> Finding:
    """Whether decision, period and seal go on although the person is of age (AD-01): they hang on the age at the act."""
    was_minor = all(act_on < reached_adulthood_on(born_on, rulebook) for act_on in act_dates)
    because = _("行为时未成年，决定、考验期和封存不受成年影响。") if was_minor else _("有行为发生在成年之后，请核对。")
    return rulebook.finding("AD-01", was_minor, because)


@applies("AD-02")
def finding_on_protection(born_on: date, on: date, given: bool, rulebook: Rulebook) -> Finding:
    """Whether counsel and representative are given on that day (AD-02). Of age they may be, case by case."""
    adult = is_of_age(born_on, on, rulebook)
    if given:
        because = _("已给予。")
    elif adult:
        because = _("已成年，可以不适用，由承办人决定。")
    else:
        because = _("未成年，应当适用。")
    return rulebook.finding("AD-02", given or adult, because, is_reading=adult and not given)


@applies("AD-03")
def finding_on_notice_to_parent(born_on: date, on: date, own_consent: bool, rulebook: Rulebook) -> Finding:
    """Whether a parent may be written to on that day (AD-03): until the birthday, and afterwards only with the
    person's own consent."""
    adult = is_of_age(born_on, on, rulebook)
    if not adult:
        because = _("未成年，通知法定代理人。")
    elif own_consent:
        because = _("已成年，本人同意通知。")
    else:
        because = _("自生日零时起，未经本人同意不再通知父母。")
    return rulebook.finding("AD-03", not adult or own_consent, because)


@applies("AD-08")
def finding_on_after_care(consented: bool, withdrawn: bool, rulebook: Rulebook) -> Finding:
    """Whether somebody may visit after the final decision (AD-08): only with consent, and only as long as it lasts."""
    because = _("本人自愿，随时可以停止。") if consented and not withdrawn else _("没有本人同意，不得继续回访。")
    return rulebook.finding("AD-08", consented and not withdrawn, because)
