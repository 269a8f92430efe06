"""What was attached to a form: its files, and a place written in words where no phone told it."""

from base64 import b64encode
from typing import Any

from core.errors import BadInput
from core.i18n import _
from web.forms import UploadForm

_EMPTY = _("选的文件是空的，里面没有内容。请重新选一次。")


def get_attachment_fields(sent: UploadForm, *sorts: str) -> dict[str, Any]:
    """The form's attachments of those sorts, and its place, as fields of an act; each is checked where it is kept. Raises
    BadInput for an empty file: whoever chose it believes that something was attached."""
    chosen = {sort: sent.files[sort] for sort in sorts or ("photo", "voice", "sheet") if sort in sent.files}
    if not all(chosen.values()):
        raise BadInput(_EMPTY)
    fields: dict[str, Any] = {f"{sort}_base64": b64encode(content) for sort, content in chosen.items()}
    words = "" if sorts else sent.typed.get("place", "")
    return fields | ({"place": {"words": words}} if words else {})
