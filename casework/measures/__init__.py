"""The review and its measures: hearing, objections, bail and custody, and the dates at the end of the case."""
