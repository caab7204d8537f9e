CREATE TABLE "schedule_fires" (
	"experiment_id" text NOT NULL,
	"kind" text NOT NULL,
	"scheduled_for" timestamp (3) with time zone NOT NULL,
	"workspace_id" text NOT NULL,
	"outcome" text NOT NULL,
	"detail" text,
	"schedule_arn" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "schedule_fires_experiment_id_kind_scheduled_for_pk" PRIMARY KEY("experiment_id","kind","scheduled_for")
);
--> statement-breakpoint
CREATE TABLE "schedule_outbox" (
	"experiment_id" text NOT NULL,
	"kind" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"leased_until" timestamp (3) with time zone,
	"last_error" text,
	CONSTRAINT "schedule_outbox_experiment_id_kind_pk" PRIMARY KEY("experiment_id","kind")
);
--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "applied_revision" integer;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "applied_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "checked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "drift" jsonb;--> statement-breakpoint
CREATE INDEX "schedule_fires_by_receipt" ON "schedule_fires" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "schedule_outbox_due" ON "schedule_outbox" USING btree ("next_attempt_at");--> statement-breakpoint
CREATE INDEX "schedules_by_check" ON "schedules" USING btree ("checked_at" NULLS FIRST);