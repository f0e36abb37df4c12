"""The only door to APScheduler: an alarm clock. What is due stands in the database; this only wakes us in time."""
