"""From settings to tables: replications, comparisons, run folders."""
