"""From metric values to findings: what changed, how sure that is, and what moved it."""
