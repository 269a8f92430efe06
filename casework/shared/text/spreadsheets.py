"""What a cell of a table for spreadsheets may hold."""


def plain_cell(text: str) -> str:
    """The text, marked so that a spreadsheet takes it for no formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
