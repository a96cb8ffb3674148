"""Innovations and their replications: kept, linked, exchanged."""
