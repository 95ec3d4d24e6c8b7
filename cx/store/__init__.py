"""From a plan to a database: loads in one transaction, facts rebuilt with them, nothing half done."""
