-- Reminders, and what people say going before what the clock says. The words behind every column are those of 0001.

CREATE TABLE reminders (
  room TEXT NOT NULL,                   -- in which room or direct chat | nobody | 30 days after ended | yes | row
  number INTEGER NOT NULL,              -- its number | nobody | 30 days after ended | yes | row
  member TEXT NOT NULL,                 -- who asked for it | member | 30 days after ended | yes | row
  private INTEGER NOT NULL,             -- whether it was asked for in a direct chat | nobody | 30 days after ended | yes | row
  words TEXT,                           -- of what it reminds | member | 30 days after ended | yes | blank
  source TEXT,                          -- the message that said so | member | 30 days after ended | no | row
  rule TEXT,                            -- how it repeats: an RFC 5545 rule | member | 30 days after ended | yes | row
  start TEXT NOT NULL,                  -- its first occurrence, local wall time | member | 30 days after ended | yes | row
  zone TEXT NOT NULL,                   -- the time zone of that wall | nobody | 30 days after ended | yes | row
  wall TEXT NOT NULL,                   -- its next occurrence, local wall time | member | 30 days after ended | yes | row
  due TEXT NOT NULL,                    -- the same as a moment | member | 30 days after ended | yes | row
  standing TEXT NOT NULL,               -- waiting, told or cancelled | nobody | 30 days after ended | yes | row
  again TEXT,                           -- when it is repeated because somebody asked for that | nobody | 30 days after ended | yes | row
  ended TEXT,                           -- since when nothing more is to come | nobody | 30 days after ended | yes | row
  PRIMARY KEY (room, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX reminders_coming ON reminders (room, due, number) WHERE ended IS NULL;
CREATE INDEX reminders_member ON reminders (room, member) WHERE ended IS NULL;
CREATE INDEX reminders_source ON reminders (source);
CREATE INDEX reminders_ended ON reminders (ended);

CREATE TABLE snoozes (
  room TEXT NOT NULL,                   -- in which room | nobody | with reminders.room | yes | row
  number INTEGER NOT NULL,              -- which reminder | nobody | with reminders.number | yes | row
  member TEXT NOT NULL,                 -- who wants to hear it again | member | with reminders | yes | row
  PRIMARY KEY (room, number, member)
) STRICT, WITHOUT ROWID;

CREATE INDEX inbox_people ON inbox (room, id) WHERE sender <> '';
CREATE INDEX inbox_clock ON inbox (id) WHERE sender = '';
