"""A rehearsal: a script played in the terminal, sped up, with made-up members, before real people meet it.

Nothing of copbot is imitated: the engine, the courier, the database and the texts are those that run. Only what is
around copbot is made up: the homeserver is a crowd in memory, the clock jumps from one moment in which something happens
to the next, lots are dealt in a fixed order, and the members say what members might.
"""
