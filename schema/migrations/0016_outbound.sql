CREATE TABLE "attention_items" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"summary" text NOT NULL,
	"evidence" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"cleared_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "buyer_hours" (
	"buyer_id" text NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"events" integer NOT NULL,
	"orphans" integer NOT NULL,
	"rejected" integer NOT NULL,
	CONSTRAINT "buyer_hours_buyer_id_hour_pk" PRIMARY KEY("buyer_id","hour")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"destination_id" text NOT NULL,
	"topic" text NOT NULL,
	"buyer_event_id" text,
	"once_key" text,
	"body" text,
	"state" text DEFAULT 'waiting' NOT NULL,
	"detail" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_status" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"deadline" timestamp (3) with time zone NOT NULL,
	"leased_until" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "delivery_attempts" (
	"delivery_id" text NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"took_ms" integer NOT NULL,
	"status" integer,
	"fault" text,
	"excerpt" text,
	CONSTRAINT "delivery_attempts_delivery_id_number_pk" PRIMARY KEY("delivery_id","number")
);
--> statement-breakpoint
CREATE TABLE "destinations" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"state" text DEFAULT 'on' NOT NULL,
	"state_since" timestamp (3) with time zone NOT NULL,
	"state_detail" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp (3) with time zone,
	"last_fault" text,
	"paused_until" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"removed_at" timestamp (3) with time zone,
	"affiliate_id" text,
	"experiment_id" text,
	"offer_id" text,
	"goal" text,
	"event_kinds" text[] DEFAULT '{}' NOT NULL,
	"minimum_micros" bigint,
	"minimum_currency" text,
	"first_sale_only" boolean DEFAULT false NOT NULL,
	"method" text DEFAULT 'POST' NOT NULL,
	"topics" text[] DEFAULT '{}' NOT NULL,
	"secrets" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "clicks" ADD COLUMN "affiliate_click_id" text;--> statement-breakpoint
ALTER TABLE "buyer_events" ADD COLUMN "goal" text;--> statement-breakpoint
ALTER TABLE "attention_items" ADD CONSTRAINT "attention_items_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "buyer_hours" ADD CONSTRAINT "buyer_hours_buyer_id_buyers_id_fk" FOREIGN KEY ("buyer_id") REFERENCES "public"."buyers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_destination_id_destinations_id_fk" FOREIGN KEY ("destination_id") REFERENCES "public"."destinations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_attempts" ADD CONSTRAINT "delivery_attempts_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "destinations" ADD CONSTRAINT "destinations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "attention_items_open" ON "attention_items" USING btree ("workspace_id","kind","subject_id") WHERE "attention_items"."cleared_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_once" ON "deliveries" USING btree ("destination_id","once_key");--> statement-breakpoint
CREATE INDEX "deliveries_waiting" ON "deliveries" USING btree ("destination_id","next_attempt_at") WHERE "deliveries"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "deliveries_overdue" ON "deliveries" USING btree ("deadline") WHERE "deliveries"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "deliveries_given_up" ON "deliveries" USING btree ("destination_id") WHERE "deliveries"."state" = 'given_up';--> statement-breakpoint
CREATE INDEX "deliveries_by_time" ON "deliveries" USING btree ("destination_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "deliveries_by_event" ON "deliveries" USING btree ("buyer_event_id") WHERE "deliveries"."buyer_event_id" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_by_age" ON "deliveries" USING brin ("created_at") WITH (autosummarize=true);--> statement-breakpoint
CREATE INDEX "destinations_by_time" ON "destinations" USING btree ("workspace_id","kind","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "destinations"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "destinations_told" ON "destinations" USING btree ("workspace_id","kind","affiliate_id") WHERE "destinations"."state" = 'on' and "destinations"."removed_at" is null;