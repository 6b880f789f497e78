-- One order per loudspeaker, written before it is sent. Numbers: OrderKind, Scope, Priority, Reason of the board link; OrderState of Broadcast.
CREATE TABLE broadcast_order (
    board        TEXT    NOT NULL,
    sequence     INTEGER NOT NULL,  -- grows for ever, per board
    kind         INTEGER NOT NULL,
    warning      TEXT,              -- NULL: a test tone
    of_sequence  INTEGER NOT NULL,  -- the order it replaces or stops; 0 = none
    scope        INTEGER NOT NULL,
    priority     INTEGER NOT NULL,
    issued_ms    INTEGER NOT NULL,  -- Unix milliseconds, UTC
    expires_ms   INTEGER NOT NULL,
    payload      BLOB    NOT NULL,  -- the order as CBOR, not sealed
    state        INTEGER NOT NULL,  -- the furthest of its steps
    reason       INTEGER NOT NULL,  -- of that step
    verdict      INTEGER,           -- heard, not heard, cannot tell; NULL = not known
    is_outstanding INTEGER NOT NULL,  -- 1 = no verdict and no end is known
    quiet_ma     INTEGER,
    tone_ma      INTEGER,
    speech_ma    INTEGER,
    PRIMARY KEY (board, sequence)
) WITHOUT ROWID;

CREATE INDEX broadcast_order_of_warning ON broadcast_order (warning) WHERE warning IS NOT NULL;
CREATE INDEX broadcast_order_outstanding ON broadcast_order (is_outstanding) WHERE is_outstanding = 1;
CREATE INDEX broadcast_order_expires ON broadcast_order (expires_ms);

-- What is known about an order, each state once, and since when.
CREATE TABLE broadcast_step (
    board        TEXT    NOT NULL,
    sequence     INTEGER NOT NULL,
    state        INTEGER NOT NULL,
    at_ms        INTEGER NOT NULL,  -- when the gateway learnt it
    board_at_ms  INTEGER,           -- when it happened by the board's clock
    reason       INTEGER NOT NULL,
    detail       TEXT,
    PRIMARY KEY (board, sequence, state)
) WITHOUT ROWID;
