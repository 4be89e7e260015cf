"""Measures: the rules that papers alone prove, one module per family; each gives what `validators.counting` registers."""
