"""What the processes of the crash tests have loaded before they become the program."""

import app.cli
import app.server
import flows.prefect.service
import flows.services
import web.app

__all__ = ["app", "flows", "web"]
