-- The weekly digest: how far each room has been told, who asked for one of their own, and what makes a digest cost the
-- same however much a room holds.

CREATE TABLE digests (
  room TEXT PRIMARY KEY,                -- for which room | nobody | while joined | no | row
  until TEXT NOT NULL,                  -- until when its weekly digests have told | nobody | while joined | no | row
  seen TEXT NOT NULL,                   -- until when the newest digest that it saw told | nobody | while joined | no | row
  since TEXT NOT NULL,                  -- from when that one told | nobody | while joined | no | row
  turn INTEGER NOT NULL,                -- the last item shown as seeking somebody, so that all get their turn | nobody | while joined | no | row
  key TEXT                              -- the message of the newest digest | nobody | while joined | no | row
) STRICT, WITHOUT ROWID;

CREATE TABLE subscribers (
  room TEXT NOT NULL,                   -- about which room | nobody | while joined | yes | row
  member TEXT NOT NULL,                 -- who asked for a digest of their own every week | member | while joined | yes | row
  PRIMARY KEY (room, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE rungs (
  room TEXT NOT NULL,                   -- in which room | nobody | always | no | never
  rung TEXT NOT NULL,                   -- on which rung | nobody | always | no | never
  open INTEGER NOT NULL,                -- how many items are open, so that nobody has to count them | nobody | always | no | never
  PRIMARY KEY (room, rung)
) STRICT, WITHOUT ROWID;
INSERT INTO rungs (room, rung, open) SELECT room, rung, count(*) FROM items WHERE status = 'open' GROUP BY room, rung;

CREATE TRIGGER items_opened AFTER INSERT ON items WHEN NEW.status = 'open' BEGIN
  INSERT INTO rungs (room, rung, open) VALUES (NEW.room, NEW.rung, 1) ON CONFLICT DO UPDATE SET open = open + 1;
END;
CREATE TRIGGER items_changed AFTER UPDATE OF status, rung ON items BEGIN
  UPDATE rungs SET open = open - 1 WHERE OLD.status = 'open' AND room = OLD.room AND rung = OLD.rung;
  INSERT INTO rungs (room, rung, open) SELECT NEW.room, NEW.rung, 1 WHERE NEW.status = 'open'
    ON CONFLICT DO UPDATE SET open = open + 1;
END;
CREATE TRIGGER items_erased AFTER DELETE ON items WHEN OLD.status = 'open' BEGIN
  UPDATE rungs SET open = open - 1 WHERE room = OLD.room AND rung = OLD.rung;
END;

CREATE INDEX moves_at ON moves (room, at);
CREATE INDEX items_seeking ON items (room, number) WHERE status = 'open' AND rung <> 'support';
CREATE INDEX pledges_due ON pledges (room, due) WHERE due IS NOT NULL;

-- Rooms that were there before this: an alarm that is due at once sets the first real one.
INSERT OR IGNORE INTO alarms (name, at, room, purpose, payload)
  SELECT 'digest:' || room, '2000-01-01T00:00:00.000000+00:00', room, 'digest', '' FROM rooms
  WHERE joined AND accepted IS NOT NULL AND direct_with IS NULL AND NOT encrypted;
