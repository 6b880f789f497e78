-- A daily programme that a board has not taken by then is not sent any more, though it may play until it expires. NULL = sent until it expires.
ALTER TABLE broadcast_order ADD COLUMN send_until_ms INTEGER;
