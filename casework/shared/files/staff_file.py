"""The staff file: the offices of an installation, and who works in them."""

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from casework.shared.files.base import Day, FileModel, Number, field_error
from core.i18n import _
from models.office import STAFF_ROLES

Name = Annotated[str, Field(min_length=1, max_length=40)]
if TYPE_CHECKING:
    StaffRole = str
else:
    StaffRole = Literal[tuple(role.value for role in STAFF_ROLES)]


class OfficeEntry(FileModel):
    """One office."""

    name: Name
    level: Literal["basic", "city"] = "basic"
    superior: Name | None = None


class StaffEntry(FileModel):
    """One person in service."""

    login: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,59}$")
    role: StaffRole
    office: Name
    display_name: Name
    """What the pages call them."""
    phone: Number | None = None
    """The number of their work, at which families call back."""
    email: str | None = Field(None, pattern=r"^[^@\s,;<>]{1,64}@[^@\s,;<>]{1,120}$")
    authority_from: Day | None = None
    authority_to: Day | None = None

    @model_validator(mode="after")
    def _deputies_have_dates(self) -> Self:
        if self.role == "deputy" and (self.authority_from is None or self.authority_to is None):
            raise field_error(_("副检察长须写明授权起止。"))
        return self


class StaffFile(FileModel):
    """Offices and people, in any order."""

    format: Literal["sunward-staff/1"]
    city_office: Name | None = None
    offices: list[OfficeEntry] = Field([], max_length=500)
    staff: list[StaffEntry] = Field([], max_length=10_000)
