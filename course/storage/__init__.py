"""Rows and queries: what is kept, in three stores of one database. Knows nothing of content, scores or pages.

`models/` holds one file a noun; the modules beside this one hold the queries of each noun: plain functions that take
the Session first and never commit. `engine.Database` gives the sessions; `migrate` makes the tables.
"""
