"""The response matrix as files: written for ministries, edited offline, and read back."""
