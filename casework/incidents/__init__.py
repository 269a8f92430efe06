"""Harm to the child, and possible breaches."""
