"""Leading a ritual: moves go to the machine, what they mean is asked of the kind of phase, and what came of it is told."""
