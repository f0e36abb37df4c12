-- Rituals run by scripts: what a ritual runs stays what it was when it opened, over changes of the file and upgrades. A
-- ritual from before has none; it is a round. Behind every column stands its entry in the inventory, see 0001_first.sql.

CREATE TABLE scripts (
  digest TEXT PRIMARY KEY,              -- the copy of a script, by what it says | nobody | while used | no | row
  text TEXT NOT NULL                    -- the script as it was read, as JSON; nothing of people | nobody | while used | no | row
) STRICT, WITHOUT ROWID;

ALTER TABLE rituals ADD COLUMN
  digest TEXT                           -- the copy of the script that it runs | nobody | 90 days after ended | no | row
  DEFAULT NULL;
ALTER TABLE rituals ADD COLUMN
  mode TEXT NOT NULL                    -- live, or over days | nobody | 90 days after ended | no | row
  DEFAULT 'live';
ALTER TABLE rituals ADD COLUMN
  owner TEXT                            -- who brought its topic, where somebody did | owner | 90 days after ended | yes | row
  DEFAULT NULL;
CREATE INDEX rituals_digest ON rituals (digest);

ALTER TABLE contributions ADD COLUMN
  phase TEXT NOT NULL                   -- in which phase of the script | nobody | 90 days after at | yes | row
  DEFAULT 'round';
