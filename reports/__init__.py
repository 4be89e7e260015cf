"""From a report to the papers people use."""
