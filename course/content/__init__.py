"""What trainers write, from bytes to typed documents. Pure: it knows nothing of the web or of the database."""
