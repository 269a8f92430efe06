"""Digital use on a plan's file: devices, files and sheets handed in, what was agreed, the review and its questions."""
