CREATE TABLE "click_steps" (
	"click_id" text NOT NULL,
	"step" text NOT NULL,
	"workspace_id" text NOT NULL,
	"clicked_at" timestamp (3) with time zone NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "click_steps_click_id_step_pk" PRIMARY KEY("click_id","step")
);
--> statement-breakpoint
CREATE TABLE "event_names" (
	"workspace_id" text NOT NULL,
	"type" text NOT NULL,
	"name" text NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"times" integer NOT NULL,
	"without_key" integer NOT NULL,
	CONSTRAINT "event_names_workspace_id_type_name_pk" PRIMARY KEY("workspace_id","type","name")
);
--> statement-breakpoint
CREATE TABLE "funnel_hours" (
	"experiment_id" text NOT NULL,
	"dimension" text NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"is_rest" boolean NOT NULL,
	"value" text NOT NULL,
	"clicks" integer NOT NULL,
	"viewed" integer NOT NULL,
	"quiz_started" integer NOT NULL,
	"quiz_submitted" integer NOT NULL,
	"reported_viewed" integer NOT NULL,
	"reported_quiz_started" integer NOT NULL,
	"reported_quiz_submitted" integer NOT NULL,
	CONSTRAINT "funnel_hours_experiment_id_dimension_hour_is_rest_value_pk" PRIMARY KEY("experiment_id","dimension","hour","is_rest","value")
);
--> statement-breakpoint
CREATE TABLE "page_events" (
	"workspace_id" text NOT NULL,
	"message_digest" "bytea" NOT NULL,
	"call_id" text NOT NULL,
	"step" text NOT NULL,
	"key_digest" "bytea" NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"click_id" text,
	"is_due" boolean NOT NULL,
	CONSTRAINT "page_events_workspace_id_message_digest_pk" PRIMARY KEY("workspace_id","message_digest")
);
--> statement-breakpoint
CREATE TABLE "segment_calls" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"source_id" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"outcome" text NOT NULL,
	"detail" text,
	"body" "bytea" NOT NULL,
	"messages" integer DEFAULT 0 NOT NULL,
	"steps" integer DEFAULT 0 NOT NULL,
	"duplicates" integer DEFAULT 0 NOT NULL,
	"without_key" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "segment_sources" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"name" text NOT NULL,
	"endpoint_id" text NOT NULL,
	"sealed_secret" text NOT NULL,
	"sealed_previous_secret" text,
	"previous_secret_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"removed_at" timestamp (3) with time zone,
	"reread_after" timestamp (3) with time zone,
	"reread_after_id" text
);
--> statement-breakpoint
CREATE TABLE "step_rules" (
	"workspace_id" text PRIMARY KEY NOT NULL,
	"rules" jsonb NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "segment_calls" ADD CONSTRAINT "segment_calls_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segment_calls" ADD CONSTRAINT "segment_calls_source_id_segment_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."segment_sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "segment_sources" ADD CONSTRAINT "segment_sources_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "step_rules" ADD CONSTRAINT "step_rules_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "click_steps_by_age" ON "click_steps" USING brin ("clicked_at") WITH (autosummarize=true);--> statement-breakpoint
CREATE INDEX "page_events_by_key" ON "page_events" USING btree ("workspace_id","key_digest","click_id");--> statement-breakpoint
CREATE INDEX "page_events_due" ON "page_events" USING btree ("received_at") WHERE "page_events"."is_due";--> statement-breakpoint
CREATE INDEX "page_events_by_age" ON "page_events" USING brin ("received_at") WITH (autosummarize=true);--> statement-breakpoint
CREATE INDEX "segment_calls_unread" ON "segment_calls" USING btree ("received_at","id") WHERE "segment_calls"."outcome" = 'stored';--> statement-breakpoint
CREATE INDEX "segment_calls_by_source" ON "segment_calls" USING btree ("source_id","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "segment_calls_at_fault" ON "segment_calls" USING btree ("source_id","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "segment_calls"."outcome" in ('rejected', 'unreadable');--> statement-breakpoint
CREATE INDEX "segment_calls_by_age" ON "segment_calls" USING brin ("received_at") WITH (autosummarize=true);--> statement-breakpoint
CREATE UNIQUE INDEX "segment_sources_by_endpoint" ON "segment_sources" USING btree ("endpoint_id");--> statement-breakpoint
CREATE UNIQUE INDEX "segment_sources_by_name" ON "segment_sources" USING btree ("workspace_id","name") WHERE "segment_sources"."removed_at" is null;--> statement-breakpoint
INSERT INTO "funnel_hours" ("experiment_id", "dimension", "hour", "is_rest", "value", "clicks", "viewed", "quiz_started", "quiz_submitted", "reported_viewed", "reported_quiz_started", "reported_quiz_submitted")
SELECT "experiment_id", "dimension", "hour", "place" > 50, CASE WHEN "place" > 50 THEN '' ELSE "value" END, sum("clicks"), 0, 0, 0, 0, 0, 0
FROM (
  SELECT "experiment_id", "dimension", "hour", "value", "clicks",
    CASE WHEN "dimension" = 'agent' THEN 0
      ELSE row_number() OVER (PARTITION BY "experiment_id", "dimension", "hour" ORDER BY "clicks" DESC, "value") END AS "place"
  FROM (
    SELECT c."experiment_id", d."dimension", date_trunc('hour', c."clicked_at", 'UTC') AS "hour", d."value", count(*) AS "clicks"
    FROM "clicks" c
    CROSS JOIN LATERAL (VALUES ('agent', c."agent_id"), ('affiliate', left(coalesce(c."affiliate_id", ''), 200)), ('source', left(coalesce(c."source", ''), 200))) AS d("dimension", "value")
    WHERE c."experiment_id" IS NOT NULL AND c."agent_id" IS NOT NULL AND NOT c."is_bot" AND c."reason" IN ('split', 'rehashed', 'sticky')
    GROUP BY 1, 2, 3, 4
  ) AS counted
) AS placed
GROUP BY 1, 2, 3, 4, 5;
