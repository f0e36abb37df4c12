"""Consent decisions: a proposal on its way through its rounds, who is to be heard, and what was decided. Pure."""
