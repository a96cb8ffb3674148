"""Questionnaires: prepared, answered, counted."""
