"""A plan: opened, checked, its calendar, its changes; and how it is seen."""
