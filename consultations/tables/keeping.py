"""What happens to a row when one it refers to would be deleted."""

from piccolo.columns.base import OnDelete

# Nothing said in a consultation may vanish because something else was deleted, so the database
# itself refuses; erasing personal data is an act of its own, never a cascade.
KEEP = OnDelete.restrict
