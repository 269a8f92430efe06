"""The plan file and the acts file: read strictly, checked by the law, every mistake at once."""
