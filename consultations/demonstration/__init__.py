"""The demonstration consultation: written for Rembuk, with the answer key that tests use."""
