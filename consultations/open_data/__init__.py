"""The open-data package of a consultation: what everyone may read, as tables for machines."""
