"""One module per outside reader; each states the limits it guards."""
