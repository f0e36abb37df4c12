"""The heart of the house: facts, wishes, machines and text ids. No input or output, no clock, no chance."""
