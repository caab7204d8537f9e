CREATE TABLE "buyer_event_repeats" (
	"report_id" text NOT NULL,
	"event_id" text NOT NULL,
	CONSTRAINT "buyer_event_repeats_report_id_event_id_pk" PRIMARY KEY("report_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "buyer_mappings" (
	"buyer_id" text NOT NULL,
	"version" integer NOT NULL,
	"workspace_id" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"note" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "buyer_mappings_buyer_id_version_pk" PRIMARY KEY("buyer_id","version")
);
--> statement-breakpoint
CREATE TABLE "buyer_uploads" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"buyer_id" text NOT NULL,
	"file_name" text NOT NULL,
	"format" text NOT NULL,
	"delimiter" text,
	"columns" jsonb,
	"digest" "bytea" NOT NULL,
	"size" bigint NOT NULL,
	"rows" integer NOT NULL,
	"parts" integer NOT NULL,
	"state" text NOT NULL,
	"mapping_version" integer,
	"parts_done" integer DEFAULT 0 NOT NULL,
	"tally" jsonb NOT NULL,
	"faults" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "mapping_replays" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"buyer_id" text NOT NULL,
	"mapping_version" integer NOT NULL,
	"from" timestamp (3) with time zone NOT NULL,
	"to" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"done_at" timestamp (3) with time zone,
	"done_id" text,
	"preview" jsonb NOT NULL,
	"applied" jsonb,
	"samples" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "buyer_events" ADD COLUMN "withdrawn_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "buyer_reports" ADD COLUMN "mapping_version" integer;--> statement-breakpoint
ALTER TABLE "buyer_reports" ADD COLUMN "upload_id" text;--> statement-breakpoint
ALTER TABLE "buyer_reports" ADD COLUMN "part" integer;--> statement-breakpoint
ALTER TABLE "buyer_event_repeats" ADD CONSTRAINT "buyer_event_repeats_report_id_buyer_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."buyer_reports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "buyer_event_repeats" ADD CONSTRAINT "buyer_event_repeats_event_id_buyer_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."buyer_events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "buyer_mappings" ADD CONSTRAINT "buyer_mappings_buyer_id_buyers_id_fk" FOREIGN KEY ("buyer_id") REFERENCES "public"."buyers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "buyer_mappings" ADD CONSTRAINT "buyer_mappings_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "buyer_uploads" ADD CONSTRAINT "buyer_uploads_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "buyer_uploads" ADD CONSTRAINT "buyer_uploads_buyer_id_buyers_id_fk" FOREIGN KEY ("buyer_id") REFERENCES "public"."buyers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mapping_replays" ADD CONSTRAINT "mapping_replays_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mapping_replays" ADD CONSTRAINT "mapping_replays_buyer_id_buyers_id_fk" FOREIGN KEY ("buyer_id") REFERENCES "public"."buyers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "buyer_event_repeats_by_event" ON "buyer_event_repeats" USING btree ("event_id");--> statement-breakpoint
CREATE UNIQUE INDEX "buyer_uploads_by_content" ON "buyer_uploads" USING btree ("buyer_id","digest") WHERE "buyer_uploads"."state" <> 'discarded';--> statement-breakpoint
CREATE INDEX "buyer_uploads_by_time" ON "buyer_uploads" USING btree ("buyer_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "buyer_uploads_under_way" ON "buyer_uploads" USING btree ("created_at") WHERE "buyer_uploads"."state" = 'applying';--> statement-breakpoint
CREATE UNIQUE INDEX "mapping_replays_under_way" ON "mapping_replays" USING btree ("buyer_id") WHERE "mapping_replays"."state" in ('previewing', 'previewed', 'applying');--> statement-breakpoint
CREATE INDEX "mapping_replays_by_time" ON "mapping_replays" USING btree ("buyer_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "mapping_replays_due" ON "mapping_replays" USING btree ("created_at") WHERE "mapping_replays"."state" in ('previewing', 'applying');--> statement-breakpoint
ALTER TABLE "buyer_reports" ADD CONSTRAINT "buyer_reports_upload_id_buyer_uploads_id_fk" FOREIGN KEY ("upload_id") REFERENCES "public"."buyer_uploads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "buyer_events_by_report" ON "buyer_events" USING btree ("report_id");--> statement-breakpoint
CREATE UNIQUE INDEX "buyer_reports_by_upload" ON "buyer_reports" USING btree ("upload_id","part") WHERE "buyer_reports"."upload_id" is not null;