-- The whole schema, with the inventory of what it keeps. Behind every column stands, parted by "|":
--   what it is for | whose it is | how long it is kept | whether the person gets it in an export | how it is erased
-- whose: nobody, or the column that names the person. kept: for how long, see copbot/store/inventory.py for the words.
-- Times are UTC, ISO 8601 to the microsecond, so that text order is time order.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,                -- name of a fact about this copbot: sync token, device id | nobody | always | no | never
  value TEXT NOT NULL                   -- its value | nobody | always | no | never
) STRICT;

CREATE TABLE keys (
  kind TEXT NOT NULL,                   -- kind of encryption key: account, session, group session | nobody | always | no | never
  name TEXT NOT NULL,                   -- which one | nobody | always | no | never
  pickle BLOB NOT NULL,                 -- the key, itself encrypted | nobody | always | no | never
  PRIMARY KEY (kind, name)
) STRICT;

CREATE TABLE rooms (
  room TEXT PRIMARY KEY,                -- Matrix id of the room | nobody | always | no | never
  joined INTEGER NOT NULL,              -- whether copbot is in it | nobody | always | no | never
  direct_with TEXT,                     -- whose direct chat it is | direct_with | while joined | yes | row
  encrypted INTEGER NOT NULL,           -- once encrypted, encrypted for ever | nobody | always | no | never
  settings TEXT NOT NULL,               -- language, time zone and habits, as JSON | nobody | always | no | never
  accepted TEXT,                        -- when the notice was accepted | nobody | always | no | never
  settled INTEGER NOT NULL,             -- whether the proposed settings were taken | nobody | always | no | never
  notice_key TEXT,                      -- copbot's own notice | nobody | always | no | never
  refused_on TEXT                       -- local date of the last "not yet accepted" | nobody | always | no | never
) STRICT;

CREATE TABLE inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- order of arrival | nobody | until handled | no | row
  room TEXT NOT NULL,                   -- where it happened | nobody | until handled | no | row
  sender TEXT NOT NULL,                 -- who did it | sender | until handled | no | row
  event TEXT NOT NULL UNIQUE,           -- its event id | nobody | until handled | no | row
  fact TEXT NOT NULL,                   -- what happened, as JSON, words included | sender | until handled | no | row
  at TEXT NOT NULL                      -- when it came in | nobody | until handled | no | row
) STRICT;
CREATE INDEX inbox_order ON inbox (room, id);

CREATE TABLE seen (
  event TEXT PRIMARY KEY,               -- an event that was handled, so that it is not handled again | nobody | 30 days after at | no | row
  at TEXT NOT NULL                      -- when | nobody | 30 days after at | no | row
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_at ON seen (at);

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- order in which it was wished | nobody | until sent | no | row
  txn TEXT NOT NULL UNIQUE,             -- transaction id towards the homeserver | nobody | until sent | no | row
  act TEXT NOT NULL,                    -- say, edit, react, retract, enter or quit | nobody | until sent | no | row
  lane TEXT NOT NULL,                   -- the room; a user id while that member's direct chat is still to be made | lane | until sent | no | row
  key TEXT,                             -- the logical message | nobody | until sent | no | row
  rev INTEGER NOT NULL,                 -- its revision | nobody | until sent | no | row
  turn INTEGER NOT NULL,                -- what people wait for goes before the rest | nobody | until sent | no | row
  body TEXT NOT NULL,                   -- what to send, as JSON, quoted words included | nobody | until sent | no | row
  not_before TEXT,                      -- hold it until | nobody | until sent | no | row
  tried TEXT,                           -- when it was first tried | nobody | until sent | no | row
  at TEXT NOT NULL                      -- when it was wished | nobody | until sent | no | row
) STRICT;
CREATE INDEX outbox_key ON outbox (key);
CREATE INDEX outbox_lane ON outbox (lane);
CREATE INDEX outbox_ready ON outbox (turn, lane, id) WHERE not_before IS NULL;
CREATE INDEX outbox_held ON outbox (not_before) WHERE not_before IS NOT NULL;

CREATE TABLE messages (
  key TEXT PRIMARY KEY,                 -- a logical message of copbot's | nobody | 400 days after at or longer | no | row
  room TEXT,                            -- where it stands | nobody | 400 days after at or longer | no | row
  member TEXT,                          -- in whose direct chat | member | 400 days after at or longer | no | row
  scope TEXT,                           -- the room that it is about | nobody | 400 days after at or longer | no | row
  event TEXT,                           -- its first event, once sent | nobody | 400 days after at or longer | no | row
  rev INTEGER NOT NULL,                 -- its newest revision | nobody | 400 days after at or longer | no | row
  kind TEXT NOT NULL,                   -- its kind | nobody | 400 days after at or longer | no | row
  about TEXT,                           -- what it is about: item, ritual, notice … | nobody | 400 days after at or longer | no | row
  number INTEGER NOT NULL,              -- the number of that | nobody | 400 days after at or longer | no | row
  thread TEXT,                          -- the root of its thread | nobody | 400 days after at or longer | no | row
  retracted INTEGER NOT NULL,           -- whether it was removed | nobody | 400 days after at or longer | no | row
  at TEXT NOT NULL                      -- when it was last wished | nobody | 400 days after at or longer | no | row
) STRICT;
CREATE INDEX messages_at ON messages (at);
CREATE INDEX messages_unsent ON messages (member) WHERE event IS NULL;

CREATE TABLE revisions (
  event TEXT PRIMARY KEY,               -- an event that copbot sent | nobody | with messages | no | row
  key TEXT NOT NULL,                    -- the logical message that it belongs to | nobody | with messages.key | no | row
  at TEXT NOT NULL                      -- when it was sent | nobody | with messages | no | row
) STRICT, WITHOUT ROWID;
CREATE INDEX revisions_key ON revisions (key);

CREATE TABLE quotes (
  source TEXT NOT NULL,                 -- an event whose words copbot quotes | nobody | with messages | no | row
  key TEXT NOT NULL,                    -- the message that quotes them | nobody | with messages.key | no | row
  at TEXT NOT NULL,                     -- when | nobody | with messages | no | row
  PRIMARY KEY (source, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX quotes_key ON quotes (key);

CREATE TABLE taps (
  event TEXT PRIMARY KEY,               -- a reaction that counted | nobody | 90 days after at | no | row
  room TEXT NOT NULL,                   -- where | nobody | 90 days after at | no | row
  member TEXT NOT NULL,                 -- whose | member | 90 days after at | yes | row
  key TEXT NOT NULL,                    -- the message tapped on | nobody | 90 days after at | no | row
  emoji TEXT NOT NULL,                  -- which | member | 90 days after at | yes | row
  at TEXT NOT NULL                      -- when copbot took it in | nobody | 90 days after at | yes | row
) STRICT, WITHOUT ROWID;
CREATE INDEX taps_at ON taps (at);

CREATE TABLE questions (
  key TEXT PRIMARY KEY,                 -- the message that asks | nobody | 1 day after until | no | row
  scope TEXT NOT NULL,                  -- the room that it is about | nobody | 1 day after until | no | row
  room TEXT,                            -- where it was asked | nobody | 1 day after until | no | row
  asked TEXT NOT NULL,                  -- who may answer | asked | 1 day after until | no | row
  thread TEXT,                          -- in which thread | nobody | 1 day after until | no | row
  options TEXT NOT NULL,                -- the numbered answers, as JSON | asked | 1 day after until | no | row
  free TEXT,                            -- what a text in answer means, as JSON | asked | 1 day after until | no | row
  anyone INTEGER NOT NULL,              -- whether others may answer by reply | nobody | 1 day after until | no | row
  source TEXT,                          -- the message whose words the options repeat | nobody | 1 day after until | no | row
  stays INTEGER NOT NULL,               -- whether it may be answered more than once | nobody | 1 day after until | no | row
  fresh INTEGER NOT NULL,               -- whether the next message in the direct chat is its answer | nobody | 1 day after until | no | row
  until TEXT NOT NULL                   -- when it lapses | nobody | 1 day after until | no | row
) STRICT;
CREATE INDEX questions_asked ON questions (asked, until);
CREATE INDEX questions_source ON questions (source) WHERE source IS NOT NULL;

CREATE TABLE alarms (
  name TEXT PRIMARY KEY,                -- which alarm | nobody | until handled | no | row
  at TEXT NOT NULL,                     -- when it is due | nobody | until handled | no | row
  room TEXT NOT NULL,                   -- for which room | nobody | until handled | no | row
  purpose TEXT NOT NULL,                -- what for | nobody | until handled | no | row
  payload TEXT NOT NULL                 -- with what | nobody | until handled | no | row
) STRICT;
CREATE INDEX alarms_at ON alarms (at);

CREATE TABLE roles (
  room TEXT NOT NULL,                   -- in which room | nobody | while joined | yes | row
  member TEXT NOT NULL,                 -- who | member | while joined | yes | row
  role TEXT NOT NULL,                   -- brings what: gives order of speaking | member | while joined | yes | row
  PRIMARY KEY (room, member, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE hosts (
  room TEXT NOT NULL,                   -- in which room | nobody | while joined | yes | row
  member TEXT NOT NULL,                 -- who was named host | member | while joined | yes | row
  PRIMARY KEY (room, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE counts (
  room TEXT NOT NULL,                   -- in which room | nobody | always | no | never
  kind TEXT NOT NULL,                   -- what is counted | nobody | always | no | never
  last INTEGER NOT NULL,                -- the last number given out | nobody | always | no | never
  PRIMARY KEY (room, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE items (
  room TEXT NOT NULL,                   -- in which room | nobody | 365 days after closed | yes | row
  number INTEGER NOT NULL,              -- its number | nobody | 365 days after closed | yes | row
  opener TEXT NOT NULL,                 -- who was heard | opener | 365 days after closed | yes | row
  words TEXT,                           -- what cannot be done | opener | 365 days after closed | yes | blank
  source TEXT,                          -- the message that said so | opener | 365 days after closed | no | row
  rung TEXT NOT NULL,                   -- cannot, may or support | nobody | 365 days after closed | yes | row
  status TEXT NOT NULL,                 -- open, helped or closed | nobody | 365 days after closed | yes | row
  obstacle TEXT,                        -- what kind of threshold | opener | 365 days after closed | yes | blank
  ground TEXT,                          -- why it may | ground_by | 365 days after closed | yes | blank
  ground_by TEXT,                       -- who found that | ground_by | 365 days after closed | yes | blank
  ground_source TEXT,                   -- the message that said so | ground_by | 365 days after closed | no | row
  checked INTEGER NOT NULL,             -- whether the ground was confirmed | nobody | 365 days after closed | yes | row
  decider TEXT,                         -- who decides on it, as it was said | ground_by | 365 days after closed | yes | blank
  decider_source TEXT,                  -- the message that said so | ground_by | 365 days after closed | no | row
  opened TEXT NOT NULL,                 -- when it was opened | nobody | 365 days after closed | yes | row
  changed TEXT NOT NULL,                -- when it last moved | nobody | 365 days after closed | yes | row
  closed TEXT,                          -- when it was closed | nobody | 365 days after closed | yes | row
  PRIMARY KEY (room, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX items_closed ON items (closed);
CREATE INDEX items_status ON items (room, status);
CREATE INDEX items_opener ON items (room, opener, status);
CREATE INDEX items_source ON items (source);
CREATE INDEX items_ground ON items (ground_source);
CREATE INDEX items_decider ON items (decider_source);

CREATE TABLE pledges (
  room TEXT NOT NULL,                   -- in which room | nobody | with items.room | yes | row
  item INTEGER NOT NULL,                -- for which item | nobody | with items.number | yes | row
  number INTEGER NOT NULL,              -- its number within the item | nobody | with items | yes | row
  member TEXT NOT NULL,                 -- who supports | member | with items | yes | row
  words TEXT,                           -- what with | member | with items | yes | blank
  source TEXT,                          -- the message that said so | member | with items | no | row
  due TEXT,                             -- by when: a date or a time | member | with items | yes | row
  standing TEXT NOT NULL,               -- offered, welcome, done, released or declined | member | with items | yes | row
  behalf TEXT,                          -- for oneself or for one's organisation | member | with items | yes | row
  PRIMARY KEY (room, item, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX pledges_member ON pledges (room, member);
CREATE INDEX pledges_standing ON pledges (room, member, standing);
CREATE INDEX pledges_source ON pledges (source);

CREATE TABLE moves (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- order | nobody | with items | no | row
  room TEXT NOT NULL,                   -- in which room | nobody | with items.room | yes | row
  item INTEGER NOT NULL,                -- of which item | nobody | with items.number | yes | row
  at TEXT NOT NULL,                     -- when | nobody | with items | yes | row
  member TEXT NOT NULL,                 -- who moved it | member | with items | yes | row
  move TEXT NOT NULL,                   -- which move | nobody | with items | yes | row
  why TEXT,                             -- why, in their words | member | with items | yes | blank
  source TEXT                           -- the message that said so | member | with items | no | row
) STRICT;
CREATE INDEX moves_item ON moves (room, item);
CREATE INDEX moves_source ON moves (source);

CREATE TABLE rituals (
  room TEXT NOT NULL,                   -- in which room | nobody | 90 days after ended | no | row
  number INTEGER NOT NULL,              -- its number | nobody | 90 days after ended | no | row
  script TEXT NOT NULL,                 -- which ritual | nobody | 90 days after ended | no | row
  facilitator TEXT NOT NULL,            -- who leads it | facilitator | 90 days after ended | yes | row
  question TEXT,                        -- what is asked | facilitator | 90 days after ended | yes | blank
  source TEXT,                          -- the message that asked it | facilitator | 90 days after ended | no | row
  state TEXT NOT NULL,                  -- how it stands, as JSON: who spoke, who passed | members in it | 90 days after ended | no | row
  opening TEXT NOT NULL,                -- its opening message | nobody | 90 days after ended | no | row
  threaded INTEGER NOT NULL,            -- whether its middle part stands in a thread | nobody | 90 days after ended | no | row
  started TEXT NOT NULL,                -- when it was opened | nobody | 90 days after ended | no | row
  acted TEXT NOT NULL,                  -- when the facilitator last did something | facilitator | 90 days after ended | no | row
  prompt TEXT,                          -- the message that now prompts | nobody | 90 days after ended | no | row
  outcome TEXT,                         -- its outcome message | nobody | 90 days after ended | no | row
  ended TEXT,                           -- when it ended | nobody | 90 days after ended | no | row
  PRIMARY KEY (room, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX rituals_ended ON rituals (ended);
CREATE INDEX rituals_source ON rituals (source);

CREATE TABLE contributions (
  event TEXT PRIMARY KEY,               -- the message | member | 90 days after at | no | row
  room TEXT NOT NULL,                   -- in which room | nobody | 90 days after at | yes | row
  ritual INTEGER NOT NULL,              -- in which ritual | nobody | 90 days after at | yes | row
  member TEXT NOT NULL,                 -- whose turn it was | member | 90 days after at | yes | row
  words TEXT NOT NULL,                  -- what was said | member | 90 days after at | yes | row
  at TEXT NOT NULL,                     -- when copbot took it in | member | 90 days after at | yes | row
  revision TEXT                         -- the edit that the words are from | member | 90 days after at | no | row
) STRICT, WITHOUT ROWID;
CREATE INDEX contributions_ritual ON contributions (room, ritual, at);
CREATE INDEX contributions_at ON contributions (at);
CREATE INDEX contributions_revision ON contributions (revision);

CREATE TABLE focus (
  member TEXT PRIMARY KEY,              -- whose direct chat | member | 1 day after until | no | row
  room TEXT NOT NULL,                   -- is about which room | member | 1 day after until | no | row
  until TEXT NOT NULL                   -- until when | nobody | 1 day after until | no | row
) STRICT, WITHOUT ROWID;

CREATE TABLE arrivals (
  id INTEGER PRIMARY KEY,               -- one invitation that was taken | nobody | 1 day after at | no | row
  room TEXT NOT NULL,                   -- into which room | nobody | 1 day after at | no | row
  inviter TEXT NOT NULL,                -- by whom, as a keyed hash: holds a flood of invitations | nobody | 1 day after at | no | row
  direct_with TEXT,                     -- whose direct chat it is to be, until copbot is in | direct_with | 1 day after at | no | row
  at TEXT NOT NULL                      -- for when it was let in | nobody | 1 day after at | no | row
) STRICT;
CREATE INDEX arrivals_inviter ON arrivals (inviter, at);
CREATE INDEX arrivals_room ON arrivals (room);
CREATE INDEX arrivals_at ON arrivals (at);
