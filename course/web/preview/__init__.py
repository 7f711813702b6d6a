"""A text that nobody published yet, on the pages of an officer who does not exist.

Nothing is kept of it: the road through a case and the answers to a quiz stand in the address of the page, where they
are looked at before they are believed. No parameter names a person, and none is asked for.
"""
