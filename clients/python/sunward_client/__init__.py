"""Calls of the Sunward API."""
