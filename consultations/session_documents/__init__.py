"""The documents of a session: their words once, set as PDF and as Word."""
