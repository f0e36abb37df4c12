-- An alarm rings from its own table. Before, what was due stood in the inbox until it was handled; what stands there goes
-- back, unless it was set anew meanwhile. The time that it was due ends the name of its event.
INSERT OR IGNORE INTO alarms (name, at, room, purpose, payload)
  SELECT json_extract(fact, '$.alarm'), substr(event, -32), room, json_extract(fact, '$.purpose'),
    json_extract(fact, '$.payload')
  FROM inbox WHERE sender = '' ORDER BY id;
DELETE FROM inbox WHERE sender = '';
DROP INDEX inbox_clock;
DROP INDEX inbox_people;
