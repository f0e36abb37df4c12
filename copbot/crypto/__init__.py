"""Encryption without the network: what Matrix's Olm and Megolm ask of a member, on vodozemac. Bytes in, bytes out."""
