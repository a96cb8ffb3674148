"""Letters by e-mail: composed, sent through an SMTP server, and told to whom they concern."""
