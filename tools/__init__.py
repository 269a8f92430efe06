"""What the project's keepers run by hand; nothing of the program needs it."""
