"""What only pages look at: the day of the person at the desk, the period as a line, one item with all that came for it."""
