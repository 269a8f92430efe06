"""Evaluation as numbers and sentences: what was kept, what is needed, what has changed, and how sure that is.

Pure: told dates, numbers and codes; knows no record, no clock, no person. Nothing in here changes where anybody stands
in law, and nothing that decides reads it.
"""
