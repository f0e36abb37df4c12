-- Who is away, who wants no direct messages, and up to when dates of support were asked about.
-- Behind every column stands its entry in the inventory, see 0001_first.sql.

CREATE TABLE away (
  member TEXT PRIMARY KEY,              -- who is away: gets no turns and no messages of copbot's own accord | member | 1 day after until | yes | row
  until TEXT NOT NULL                   -- until when; the year 2999: until they say to be back | member | 1 day after until | yes | row
) STRICT, WITHOUT ROWID;
CREATE INDEX away_until ON away (until);

CREATE TABLE stopped (
  member TEXT PRIMARY KEY               -- who wants no direct messages of copbot's own accord | member | until back | yes | row
) STRICT, WITHOUT ROWID;

-- Whose direct chat is which room is asked for every message that is held, and for every private one.
CREATE INDEX rooms_direct ON rooms (direct_with) WHERE direct_with IS NOT NULL;

CREATE TABLE dates (
  room TEXT NOT NULL,                   -- in which room | nobody | with items.room | no | row
  item INTEGER NOT NULL,                -- for which item | nobody | with items.number | no | row
  number INTEGER NOT NULL,              -- whose support, by its number within the item | nobody | with items | no | row
  through TEXT NOT NULL,                -- up to when its supporter was asked how it goes, so that nobody is asked twice | nobody | with items | no | row
  PRIMARY KEY (room, item, number)
) STRICT, WITHOUT ROWID;
