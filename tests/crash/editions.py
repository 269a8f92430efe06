"""Another edition of the rulebook, as if a release had changed a number of the office's practice."""

from law import rulebook


def use_edition(name: str) -> None:
    """This process reads that edition as the one of today: the same rules, and another grace for a late note."""
    of_files = rulebook._files_of_today()
    entry = of_files["practice"]["check_in_grace_hours"]
    entry["values"] = [{**value, "is": value["is"] + int(name)} for value in entry["values"]]
