"""Numbered changes of the tables, in order; one that has landed is never edited."""
