-- What boards say of their own health since firmware 0.2. NULL = the board does not say.
ALTER TABLE board_states ADD COLUMN temperature_dd INTEGER;     -- in the case, tenths of a degree Celsius
ALTER TABLE board_states ADD COLUMN configuration INTEGER;      -- version of the county's settings it lives by
ALTER TABLE board_states ADD COLUMN self_test INTEGER;          -- ReceiptState of its latest test of its own sound
ALTER TABLE board_states ADD COLUMN self_test_ms INTEGER;
ALTER TABLE board_states ADD COLUMN safe_mode INTEGER;
ALTER TABLE board_states ADD COLUMN link_losses INTEGER;        -- since its start
ALTER TABLE board_states ADD COLUMN on_trial INTEGER;
ALTER TABLE board_states ADD COLUMN clock_steps INTEGER;        -- since its start
ALTER TABLE board_states ADD COLUMN clock_error_ms INTEGER;     -- how far its clock may be from ours, at most
ALTER TABLE board_states ADD COLUMN clock_age_s INTEGER;        -- since when nothing has confirmed it
