CREATE TABLE "event_standings" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"event_id" text NOT NULL,
	"workspace_id" text NOT NULL,
	"buyer_id" text NOT NULL,
	"kind" text NOT NULL,
	"lead_id" text,
	"amount_micros" bigint,
	"currency" text,
	"effect_micros" bigint,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"click_id" text,
	"clicked_at" timestamp (3) with time zone,
	"experiment_id" text,
	"agent_id" text,
	"is_bot" boolean,
	"click_reason" text,
	"orphan_cause" text,
	"withdrawn_at" timestamp (3) with time zone,
	"recorded_by" "xid8" NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "exchange_rates" (
	"workspace_id" text NOT NULL,
	"from_currency" text NOT NULL,
	"to_currency" text NOT NULL,
	"day" date NOT NULL,
	"rate" numeric(24, 12) NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"changed_by_name" text NOT NULL,
	"due" text,
	CONSTRAINT "exchange_rates_workspace_id_from_currency_to_currency_day_pk" PRIMARY KEY("workspace_id","from_currency","to_currency","day"),
	CONSTRAINT "exchange_rates_positive" CHECK ("exchange_rates"."rate" > 0),
	CONSTRAINT "exchange_rates_differ" CHECK ("exchange_rates"."from_currency" <> "exchange_rates"."to_currency")
);
--> statement-breakpoint
DROP INDEX "buyer_events_orphans";--> statement-breakpoint
ALTER TABLE "buyer_events" ADD COLUMN "own_click_id" text;--> statement-breakpoint
ALTER TABLE "buyer_events" ADD COLUMN "own_click_by" text;--> statement-breakpoint
ALTER TABLE "buyer_events" ADD COLUMN "rate_to" text;--> statement-breakpoint
ALTER TABLE "buyer_events" ADD COLUMN "rate" numeric(24, 12);--> statement-breakpoint
ALTER TABLE "buyer_events" ADD COLUMN "rate_day" date;--> statement-breakpoint
ALTER TABLE "buyers" ADD COLUMN "amount_limits" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "known_up_to" bigint;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "known_snapshot" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "known_without" bigint[];--> statement-breakpoint
ALTER TABLE "exchange_rates" ADD CONSTRAINT "exchange_rates_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "event_standings_once" ON "event_standings" USING btree ("event_id","recorded_by","recorded_at",coalesce("experiment_id", ''));--> statement-breakpoint
CREATE INDEX "event_standings_by_event" ON "event_standings" USING btree ("experiment_id","event_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "event_standings_by_place" ON "event_standings" USING btree ("experiment_id","id");--> statement-breakpoint
CREATE INDEX "event_standings_by_transaction" ON "event_standings" USING btree ("experiment_id","recorded_by");--> statement-breakpoint
CREATE INDEX "exchange_rates_due" ON "exchange_rates" USING btree ("changed_at") WHERE "exchange_rates"."due" is not null;--> statement-breakpoint
CREATE INDEX "clicks_by_folded_key" ON "clicks" USING btree (lower(left("utm_content", 64) collate "C"));--> statement-breakpoint
CREATE INDEX "buyer_events_keyless" ON "buyer_events" USING btree ("workspace_id","key_digest") WHERE "buyer_events"."own_click_id" is null and "buyer_events"."key_digest" is not null;--> statement-breakpoint
CREATE INDEX "buyer_events_converted" ON "buyer_events" USING btree ("workspace_id","currency","rate_to","occurred_at") WHERE "buyer_events"."rate_to" is not null;--> statement-breakpoint
CREATE INDEX "runs_unresolved" ON "runs" USING btree ("experiment_id") WHERE "runs"."known_snapshot" is not null and "runs"."known_without" is null;--> statement-breakpoint

-- What is joined by its own key stands on the click that the key was given.
UPDATE "buyer_events" SET "own_click_id" = "click_id", "own_click_by" = 'key' WHERE "joined_by" = 'key';
--> statement-breakpoint

-- Every change of where an event stands leaves a row, whoever makes it, in the same transaction. A transaction that changes
-- an event twice leaves what it ended with. `withdrawn_at` is read by name, so that this stands without it too.
CREATE FUNCTION record_standing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  withdrawn timestamptz := (to_jsonb(NEW) ->> 'withdrawn_at')::timestamptz;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.lead_id, NEW.amount_micros, NEW.currency, NEW.effect_micros, NEW.occurred_at, NEW.click_id, NEW.clicked_at,
        NEW.experiment_id, NEW.agent_id, NEW.is_bot, NEW.click_reason, NEW.orphan_cause, withdrawn)
      IS NOT DISTINCT FROM
       (OLD.lead_id, OLD.amount_micros, OLD.currency, OLD.effect_micros, OLD.occurred_at, OLD.click_id, OLD.clicked_at,
        OLD.experiment_id, OLD.agent_id, OLD.is_bot, OLD.click_reason, OLD.orphan_cause,
        (to_jsonb(OLD) ->> 'withdrawn_at')::timestamptz)
    THEN
      RETURN NULL;
    END IF;
    IF OLD.experiment_id IS DISTINCT FROM NEW.experiment_id AND OLD.experiment_id IS NOT NULL THEN
      INSERT INTO event_standings (event_id, workspace_id, buyer_id, kind, occurred_at, received_at, experiment_id,
        recorded_by, recorded_at)
      VALUES (NEW.id, NEW.workspace_id, NEW.buyer_id, NEW.kind, NEW.occurred_at, NEW.received_at, OLD.experiment_id,
        pg_current_xact_id(), transaction_timestamp())
      ON CONFLICT (event_id, recorded_by, recorded_at, coalesce(experiment_id, '')) DO UPDATE SET
        lead_id = NULL, amount_micros = NULL, currency = NULL, effect_micros = NULL, click_id = NULL, clicked_at = NULL,
        agent_id = NULL, is_bot = NULL, click_reason = NULL, orphan_cause = NULL, withdrawn_at = NULL;
    END IF;
  END IF;
  INSERT INTO event_standings (event_id, workspace_id, buyer_id, kind, lead_id, amount_micros, currency, effect_micros,
    occurred_at, received_at, click_id, clicked_at, experiment_id, agent_id, is_bot, click_reason, orphan_cause,
    withdrawn_at, recorded_by, recorded_at)
  VALUES (NEW.id, NEW.workspace_id, NEW.buyer_id, NEW.kind, NEW.lead_id, NEW.amount_micros, NEW.currency,
    NEW.effect_micros, NEW.occurred_at, NEW.received_at, NEW.click_id, NEW.clicked_at, NEW.experiment_id, NEW.agent_id,
    NEW.is_bot, NEW.click_reason, NEW.orphan_cause, withdrawn, pg_current_xact_id(), transaction_timestamp())
  ON CONFLICT (event_id, recorded_by, recorded_at, coalesce(experiment_id, '')) DO UPDATE SET
    lead_id = excluded.lead_id, amount_micros = excluded.amount_micros, currency = excluded.currency,
    effect_micros = excluded.effect_micros, occurred_at = excluded.occurred_at, click_id = excluded.click_id,
    clicked_at = excluded.clicked_at, agent_id = excluded.agent_id, is_bot = excluded.is_bot,
    click_reason = excluded.click_reason, orphan_cause = excluded.orphan_cause, withdrawn_at = excluded.withdrawn_at;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER buyer_events_standing AFTER INSERT OR UPDATE ON buyer_events
  FOR EACH ROW EXECUTE FUNCTION record_standing();
--> statement-breakpoint

-- What was known stays known: a standing is altered by the very transaction that writes it, and by no other.
CREATE FUNCTION refuse_standing_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.recorded_by <> pg_current_xact_id() OR OLD.recorded_at <> transaction_timestamp() THEN
    RAISE EXCEPTION 'event_standings is append-only' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER event_standings_append_only BEFORE UPDATE OR DELETE ON event_standings
  FOR EACH ROW EXECUTE FUNCTION refuse_standing_change();
--> statement-breakpoint
CREATE TRIGGER event_standings_never_emptied BEFORE TRUNCATE ON event_standings
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint

-- What stood when standings began to be kept.
INSERT INTO event_standings (event_id, workspace_id, buyer_id, kind, lead_id, amount_micros, currency, effect_micros,
  occurred_at, received_at, click_id, clicked_at, experiment_id, agent_id, is_bot, click_reason, orphan_cause, recorded_by,
  recorded_at)
SELECT id, workspace_id, buyer_id, kind, lead_id, amount_micros, currency, effect_micros, occurred_at, received_at, click_id,
  clicked_at, experiment_id, agent_id, is_bot, click_reason, orphan_cause, pg_current_xact_id(), transaction_timestamp()
FROM buyer_events;
