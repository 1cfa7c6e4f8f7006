"""Keeping the library true to the texts it was coded from."""
