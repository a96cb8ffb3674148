"""The multi combine scoring system: scorers, criteria and methods, combined and compared."""
