"""Database engines: Piccolo's own, made durable and quick under many writers."""
