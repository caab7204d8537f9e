-- What the tables' own definitions cannot say.

-- C3: the audit log only grows, whoever asks.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint

-- A release is a fact: what was routed by it stays readable as it was. Only its confirmation comes later.
CREATE FUNCTION refuse_release_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(NEW) - 'confirmed_at') IS DISTINCT FROM (to_jsonb(OLD) - 'confirmed_at') OR OLD.confirmed_at IS NOT NULL THEN
    RAISE EXCEPTION 'releases are immutable' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER releases_immutable BEFORE UPDATE ON releases
  FOR EACH ROW EXECUTE FUNCTION refuse_release_change();
--> statement-breakpoint

-- An id of one kind never stands where another belongs (schema/src/ids.ts).
ALTER TABLE workspaces ADD CONSTRAINT workspaces_id_kind CHECK (starts_with(id, 'ws_'));
--> statement-breakpoint
ALTER TABLE experiments ADD CONSTRAINT experiments_id_kind CHECK (starts_with(id, 'exp_'));
--> statement-breakpoint
ALTER TABLE agents ADD CONSTRAINT agents_id_kind CHECK (starts_with(id, 'agt_'));
--> statement-breakpoint
ALTER TABLE links ADD CONSTRAINT links_id_kind CHECK (starts_with(id, 'lnk_'));
--> statement-breakpoint
ALTER TABLE schedules ADD CONSTRAINT schedules_id_kind CHECK (starts_with(id, 'sch_'));
--> statement-breakpoint
ALTER TABLE runs ADD CONSTRAINT runs_id_kind CHECK (starts_with(id, 'run_'));
--> statement-breakpoint
ALTER TABLE buyers ADD CONSTRAINT buyers_id_kind CHECK (starts_with(id, 'byr_'));
--> statement-breakpoint
ALTER TABLE buyer_reports ADD CONSTRAINT buyer_reports_id_kind CHECK (starts_with(id, 'rpt_'));
--> statement-breakpoint
ALTER TABLE buyer_events ADD CONSTRAINT buyer_events_id_kind CHECK (starts_with(id, 'evt_'));
--> statement-breakpoint
ALTER TABLE api_tokens ADD CONSTRAINT api_tokens_id_kind CHECK (starts_with(id, 'tok_'));
--> statement-breakpoint
ALTER TABLE audit_entries ADD CONSTRAINT audit_entries_id_kind CHECK (starts_with(id, 'aud_'));
--> statement-breakpoint

-- Shares are basis points, whoever writes them.
ALTER TABLE agents ADD CONSTRAINT agents_weight_range CHECK (weight_basis_points BETWEEN 0 AND 10000);
--> statement-breakpoint
ALTER TABLE experiments ADD CONSTRAINT experiments_salt_range CHECK (salt BETWEEN 0 AND 4294967295);
