-- Only messages for somebody whose direct chat is still to be made are looked for among those that were not sent: others
-- need not be in that index, nor be taken out of it when they are sent.
DROP INDEX messages_unsent;
CREATE INDEX messages_unsent ON messages (member) WHERE event IS NULL AND member IS NOT NULL;
