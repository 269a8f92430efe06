"""How plans are processed: the procedure, its waiting, the tick, and the Prefect face of it."""

# First of all, whichever module of ours is wanted: Prefect reads its settings when it is imported.
from flows import prefect_environment as prefect_environment
