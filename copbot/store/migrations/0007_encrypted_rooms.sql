-- Encrypted rooms: what somebody was told there of how they work, so that nobody hears it again and again.

CREATE TABLE hints (
  room TEXT NOT NULL,                   -- in which room | nobody | 30 days after at | no | row
  member TEXT NOT NULL,                 -- who was told; nobody in a room that did not accept the notice | member | 30 days after at | yes | row
  hint TEXT NOT NULL,                   -- what of: said in the clear, tapped in vain, could not be read | member | 30 days after at | yes | row
  at TEXT NOT NULL,                     -- when | nobody | 30 days after at | yes | row
  PRIMARY KEY (room, member, hint)
) STRICT, WITHOUT ROWID;
CREATE INDEX hints_at ON hints (at);

-- Rooms that were encrypted while copbot was silent in such rooms: it takes part again, so their digest rings again.
-- An alarm that is due at once sets the first real one.
INSERT OR IGNORE INTO alarms (name, at, room, purpose, payload)
  SELECT 'digest:' || room, '2000-01-01T00:00:00.000000+00:00', room, 'digest', '' FROM rooms
  WHERE joined AND accepted IS NOT NULL AND direct_with IS NULL AND encrypted;
