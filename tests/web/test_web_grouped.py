"""Pages on which much is listed: what belongs together stands together, and a figure is drawn as far as it is shown."""
