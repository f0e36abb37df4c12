-- Polls and their ballots. What stands behind every column is said in 0001_first.sql.

CREATE TABLE polls (
  room TEXT NOT NULL,                   -- in which room | nobody | 90 days after ended | yes | row
  number INTEGER NOT NULL,              -- its number | nobody | 90 days after ended | yes | row
  method TEXT NOT NULL,                 -- how it is counted | nobody | 90 days after ended | yes | row
  starter TEXT NOT NULL,                -- who asked for it | starter | 90 days after ended | yes | row
  question TEXT,                        -- what is asked | starter | 90 days after ended | yes | blank
  source TEXT,                          -- the message that asked it | starter | 90 days after ended | no | row
  options TEXT NOT NULL,                -- what can be chosen, by id, as JSON | starter | 90 days after ended | yes | blank
  options_source TEXT,                  -- the message that gave the options | starter | 90 days after ended | no | row
  version INTEGER NOT NULL,             -- how often its words were corrected | nobody | 90 days after ended | no | row
  phase TEXT NOT NULL,                  -- open, closed or gone | nobody | 90 days after ended | no | row
  opening TEXT NOT NULL,                -- the message that opened it | nobody | 90 days after ended | no | row
  closing TEXT,                         -- the message that ended it | nobody | 90 days after ended | no | row
  outcome TEXT,                         -- the message that tells the outcome | nobody | 90 days after ended | no | row
  deadline TEXT NOT NULL,               -- when it ends by itself | nobody | 90 days after ended | no | row
  limited INTEGER NOT NULL,             -- whether its starter named that time | nobody | 90 days after ended | no | row
  opened TEXT NOT NULL,                 -- when it was opened | nobody | 90 days after ended | yes | row
  ended TEXT,                           -- when it ended | nobody | 90 days after ended | yes | row
  PRIMARY KEY (room, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX polls_open ON polls (room, number) WHERE ended IS NULL;
CREATE INDEX polls_ended ON polls (ended);
CREATE INDEX polls_opening ON polls (opening);
CREATE INDEX polls_source ON polls (source);
CREATE INDEX polls_options_source ON polls (options_source);

CREATE TABLE ballots (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- order of arrival | nobody | with polls | no | row
  event TEXT NOT NULL UNIQUE,           -- the vote, tapped or typed: removing it brings the earlier one back | member | with polls | no | row
  room TEXT NOT NULL,                   -- in which room | nobody | with polls.room | yes | row
  poll INTEGER NOT NULL,                -- in which poll | nobody | with polls.number | yes | row
  member TEXT NOT NULL,                 -- who voted | member | with polls | yes | row
  selections TEXT NOT NULL              -- for what, by id, as JSON; nothing: withdrawn | member | with polls | yes | row
) STRICT;
CREATE INDEX ballots_poll ON ballots (room, poll, id);
