"""The record sealed; who may look into it afterwards, and what is set aside."""
