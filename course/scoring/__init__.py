"""What answers and decisions are worth: pure functions, exact fractions, no database and no pages."""
