"""The record of the office that had the case before: kept among the plan's documents as it came, and believed by nothing."""

from hashlib import sha256

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.documents.acts import ATTACH_FORMER_RECORD
from casework.documents.case_volume import FORMER_RECORD
from casework.documents.create import PaperVersionResult, store_version, to_version_result
from casework.documents.draft import find_document
from casework.documents.fields import get_versions
from core.errors import BadInput, Mistake
from core.i18n import _
from law.articles import cite
from models.base import new_id
from models.document import Document

MAX_FILE_SIZE = 30 * 1024 * 1024
_CHANGE_OF_JURISDICTION = cite("change_of_jurisdiction")


def attach_former_record(context: Context, actor: Actor, number: str, file: bytes) -> PaperVersionResult:
    """The PDF is among the plan's documents, under the plan's key; another one becomes its next version. Sent again, it is
    kept once. BadInput for what is no PDF or is larger than 30 MB."""
    if not file.startswith(b"%PDF-") or len(file) > MAX_FILE_SIZE:
        wrong = _("请选一个PDF文件，最大30MB。")
        raise BadInput(wrong, mistakes=[Mistake("file", wrong)])
    with context.open_for_update(number, actor, ATTACH_FORMER_RECORD) as open_plan:
        document = find_document(open_plan, FORMER_RECORD, "") or Document(
            id=new_id(open_plan.now),
            plan_id=open_plan.plan.id,
            office_id=open_plan.plan.office_id,
            paper=FORMER_RECORD,
        )
        digest = sha256(file).hexdigest()
        kept = next((each for each in get_versions(open_plan, document) if each.sha256 == digest), None)
        version = kept or store_version(open_plan, document, file, {}, "", _CHANGE_OF_JURISDICTION)
        return to_version_result("", document, version)
