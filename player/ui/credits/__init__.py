"""The credits: everything that was earned on this computer, with totals by year and credit type."""
