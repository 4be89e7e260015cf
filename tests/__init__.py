"""Tests: one file per module, and whole submissions end to end."""
