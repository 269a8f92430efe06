"""Sunward (向阳): the front door and the foundations."""
