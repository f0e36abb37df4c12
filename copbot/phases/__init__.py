"""The kinds of phases: what it means to be in a phase of a ritual. One file a kind, found by the registry."""
