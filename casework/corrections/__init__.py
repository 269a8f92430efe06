"""Facts that were recorded wrongly: which can be corrected, what each replaces, and how what follows is computed anew."""
