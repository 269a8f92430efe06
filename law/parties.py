"""The five parties whose opinions the law wants heard, and the five things that can be recorded about each."""

from enum import StrEnum

from core.i18n import _, pgettext


class Party(StrEnum):
    """Rules art 469(2): whose opinion is heard before the decision."""

    POLICE = "police"
    VICTIM = "victim"
    MINOR = "minor"
    LEGAL_REPRESENTATIVE = "legal_representative"
    DEFENDER = "defender"


class PartyState(StrEnum):
    """What is recorded about a party. Not every case has a victim or a living parent, and a minor comes of age."""

    HEARD = "heard"
    TRIED_AND_FAILED = "tried_and_failed"
    NOT_WISHED = "not_wished"
    """Asked, and does not wish to be heard: that is an answer, and nobody asks again."""
    NOT_IN_THIS_CASE = "not_in_this_case"
    NO_LONGER_A_PARTY = "no_longer_a_party"


PARTY_NAMES = {
    Party.POLICE: _("公安机关"),
    Party.VICTIM: _("被害人"),
    Party.MINOR: _("未成年人本人"),
    Party.LEGAL_REPRESENTATIVE: pgettext("within a sentence", "法定代理人"),
    Party.DEFENDER: _("辩护人"),
}
