"""The machine that an act runs through: its declaration, its rights, the open plan, and what performs it."""
