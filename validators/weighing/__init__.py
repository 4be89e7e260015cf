"""Weighing: every claim is held against its papers; one module per list."""
