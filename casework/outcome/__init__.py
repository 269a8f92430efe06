"""The end of a case: opinion, proposal, decision, what follows it, after-care."""
