-- What came of rituals that are told nowhere: what got a number in the room while one ran. Kept apart from the things
-- themselves, so that one place says what digests, minutes and lists leave out, and nothing that writes them has to know.
-- Behind every column stands its entry in the inventory, see 0001_first.sql.

CREATE TABLE unreported (
  room TEXT NOT NULL,                   -- in which room | nobody | while used | no | row
  kind TEXT NOT NULL,                   -- what it is: item, poll, proposal, decision, reminder, … | nobody | while used | no | row
  number INTEGER NOT NULL,              -- its number among those | nobody | while used | no | row
  PRIMARY KEY (room, kind, number)
) STRICT, WITHOUT ROWID;
