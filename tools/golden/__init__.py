"""Golden files: what the program shows from outside, written down for one commit and compared with another's."""
