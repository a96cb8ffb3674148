"""``python -m server`` is ``rembuk``."""

from server.commands import rembuk

rembuk()
