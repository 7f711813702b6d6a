"""What every room may use and what uses no room: configuration, refusals, ids, languages, the learner's key."""
