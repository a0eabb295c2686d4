"""Arrays in, arrays out: intervals, paired comparisons and warm-up detection."""
