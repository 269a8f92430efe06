"""An office's present caseload from a spreadsheet, and back into one."""
