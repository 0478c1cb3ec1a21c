"""huashu (话术): reads a debtor's excuse, shows one lawful line and the next move, records the exchange."""
