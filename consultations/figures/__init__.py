"""Figures about themes: pure arithmetic, and what is told of it in plain words."""
