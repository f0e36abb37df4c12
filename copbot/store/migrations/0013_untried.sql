-- Anybody may begin a conversation between devices. Behind every column stands its entry in the inventory, see 0001_first.sql.

CREATE TABLE untried (
  peer TEXT PRIMARY KEY,                -- public key of a device that began conversations which served nothing yet | nobody | 7 days after since | no | never
  since TEXT NOT NULL                   -- when it began the first | nobody | 7 days after since | no | never
) STRICT, WITHOUT ROWID;
CREATE INDEX untried_since ON untried (since);
