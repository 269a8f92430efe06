"""Small faults put into the law one at a time, to see which of them no test notices. See docs/mutants.md."""
