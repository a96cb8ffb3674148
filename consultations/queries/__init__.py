"""Reads that pages share. Each returns plain frozen values; none writes."""
