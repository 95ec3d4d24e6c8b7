"""Outside-In: an executive dashboard that looks at the company from the customer's side."""
