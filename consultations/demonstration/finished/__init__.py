"""A second demonstration: a small consultation that has come to its end."""
