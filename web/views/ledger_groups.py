"""The ledger's lines that say the same, folded to one with their number."""

from dataclasses import dataclass

from casework.evaluation.ledger import LedgerLineView


@dataclass(frozen=True)
class LedgerGroup:
    """Lines of one kind of item with the same status and the same answer to whether a reminder is proven, newest first."""

    lines: list[LedgerLineView]

    @property
    def newest(self) -> LedgerLineView:
        """The one that fell due last."""
        return self.lines[0]

    @property
    def oldest(self) -> LedgerLineView:
        """The one that fell due first."""
        return self.lines[-1]


def group_alike(lines: list[LedgerLineView]) -> list[LedgerGroup]:
    """The lines in groups, the one with the newest line first; none is left out."""
    groups: dict[tuple[object, ...], list[LedgerLineView]] = {}
    for line in sorted(lines, key=lambda line: line.due_on, reverse=True):
        alike = (line.kind, line.status, line.status_words.zh, line.proof.proven)
        groups.setdefault(alike, []).append(line)
    return [LedgerGroup(found) for found in groups.values()]
