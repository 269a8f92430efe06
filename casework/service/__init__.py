"""The announcement, and the service of documents with their receipts."""
