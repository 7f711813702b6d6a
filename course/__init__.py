"""Terreno Comum (Common Ground): a course for police officers and the equality body. See docs/ and README.md."""
