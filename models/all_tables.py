"""Loads every table of the record, for code that lays out or copies a record."""

import importlib
import pkgutil
from functools import cache

import models


@cache
def import_models() -> None:
    """Every table of the record is known."""
    for module in pkgutil.iter_modules(models.__path__):
        if not module.ispkg:
            importlib.import_module(f"models.{module.name}")
