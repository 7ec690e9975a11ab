"""Questions asked before: their structure kept as a tape of operations, run again on other numbers."""
