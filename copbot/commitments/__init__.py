"""What members promise each other: the ladder from "it can't be done" to "I support you"."""
