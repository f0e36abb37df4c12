-- With whom a member would rather not be put together by lot. It is told to nobody, not in an export of the other either.
-- Behind every column stands its entry in the inventory, see 0001_first.sql.

CREATE TABLE rather_nots (
  room TEXT NOT NULL,                   -- in which room | nobody | 30 days after gone | yes | row
  member TEXT NOT NULL,                 -- who said so, and the only one who ever sees it | member | 30 days after gone | yes | row
  other TEXT NOT NULL,                  -- with whom, never told to them | member | 30 days after gone | yes | row
  gone TEXT,                            -- since when one of the two is out of the room; until then it stays | nobody | 30 days after gone | no | row
  PRIMARY KEY (room, member, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX rather_nots_gone ON rather_nots (gone) WHERE gone IS NOT NULL;
