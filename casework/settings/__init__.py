"""What an office or a person sets, the calendar of the year, and the rules explained."""
