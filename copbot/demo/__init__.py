"""A real homeserver and made-up members, so that copbot can be seen and tested without anybody's account."""
