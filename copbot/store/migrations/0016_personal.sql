-- Reminders that somebody set for themselves in a room ("remind me"). Behind every column stands its entry in the
-- inventory, see 0001_first.sql.

CREATE TABLE personal (
  room TEXT NOT NULL,                   -- in which room | nobody | with reminders.room | no | row
  number INTEGER NOT NULL,              -- which reminder its member meant for themselves: the digest is silent about it | nobody | with reminders.number | no | row
  PRIMARY KEY (room, number)
) STRICT, WITHOUT ROWID;
