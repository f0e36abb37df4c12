"""The weekly digest: when it comes, what of a room's week it tells, and how much of that fits in one message."""
