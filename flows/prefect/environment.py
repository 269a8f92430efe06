"""What Prefect must find in the environment before it is imported.

Prefect reads its settings once, on import. After importing this module nothing is reported to anybody outside, no
flow starts a server of its own by accident, and no log line of ours is copied into Prefect's database.
"""

import os
import warnings

from core.settings import Settings

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
}
"""Also given to every run of the deployment, so that a stock worker's child process starts with them."""

os.environ.update(QUIET)
# Whoever sits behind a proxy does not want it between two processes of one machine.
os.environ["NO_PROXY"] = os.environ["no_proxy"] = ",".join(
    sorted({*os.environ.get("NO_PROXY", os.environ.get("no_proxy", "")).split(","), "127.0.0.1", "localhost"} - {""})
)
os.environ.setdefault("PREFECT_HOME", str(Settings().data_folder.absolute() / "prefect"))
os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
# Our rounds come again in a second. Prefect's client would first try five times itself, and hold the round
# for a minute. Executing a run is another matter; the runner allows two.
os.environ["PREFECT_CLIENT_MAX_RETRIES"] = "0"
# The folder is made when a server is started, not by importing a module.
warnings.filterwarnings("ignore", message="Failed to create the Prefect home directory")
