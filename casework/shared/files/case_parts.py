"""What a plan file says of the examination before the decision. What is left out was recorded by nobody, which is not
the same as no; the law is then not asked, and the preview says so."""

from typing import Literal

from pydantic import Field, model_validator

from casework.shared.files.base import Day, FileModel, field_error
from core.i18n import _


class QuestioningPart(FileModel):
    """How the minor was questioned (PR-11): who sat beside, why not the representative, whether it was read and signed."""

    on: Day
    present: Literal["legal_representative", "appropriate_adult", "nobody"]
    why_not_there: Literal["cannot_be_reached", "cannot_come", "accomplice"] | None = None
    female_staff: bool = False
    read_and_signed: bool = False


class InvestigationPart(FileModel):
    """The social investigation (PR-12): read by somebody, and completed where that reader found gaps."""

    reviewed: bool
    gaps_found: bool = False
    supplemented: bool = False


class AdultsPart(FileModel):
    """Adults in the same case (PR-14, SE-10): handled apart, or the minor shielded and the file's cover marked."""

    handled_apart: bool
    privacy_measures: bool = False
    cover_marked: bool = False


class CardsPart(FileModel):
    """What was sold or done with cards and accounts (PR-16); amounts in yuan, zero where nothing was found."""

    own_accounts: int = Field(0, ge=0, le=10_000)
    inflow_yuan: int = Field(0, ge=0, le=10_000_000_000)
    phone_cards: int = Field(0, ge=0, le=100_000)
    aided: int = Field(0, ge=0, le=100_000)
    settled_yuan: int = Field(0, ge=0, le=10_000_000_000)
    advertising_yuan: int = Field(0, ge=0, le=10_000_000_000)
    income_yuan: int = Field(0, ge=0, le=10_000_000_000)


class PropertyPart(FileModel):
    """Something seized or frozen (FI-09), and its disposal once that is known."""

    what: str = Field(min_length=1, max_length=100)
    outcome: Literal["returned", "unfrozen", "handed_over", "confiscated"] | None = None


class ObjectionPart(FileModel):
    """An objection made before the decision (CPL art 282(3); Rules art 470)."""

    by: Literal["both", "minor", "legal_representative"]
    against: Literal["decision", "conditions"]
    on: Day
    text: str | None = Field(None, max_length=2000)
    answered: bool = False
    """Whether it was adopted, or the reasons for not adopting it were given."""
    withdrawn_on: Day | None = None

    @model_validator(mode="after")
    def _withdrawn_after(self) -> "ObjectionPart":
        if self.withdrawn_on is not None and self.withdrawn_on < self.on:
            raise field_error(_("撤回早于提出。"))
        return self


class HearingPart(FileModel):
    """A hearing (听证) before the decision (HR-06): its day, when the participants were notified, whether it was
    public."""

    on: Day
    notified_on: Day | None = None
    public: bool = False
