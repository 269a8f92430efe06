"""How plans are processed: what is due, the procedure, the periodic check, and `prefect`, which is all that speaks to Prefect."""
