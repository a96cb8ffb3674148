"""What other programs read: the Atom feed and the calendar of a consultation."""
