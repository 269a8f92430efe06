"""Sunward (向阳): settings, clock, errors and the command line."""
