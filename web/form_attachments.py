"""What was attached to a form: its files, and a place written in words where no phone told it."""

from base64 import b64encode
from typing import Any

from web.forms import UploadForm


def get_attachment_fields(sent: UploadForm, *sorts: str) -> dict[str, Any]:
    """The form's attachments of those sorts, and its place, as fields of an act; each is checked where it is kept."""
    fields: dict[str, Any] = {
        f"{sort}_base64": b64encode(sent.files[sort])
        for sort in sorts or ("photo", "voice", "sheet")
        if sent.files.get(sort)
    }
    words = "" if sorts else sent.typed.get("place", "")
    return fields | ({"place": {"words": words}} if words else {})
