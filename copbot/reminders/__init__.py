"""Reminders: what somebody wants to hear at a time, once or again and again; pure rules about when, and no words."""
