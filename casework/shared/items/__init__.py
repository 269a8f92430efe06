"""Items: their kinds, their steps, and how one is opened, done and cancelled."""
