-- What copbot needs to read and write in encrypted rooms. Behind every column stands its entry in the inventory, see 0001_first.sql.
-- Every key in here is itself encrypted, under a key that stands in a file of its own.

CREATE TABLE olm_sessions (
  peer TEXT NOT NULL,                   -- public key of the other device of a conversation between two devices | nobody | 180 days after used | no | never
  session TEXT NOT NULL,                -- which one | nobody | 180 days after used | no | never
  pickle TEXT NOT NULL,                 -- its keys, encrypted | nobody | 180 days after used | no | never
  used TEXT NOT NULL,                   -- when it last served | nobody | 180 days after used | no | never
  PRIMARY KEY (peer, session)
) STRICT, WITHOUT ROWID;
CREATE INDEX olm_sessions_used ON olm_sessions (used);

CREATE TABLE group_sessions (
  room TEXT NOT NULL,                   -- room of which it reads one device's messages | nobody | 60 days after since | no | never
  session TEXT NOT NULL,                -- which one | nobody | 60 days after since | no | never
  peer TEXT NOT NULL,                   -- public key of that device | nobody | 60 days after since | no | never
  signing TEXT NOT NULL,                -- its other public key | nobody | 60 days after since | no | never
  owner TEXT NOT NULL,                  -- keyed hash of whose device it was seen to be | nobody | 60 days after since | no | never
  first INTEGER NOT NULL,               -- the first message that it reads | nobody | 60 days after since | no | never
  pickle TEXT NOT NULL,                 -- its keys, encrypted | nobody | 60 days after since | no | never
  since TEXT NOT NULL,                  -- when it came | nobody | 60 days after since | no | never
  PRIMARY KEY (room, session, peer)     -- anybody in the room can pass on another's keys as their own
) STRICT, WITHOUT ROWID;
CREATE INDEX group_sessions_since ON group_sessions (since);

CREATE TABLE group_indexes (
  room TEXT NOT NULL,                   -- room of a message that was read | nobody | with group_sessions.room | no | never
  session TEXT NOT NULL,                -- with which keys | nobody | with group_sessions.session | no | never
  number INTEGER NOT NULL,              -- the message's place among those of its keys | nobody | with group_sessions | no | never
  event TEXT NOT NULL,                  -- its event, so that no other counts as the same message | nobody | with group_sessions | no | never
  PRIMARY KEY (room, session, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE sealed (
  event TEXT PRIMARY KEY,               -- event of a message for which copbot has no key yet | sender | 14 days after at | no | row
  room TEXT NOT NULL,                   -- where it stands | nobody | 14 days after at | no | row
  sender TEXT NOT NULL,                 -- who sent it | sender | 14 days after at | no | row
  session TEXT NOT NULL,                -- which key would open it | nobody | 14 days after at | no | row
  raw TEXT NOT NULL,                    -- the message as it came, encrypted | sender | 14 days after at | no | row
  at TEXT NOT NULL                      -- when it came | nobody | 14 days after at | no | row
) STRICT, WITHOUT ROWID;
CREATE INDEX sealed_session ON sealed (room, session);
CREATE INDEX sealed_sender ON sealed (sender);
CREATE INDEX sealed_at ON sealed (at);
