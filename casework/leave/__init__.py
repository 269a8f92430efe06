"""Leave from the place, asked for and answered."""
