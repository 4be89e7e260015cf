"""From bytes to records: unpack, read, classify, extract."""
