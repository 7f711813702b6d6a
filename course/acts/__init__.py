"""What people do: one module a verb, one rule each, whoever calls it (page, command, demonstration)."""
