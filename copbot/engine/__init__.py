"""The engine: takes facts from the inbox, finds out what they mean, and carries out what is wished for, once."""
