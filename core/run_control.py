"""What a person can do about a plan's run; what each comes to stands in `casework/plan/run_controls.py`.

It stands beneath casework because the command line names it, and does not load casework to list its commands.
"""

from enum import StrEnum


class RunControl(StrEnum):
    """What can be done about a run."""

    HALT = "halt"
    RESUME = "resume"
    PROCESS_NOW = "process-now"
    REPLACE = "replace"
