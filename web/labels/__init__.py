"""What the pages call each code, Chinese first, English complete. A code without a label is a mistake, found at once."""

from core.i18n import Text
from web.labels import (
    acts,
    attach,
    case,
    demo,
    desk,
    documents,
    evaluation,
    family,
    item,
    law,
    messages,
    offices,
    plan,
    usage,
)

LABELS: dict[str, dict[str, Text]] = {
    family: labels
    for module in (
        acts,
        attach,
        case,
        demo,
        desk,
        documents,
        evaluation,
        family,
        item,
        law,
        messages,
        offices,
        plan,
        usage,
    )
    for family, labels in module.LABELS.items()
}
"""By what kind of code it is, and the code itself."""
