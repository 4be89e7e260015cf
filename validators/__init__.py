"""From claims and records to findings, counts and verdicts."""
