"""Meetings: once or again and again, moved and cancelled as a whole or one by one; who comes, and when the room is told."""
