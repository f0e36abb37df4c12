"""Encryption with the network and the store: everything in it is behind the Matrix door, so that the house need not know.

``door`` is what the sync loop and the sender see. What goes in and out is made and judged in ``copbot.crypto``.
"""
