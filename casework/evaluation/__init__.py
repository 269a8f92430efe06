"""How somebody is doing: the ledger, needs, milestones and their voices, progress in words, and the counts of an office."""
