"""What was attached to a form: its files, and a place written in words where no phone told it."""

from casework.attachments import Place, ToAttach
from web.asking import Sent


def attached_in(sent: Sent) -> ToAttach:
    """The form's attachments; each is checked where it is kept."""
    words = sent.typed.get("place", "")
    return ToAttach(
        photo=sent.files.get("photo"),
        voice=sent.files.get("voice"),
        sheet=sent.files.get("sheet"),
        place=Place(words=words) if words else None,
    )
