"""Outside systems, a module each: they send, they do not decide."""
