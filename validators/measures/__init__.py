"""Measures: the rules that papers alone prove, one module per family; `validators.counting` registers them."""
