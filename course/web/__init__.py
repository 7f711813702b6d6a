"""The kit of the pages: guard, transaction, languages, errors, and the templates that several areas share."""
