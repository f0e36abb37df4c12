-- Agendas and minutes: what a room wants to talk about when it meets, what came of it, and what was said of that in a line.
-- Behind every column stands its entry in the inventory, see 0001_first.sql.

CREATE TABLE agenda_items (
  room TEXT NOT NULL,                   -- in which room | nobody | 365 days after ended | yes | row
  number INTEGER NOT NULL,              -- its number | nobody | 365 days after ended | yes | row
  words TEXT,                           -- what is to be talked about | member | 365 days after ended | yes | blank
  source TEXT,                          -- the message whose words they are | member | 365 days after ended | no | row
  member TEXT NOT NULL,                 -- who put it there | member | 365 days after ended | yes | row
  added TEXT NOT NULL,                  -- when | nobody | 365 days after ended | yes | row
  purpose TEXT,                         -- to hear, explore or decide | nobody | 365 days after ended | yes | row
  refers TEXT,                          -- what it refers to instead of words: an item or a decision | nobody | 365 days after ended | yes | row
  refers_to INTEGER,                    -- the number of that | nobody | 365 days after ended | yes | row
  meeting INTEGER,                      -- for which meeting; nothing: for the next one | nobody | 365 days after ended | yes | row
  carried INTEGER NOT NULL,             -- how many meetings did not come to it | nobody | 365 days after ended | yes | row
  standing TEXT NOT NULL,               -- open, done or dropped | nobody | 365 days after ended | yes | row
  ended TEXT,                           -- since when it is done or dropped | nobody | 365 days after ended | yes | row
  PRIMARY KEY (room, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX agenda_items_open ON agenda_items (room, number) WHERE ended IS NULL;
CREATE INDEX agenda_items_ended ON agenda_items (ended);
CREATE INDEX agenda_items_source ON agenda_items (source);

CREATE TABLE agenda_dealt (
  room TEXT NOT NULL,                   -- in which room | nobody | 365 days after at | yes | row
  meeting INTEGER NOT NULL,             -- at which meeting | nobody | 365 days after at | yes | row
  occurrence TEXT NOT NULL,             -- at which time of it, local wall time | nobody | 365 days after at | yes | row
  item INTEGER NOT NULL,                -- what became of which item of the agenda | nobody | 365 days after at | yes | row
  outcome TEXT NOT NULL,                -- done, carried or dropped | nobody | 365 days after at | yes | row
  at TEXT NOT NULL,                     -- when | nobody | 365 days after at | yes | row
  PRIMARY KEY (room, meeting, occurrence, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX agenda_dealt_at ON agenda_dealt (at);

CREATE TABLE minutes (
  room TEXT NOT NULL,                   -- in which room | nobody | 365 days after started | yes | row
  meeting INTEGER NOT NULL,             -- of which meeting | nobody | 365 days after started | yes | row
  occurrence TEXT NOT NULL,             -- of which time of it, local wall time | nobody | 365 days after started | yes | row
  started TEXT NOT NULL,                -- when it was opened | nobody | 365 days after started | yes | row
  leader TEXT NOT NULL,                 -- who opened it | leader | 365 days after started | yes | row
  how TEXT NOT NULL,                    -- in the chat, in one room, or by video | nobody | 365 days after started | yes | row
  ritual INTEGER NOT NULL,              -- what runs it | nobody | 365 days after started | no | row
  ended TEXT,                           -- when it was closed | nobody | 365 days after started | yes | row
  present TEXT NOT NULL,                -- how many were there, by role, as JSON | nobody | 365 days after started | yes | row
  expected TEXT NOT NULL,               -- how many had said that they would come, by role, as JSON | nobody | 365 days after started | yes | row
  key TEXT,                             -- the message that shows its minutes | nobody | 365 days after started | no | row
  PRIMARY KEY (room, meeting, occurrence)
) STRICT, WITHOUT ROWID;
CREATE INDEX minutes_room ON minutes (room, started);
CREATE INDEX minutes_started ON minutes (started);

CREATE TABLE minutes_lines (
  room TEXT NOT NULL,                   -- in which room | nobody | 365 days after at | yes | row
  meeting INTEGER NOT NULL,             -- in the minutes of which meeting | nobody | 365 days after at | yes | row
  occurrence TEXT NOT NULL,             -- of which time of it, local wall time | nobody | 365 days after at | yes | row
  number INTEGER NOT NULL,              -- in which order | nobody | 365 days after at | yes | row
  sort TEXT NOT NULL,                   -- agreement, objection, correction | nobody | 365 days after at | yes | row
  words TEXT,                           -- what was agreed, or what is to be corrected | member | 365 days after at | yes | blank
  source TEXT,                          -- the message whose words they are | member | 365 days after at | no | row
  member TEXT NOT NULL,                 -- who wrote it down | member | 365 days after at | yes | row
  at TEXT NOT NULL,                     -- when | nobody | 365 days after at | yes | row
  item INTEGER,                         -- about which item of the agenda | nobody | 365 days after at | yes | row
  PRIMARY KEY (room, meeting, occurrence, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX minutes_lines_at ON minutes_lines (at);
CREATE INDEX minutes_lines_source ON minutes_lines (source);
