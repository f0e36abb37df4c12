"""Rituals: how a group talks so that everybody is heard. Pure: no clock, no chance, no network, no storage
in here."""
