"""Facts that change what stands: one table of them, read by people and by the verbs that record them."""
