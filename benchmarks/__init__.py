"""What it costs against a named baseline: ratios printed side by side, never a timed test."""
