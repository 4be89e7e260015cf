"""Order, retries, the command line."""
