"""Whom the decisions are served on, what is said at the announcement, and what is never written there."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from core.i18n import _, pgettext
from law.applied import applies
from law.finding import Finding
from law.parties import Party, PartyState
from law.rulebook import Rulebook


class Addressee(StrEnum):
    """Who may receive a paper of the case. School and employer are no addressees unless a prosecutor says so."""

    POLICE = "police"
    VICTIM = "victim"
    MINOR = "minor"
    LEGAL_REPRESENTATIVE = "legal_representative"
    DEFENDER = "defender"
    SCHOOL = "school"
    EMPLOYER = "employer"


class AnnouncementItem(StrEnum):
    """Rules art 471(2): what is explained in person when the decision is announced."""

    PERIOD = "period"
    RULES = "rules"
    LIABILITY = "liability"


class Delivery(StrEnum):
    """How a paper reached its addressee."""

    SIGNED = "signed"  # by the addressee
    TAKEN_IN = "taken_in"  # by a grown-up of the family
    LEFT_THERE = "left_there"  # refused, and left at home


NOT_IN_A_NOTICE = ("向人民法院起诉", "提起自诉", "自诉")
"""Words that no notice to a victim may contain: these decisions cannot be taken to court (Rules arts 472, 478)."""


def addressees(parties: Mapping[Party, PartyState], of_age: bool) -> tuple[Addressee, ...]:
    """Whom the decision is served on: everybody who is a party; not the representative of somebody of age."""
    gone = {PartyState.NOT_IN_THIS_CASE, PartyState.NO_LONGER_A_PARTY}
    return tuple(
        Addressee(party.value)
        for party in Party
        if parties.get(party) not in gone and not (of_age and party is Party.LEGAL_REPRESENTATIVE)
    )


@applies("SV-01")
def finding_on_addressee(addressee: Addressee, added_with_reason: str | None, rulebook: Rulebook) -> Finding:
    """Whether a paper may be served there; school and employer only with a named prosecutor's reason (SV-01)."""
    outsider = addressee in (Addressee.SCHOOL, Addressee.EMPLOYER)
    reasoned = bool((added_with_reason or "").strip())
    because = _("学校、单位默认不送达；确需送达须由检察官写明理由。") if outsider and not reasoned else _("可以送达。")
    return rulebook.finding("SV-01", reasoned or not outsider, because)


@applies("SV-02")
def finding_on_delivery(how: Delivery, witnessed: bool, rulebook: Rulebook) -> Finding:
    """Whether the paper is served (SV-02). Refusing to sign stops no clock: what is left there before a witness, or on
    film, is served on that day. A witness learns of the case, so that film is the gentler way."""
    because = (
        _("拒绝签收又没有见证：请有见证人在场或者全程录像再送，或者记明情况。")
        if how is Delivery.LEFT_THERE and not witnessed
        else _("已经送达。")
    )
    return rulebook.finding("SV-02", witnessed or how is not Delivery.LEFT_THERE, because)


@applies("SV-02")
def finding_on_served_decision(on_record: bool, rulebook: Rulebook) -> Finding:
    """Whether what is served was decided (SV-02): a receipt of what is not on record is kept, and somebody looks."""
    because = _("送达的决定已经登记。") if on_record else _("本案没有登记这份决定；回证已记录，请承办检察官核对。")
    return rulebook.finding("SV-02", on_record, because)


@applies("DE-03")
def finding_on_announcement(
    explained: Collection[AnnouncementItem],
    minor_present: bool,
    representative: PartyState | None,
    of_age: bool,
    rulebook: Rulebook,
) -> Finding:
    """Whether the announcement was complete (DE-03). It is recorded as it was; the period runs in any case."""
    missing = [item for item in AnnouncementItem if item not in explained]
    representative_answered = of_age or representative is not None
    if not explained:
        because = _("没有告知了哪些内容的记录。")
    elif missing:
        because = _("三项内容没有全部告知。")
    elif not minor_present:
        because = pgettext("step", "本人不在场。")
    elif not representative_answered:
        because = _("没有法定代理人到场情况的记录。")
    else:
        because = _("已当面宣布并告知。")
    return rulebook.finding("DE-03", not missing and minor_present and representative_answered, because)
