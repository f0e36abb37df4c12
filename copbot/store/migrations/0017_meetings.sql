-- Meetings, what was changed about single times of them, who comes, and how they took place. Behind every column stands
-- its entry in the inventory, see 0001_first.sql.

CREATE TABLE meetings (
  room TEXT NOT NULL,                   -- in which room | nobody | 365 days after ended | yes | row
  number INTEGER NOT NULL,              -- its number | nobody | 365 days after ended | yes | row
  title TEXT,                           -- what it is called | member | 365 days after ended | yes | blank
  source TEXT,                          -- the message that called it so | member | 365 days after ended | no | row
  place TEXT,                           -- where it is, or a link | member | 365 days after ended | yes | blank
  place_source TEXT,                    -- the message that said where | member | 365 days after ended | no | row
  member TEXT NOT NULL,                 -- who called it | member | 365 days after ended | yes | row
  host TEXT NOT NULL,                   -- who receives people | host | 365 days after ended | yes | row
  rule TEXT,                            -- how it repeats: an RFC 5545 rule | nobody | 365 days after ended | yes | row
  start TEXT NOT NULL,                  -- its first occurrence, local wall time | nobody | 365 days after ended | yes | row
  zone TEXT NOT NULL,                   -- the time zone of that wall | nobody | 365 days after ended | yes | row
  minutes INTEGER NOT NULL,             -- how long it lasts | nobody | 365 days after ended | yes | row
  excepted TEXT NOT NULL,               -- occurrences that it leaves out, local wall times, as JSON | nobody | 365 days after ended | yes | row
  uid TEXT NOT NULL,                    -- its name in calendars, by chance | nobody | 365 days after ended | no | row
  sequence INTEGER NOT NULL,            -- how often it was changed | nobody | 365 days after ended | no | row
  standing TEXT NOT NULL,               -- planned, cancelled or over | nobody | 365 days after ended | yes | row
  reminders TEXT,                       -- how long before it the room is told; nothing: as its settings say | nobody | 365 days after ended | yes | row
  key TEXT NOT NULL,                    -- the message that shows it | nobody | 365 days after ended | no | row
  called TEXT NOT NULL,                 -- when it was called | nobody | 365 days after ended | yes | row
  told TEXT NOT NULL,                   -- until when all there was to tell has been told | nobody | 365 days after ended | no | row
  due TEXT,                             -- when there is something to tell again | nobody | 365 days after ended | no | row
  wall TEXT,                            -- the same, local wall time | nobody | 365 days after ended | no | row
  ended TEXT,                           -- since when nothing more is to come | nobody | 365 days after ended | yes | row
  PRIMARY KEY (room, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX meetings_planned ON meetings (room, number) WHERE ended IS NULL;
CREATE INDEX meetings_ended ON meetings (ended);
CREATE INDEX meetings_source ON meetings (source);
CREATE INDEX meetings_place ON meetings (place_source);

CREATE TABLE meeting_changes (
  room TEXT NOT NULL,                   -- in which room | nobody | with meetings.room | yes | row
  number INTEGER NOT NULL,              -- of which meeting | nobody | with meetings.number | yes | row
  occurrence TEXT NOT NULL,             -- which time was changed: as the meeting itself has it, local wall time | nobody | with meetings | yes | row
  member TEXT NOT NULL,                 -- who changed it | member | with meetings | yes | row
  wall TEXT,                            -- when it is instead, local wall time; nothing: cancelled | nobody | with meetings | yes | row
  minutes INTEGER,                      -- how long it lasts then | nobody | with meetings | yes | row
  place TEXT,                           -- where it is then | member | with meetings | yes | blank
  place_source TEXT,                    -- the message that said where | member | with meetings | no | row
  sequence INTEGER NOT NULL,            -- which change of the meeting it was | nobody | with meetings | no | row
  PRIMARY KEY (room, number, occurrence)
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_changes_place ON meeting_changes (place_source);

CREATE TABLE meeting_answers (
  room TEXT NOT NULL,                   -- in which room | nobody | 90 days after over | yes | row
  number INTEGER NOT NULL,              -- to which meeting | nobody | 90 days after over | yes | row
  occurrence TEXT NOT NULL,             -- to which time of it, local wall time | nobody | 90 days after over | yes | row
  member TEXT NOT NULL,                 -- who answered | member | 90 days after over | yes | row
  answer TEXT NOT NULL,                 -- yes, maybe or no | member | 90 days after over | yes | row
  event TEXT NOT NULL,                  -- the reaction or message that says so: removing it withdraws the answer | member | 90 days after over | no | row
  at TEXT NOT NULL,                     -- when | member | 90 days after over | yes | row
  over TEXT NOT NULL,                   -- when that time ends | nobody | 90 days after over | no | row
  PRIMARY KEY (room, number, occurrence, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_answers_event ON meeting_answers (event);
CREATE INDEX meeting_answers_over ON meeting_answers (over);

CREATE TABLE meeting_held (
  room TEXT NOT NULL,                   -- in which room | nobody | with meetings.room | yes | row
  number INTEGER NOT NULL,              -- which meeting | nobody | with meetings.number | yes | row
  occurrence TEXT NOT NULL,             -- which time of it, local wall time | nobody | with meetings | yes | row
  announced TEXT,                       -- when the room was told that it begins | nobody | with meetings | yes | row
  started TEXT,                         -- when somebody began it | leader | with meetings | yes | row
  ended TEXT,                           -- when it was over | nobody | with meetings | yes | row
  leader TEXT,                          -- who led it | leader | with meetings | yes | row
  how TEXT,                             -- in the chat, in one room, or by video | nobody | with meetings | yes | row
  ritual INTEGER,                       -- the ritual that ran it | nobody | with meetings | no | row
  key TEXT,                             -- the message that told that it begins | nobody | with meetings | no | row
  PRIMARY KEY (room, number, occurrence)
) STRICT, WITHOUT ROWID;
