"""Reconsideration, review and complaint."""
