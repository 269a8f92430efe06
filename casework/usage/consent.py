"""Consent to device data: withdrawn, nothing of a device is taken any more, and nothing is lost by it."""

from sqlmodel import select

from casework.desk import File
from models.person import Consent
from sunward.errors import Refused
from sunward.words import Words


def device_data_withdrawn(file: File) -> bool:
    """Whether a consent to device data was given and every one has been withdrawn."""
    given = select(Consent).where(Consent.plan_id == file.plan.id, Consent.subject == "device_data")
    consents = file.session.exec(given).all()
    return bool(consents) and all(consent.withdrawn_on is not None for consent in consents)


def refuse_device_data_withdrawn(file: File) -> None:
    """Refused once the consent is withdrawn; an own diary is still welcome."""
    if device_data_withdrawn(file):
        raise Refused(
            Words("本人已撤回手机数据的同意，可以改用自己的日记。",
                  "Consent to device data was withdrawn; an own diary is welcome instead.")
        )  # fmt: skip
