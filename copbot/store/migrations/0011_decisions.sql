-- Consent decisions: proposals with what was said in their present round, and what was decided.
-- What stands behind every column is said in 0001_first.sql.

CREATE TABLE proposals (
  room TEXT NOT NULL,                   -- in which room | nobody | 90 days after ended | yes | row
  number INTEGER NOT NULL,              -- its number | nobody | 90 days after ended | yes | row
  proposer TEXT NOT NULL,               -- who proposes it | proposer | 90 days after ended | yes | row
  author TEXT NOT NULL,                 -- who wrote the present version | author | 90 days after ended | yes | row
  words TEXT,                           -- the present version | author | 90 days after ended | yes | blank
  source TEXT,                          -- the message whose words it is | author | 90 days after ended | no | row
  version INTEGER NOT NULL,             -- which version that is | nobody | 90 days after ended | yes | row
  turn INTEGER NOT NULL,                -- how many rounds there were | nobody | 90 days after ended | no | row
  phase TEXT NOT NULL,                  -- in which round it is, or how it ended | nobody | 90 days after ended | yes | row
  skipping INTEGER NOT NULL,            -- whether leaving out the rest of the round was proposed | nobody | 90 days after ended | no | row
  live INTEGER NOT NULL,                -- whether its rounds last minutes or days | nobody | 90 days after ended | no | row
  ritual INTEGER,                       -- the ritual whose consent phase it is in | nobody | 90 days after ended | no | row
  prompt TEXT NOT NULL,                 -- the message of the present round | nobody | 90 days after ended | no | row
  opened TEXT NOT NULL,                 -- when it was proposed | proposer | 90 days after ended | yes | row
  began TEXT NOT NULL,                  -- when the present round began | nobody | 90 days after ended | no | row
  deadline TEXT NOT NULL,               -- when the present round ends | nobody | 90 days after ended | no | row
  nudged INTEGER NOT NULL,              -- how often who was not heard in it was reminded | nobody | 90 days after ended | no | row
  ended TEXT,                           -- when nothing was waited for any more | nobody | 90 days after ended | yes | row
  PRIMARY KEY (room, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX proposals_open ON proposals (room, number) WHERE ended IS NULL;
CREATE INDEX proposals_ended ON proposals (ended);
CREATE INDEX proposals_source ON proposals (source);

CREATE TABLE voices (
  room TEXT NOT NULL,                   -- in which room | nobody | with proposals.room | yes | row
  proposal INTEGER NOT NULL,            -- about which proposal | nobody | with proposals.number | yes | row
  place INTEGER NOT NULL,               -- in which order | nobody | with proposals | no | row
  member TEXT NOT NULL,                 -- who said something in the present round | member | with proposals | yes | row
  stance TEXT NOT NULL,                 -- heard, consent, concern or objection | member | with proposals | yes | row
  words TEXT,                           -- why | member | with proposals | yes | blank
  source TEXT,                          -- the message whose words they are | member | with proposals | no | row
  PRIMARY KEY (room, proposal, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX voices_source ON voices (source);

CREATE TABLE decisions (
  room TEXT NOT NULL,                   -- in which room | nobody | 730 days after review | yes | row
  number INTEGER NOT NULL,              -- its number | nobody | 730 days after review | yes | row
  proposal INTEGER NOT NULL,            -- the proposal that was adopted | nobody | 730 days after review | yes | row
  version INTEGER NOT NULL,             -- which version of it | nobody | 730 days after review | yes | row
  proposer TEXT NOT NULL,               -- who proposed it | proposer | 730 days after review | yes | row
  words TEXT,                           -- what was decided | proposer | 730 days after review | yes | blank
  source TEXT,                          -- the message whose words it is | proposer | 730 days after review | no | row
  adopted TEXT NOT NULL,                -- when | nobody | 730 days after review | yes | row
  review TEXT NOT NULL,                 -- the local day on which it is looked at again | nobody | 730 days after review | yes | row
  heard INTEGER NOT NULL,               -- how many were heard | nobody | 730 days after review | yes | row
  members INTEGER NOT NULL,             -- of how many | nobody | 730 days after review | yes | row
  key TEXT NOT NULL,                    -- the message that told of it | nobody | 730 days after review | no | row
  PRIMARY KEY (room, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX decisions_coming ON decisions (room, review);
CREATE INDEX decisions_review ON decisions (review);
CREATE INDEX decisions_source ON decisions (source);

CREATE TABLE concerns (
  room TEXT NOT NULL,                   -- in which room | nobody | with decisions.room | yes | row
  decision INTEGER NOT NULL,            -- beside which decision | nobody | with decisions.number | yes | row
  place INTEGER NOT NULL,               -- in which order | nobody | with decisions | no | row
  member TEXT NOT NULL,                 -- whose concern it is | member | with decisions | yes | row
  words TEXT,                           -- what it is | member | with decisions | yes | blank
  source TEXT,                          -- the message whose words they are | member | with decisions | no | row
  PRIMARY KEY (room, decision, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX concerns_source ON concerns (source);

CREATE TABLE undertakings (
  room TEXT NOT NULL,                   -- in which room | nobody | with decisions.room | yes | row
  decision INTEGER NOT NULL,            -- for which decision | nobody | with decisions.number | yes | row
  item INTEGER NOT NULL,                -- the item of the ladder on which somebody offers to do it | nobody | with decisions | yes | row
  PRIMARY KEY (room, decision, item)
) STRICT, WITHOUT ROWID;
