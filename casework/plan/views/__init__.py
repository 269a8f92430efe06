"""How plans are seen: one with its dates and its journal, or all of somebody's. Nothing here changes the record."""
