"""A case by forms: what each step of the guided start asks, read from the text of a case and written back to it."""
