"""JSON for machines, under /api/v1: thin. A route reads what was sent, calls one verb or view, and answers."""
