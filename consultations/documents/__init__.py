"""Reads drafts that arrive as files: Word, OpenDocument, Markdown and plain text."""
