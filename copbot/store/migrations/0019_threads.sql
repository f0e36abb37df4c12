-- Proposals in threads. What stands behind every column is said in 0001_first.sql.

ALTER TABLE proposals ADD COLUMN
  thread TEXT;                          -- the message in whose thread its rounds stand, where the room wants threads | nobody | 90 days after ended | no | row
