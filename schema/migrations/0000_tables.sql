CREATE TABLE "agent_hours" (
	"experiment_id" text NOT NULL,
	"agent_id" text NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"release_number" integer NOT NULL,
	"clicks" integer NOT NULL,
	"bot_clicks" integer NOT NULL,
	CONSTRAINT "agent_hours_experiment_id_hour_agent_id_release_number_pk" PRIMARY KEY("experiment_id","hour","agent_id","release_number")
);
--> statement-breakpoint
CREATE TABLE "click_keys" (
	"workspace_id" text NOT NULL,
	"key_digest" "bytea" NOT NULL,
	"click_id" text NOT NULL,
	"clicked_at" timestamp (3) with time zone NOT NULL,
	"is_bot" boolean NOT NULL,
	CONSTRAINT "click_keys_workspace_id_key_digest_click_id_pk" PRIMARY KEY("workspace_id","key_digest","click_id")
);
--> statement-breakpoint
CREATE TABLE "clicks" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"clicked_at" timestamp (3) with time zone NOT NULL,
	"stored_at" timestamp (3) with time zone NOT NULL,
	"edge" text NOT NULL,
	"link_id" text,
	"experiment_id" text,
	"agent_id" text,
	"release_number" integer,
	"release_age_ms" bigint,
	"reason" text NOT NULL,
	"propensity_owner" integer,
	"propensity_survivors" integer,
	"utm_content" text NOT NULL,
	"key_source" text NOT NULL,
	"offer_id" text,
	"affiliate_id" text,
	"source" text,
	"subs" text[] NOT NULL,
	"transaction_id" text,
	"country" text,
	"region" text,
	"device_class" text,
	"os" text,
	"browser" text,
	"language" text,
	"referrer_host" text,
	"is_bot" boolean NOT NULL,
	"bot_reason" text,
	"address_hash" text
);
--> statement-breakpoint
CREATE TABLE "buyer_events" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"buyer_id" text NOT NULL,
	"report_id" text NOT NULL,
	"kind" text NOT NULL,
	"event_id" text NOT NULL,
	"lead_id" text,
	"refers_to" text,
	"utm_content" text,
	"key_digest" "bytea",
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
	"joined_by" text,
	"joined_at" timestamp (3) with time zone,
	"orphan_cause" text
);
--> statement-breakpoint
CREATE TABLE "buyer_reports" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"buyer_id" text NOT NULL,
	"webhook_id" text,
	"headers" jsonb NOT NULL,
	"body" "bytea" NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"outcome" text NOT NULL,
	"detail" text,
	"deliveries" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "buyers" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"name" text NOT NULL,
	"endpoint_id" text NOT NULL,
	"webhook_secret" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agents" (
	"id" text PRIMARY KEY NOT NULL,
	"experiment_id" text NOT NULL,
	"number" integer NOT NULL,
	"name" text NOT NULL,
	"landing_url" text NOT NULL,
	"is_control" boolean DEFAULT false NOT NULL,
	"state" text DEFAULT 'on' NOT NULL,
	"weight_basis_points" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bundles" (
	"shard" integer PRIMARY KEY NOT NULL,
	"sequence" bigint NOT NULL,
	"key_id" text NOT NULL,
	"payload" text NOT NULL,
	"signature" text NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"confirmed_sequence" bigint,
	"confirmed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "experiments" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"number" serial NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"mode" text NOT NULL,
	"objective" text NOT NULL,
	"held_since" timestamp (3) with time zone,
	"hold_reason" text,
	"currency" text NOT NULL,
	"attribution_window_days" integer NOT NULL,
	"fallback_url" text,
	"optimization" jsonb NOT NULL,
	"salt" bigint NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "links" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"experiment_id" text NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"unit" text NOT NULL,
	"address" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "releases" (
	"experiment_id" text NOT NULL,
	"number" integer NOT NULL,
	"workspace_id" text NOT NULL,
	"cause" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_name" text NOT NULL,
	"reason" text,
	"run_id" text,
	"rollback_of" integer,
	"weights" jsonb NOT NULL,
	"document" jsonb NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	CONSTRAINT "releases_experiment_id_number_pk" PRIMARY KEY("experiment_id","number")
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"experiment_id" text NOT NULL,
	"kind" text NOT NULL,
	"expression" text NOT NULL,
	"timezone" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"is_enabled" boolean NOT NULL,
	"next_fire_at" timestamp (3) with time zone,
	"last_fire_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"object_id" text NOT NULL,
	"object_name" text,
	"reason" text,
	"before" jsonb,
	"after" jsonb,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "edges" (
	"name" text PRIMARY KEY NOT NULL,
	"state" jsonb NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"workspace_id" text NOT NULL,
	"key" text NOT NULL,
	"request_sha256" text NOT NULL,
	"status" integer NOT NULL,
	"response" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_workspace_id_key_pk" PRIMARY KEY("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"experiment_id" text NOT NULL,
	"type" text NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"experiment_id" text NOT NULL,
	"trigger" text NOT NULL,
	"scheduled_for" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"available_at" timestamp (3) with time zone NOT NULL,
	"lease_id" text,
	"leased_until" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"histories" jsonb,
	"proposal" jsonb,
	"old_split" jsonb,
	"new_split" jsonb,
	"release_number" integer,
	"detail" text
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"name" text NOT NULL,
	"token_sha256" text NOT NULL,
	"permissions" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"workspace_id" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "memberships_workspace_id_user_id_pk" PRIMARY KEY("workspace_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"token" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"fallback_url" text,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"currency" text DEFAULT 'USD' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "buyer_events" ADD CONSTRAINT "buyer_events_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "buyer_events" ADD CONSTRAINT "buyer_events_buyer_id_buyers_id_fk" FOREIGN KEY ("buyer_id") REFERENCES "public"."buyers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "buyer_events" ADD CONSTRAINT "buyer_events_report_id_buyer_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."buyer_reports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "buyer_reports" ADD CONSTRAINT "buyer_reports_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "buyer_reports" ADD CONSTRAINT "buyer_reports_buyer_id_buyers_id_fk" FOREIGN KEY ("buyer_id") REFERENCES "public"."buyers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "buyers" ADD CONSTRAINT "buyers_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_experiment_id_experiments_id_fk" FOREIGN KEY ("experiment_id") REFERENCES "public"."experiments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "experiments" ADD CONSTRAINT "experiments_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_experiment_id_experiments_id_fk" FOREIGN KEY ("experiment_id") REFERENCES "public"."experiments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_experiment_id_experiments_id_fk" FOREIGN KEY ("experiment_id") REFERENCES "public"."experiments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_experiment_id_experiments_id_fk" FOREIGN KEY ("experiment_id") REFERENCES "public"."experiments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_experiment_id_experiments_id_fk" FOREIGN KEY ("experiment_id") REFERENCES "public"."experiments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "click_keys_by_time" ON "click_keys" USING btree ("workspace_id","key_digest","is_bot","clicked_at" DESC NULLS FIRST,"click_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "clicks_by_time" ON "clicks" USING btree ("workspace_id","clicked_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "clicks_by_experiment" ON "clicks" USING btree ("experiment_id","clicked_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "buyer_events_by_identity" ON "buyer_events" USING btree ("buyer_id","kind","event_id");--> statement-breakpoint
CREATE INDEX "buyer_events_by_time" ON "buyer_events" USING btree ("workspace_id","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "buyer_events_by_experiment" ON "buyer_events" USING btree ("experiment_id","clicked_at");--> statement-breakpoint
CREATE INDEX "buyer_events_by_arrival" ON "buyer_events" USING btree ("experiment_id","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "buyer_events_by_click" ON "buyer_events" USING btree ("click_id");--> statement-breakpoint
CREATE INDEX "buyer_events_by_reference" ON "buyer_events" USING btree ("buyer_id","refers_to") WHERE "buyer_events"."refers_to" is not null;--> statement-breakpoint
CREATE INDEX "buyer_events_by_lead" ON "buyer_events" USING btree ("buyer_id","lead_id") WHERE "buyer_events"."lead_id" is not null;--> statement-breakpoint
CREATE INDEX "buyer_events_by_key" ON "buyer_events" USING btree ("workspace_id","key_digest","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "buyer_events_orphans" ON "buyer_events" USING btree ("workspace_id","key_digest") WHERE "buyer_events"."click_id" is null;--> statement-breakpoint
CREATE INDEX "buyer_events_waiting" ON "buyer_events" USING btree ("workspace_id","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "buyer_events"."click_id" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "buyer_reports_by_webhook_id" ON "buyer_reports" USING btree ("buyer_id","webhook_id") WHERE "buyer_reports"."outcome" <> 'rejected';--> statement-breakpoint
CREATE INDEX "buyer_reports_by_time" ON "buyer_reports" USING btree ("buyer_id","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "buyer_reports_rejected" ON "buyer_reports" USING btree ("buyer_id","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "buyer_reports"."outcome" = 'rejected';--> statement-breakpoint
CREATE UNIQUE INDEX "buyers_by_endpoint" ON "buyers" USING btree ("endpoint_id");--> statement-breakpoint
CREATE UNIQUE INDEX "buyers_by_name" ON "buyers" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "agents_by_number" ON "agents" USING btree ("experiment_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "experiments_by_number" ON "experiments" USING btree ("number");--> statement-breakpoint
CREATE INDEX "experiments_by_change" ON "experiments" USING btree ("workspace_id","updated_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "links_by_address" ON "links" USING btree ("address");--> statement-breakpoint
CREATE INDEX "links_by_experiment" ON "links" USING btree ("experiment_id");--> statement-breakpoint
CREATE INDEX "releases_by_time" ON "releases" USING btree ("experiment_id","published_at");--> statement-breakpoint
CREATE INDEX "releases_unconfirmed" ON "releases" USING btree ("experiment_id","number") WHERE "releases"."confirmed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "schedules_by_experiment" ON "schedules" USING btree ("experiment_id","kind");--> statement-breakpoint
CREATE INDEX "schedules_by_next_fire" ON "schedules" USING btree ("next_fire_at");--> statement-breakpoint
CREATE INDEX "audit_by_time" ON "audit_entries" USING btree ("workspace_id","at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "audit_by_object" ON "audit_entries" USING btree ("object_id","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("experiment_id","id") WHERE "outbox"."delivered_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "runs_by_fire" ON "runs" USING btree ("experiment_id","trigger","scheduled_for");--> statement-breakpoint
CREATE INDEX "runs_waiting" ON "runs" USING btree ("state","available_at");--> statement-breakpoint
CREATE INDEX "runs_by_experiment" ON "runs" USING btree ("experiment_id","scheduled_for" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "accounts_by_user" ON "accounts" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "api_tokens_by_hash" ON "api_tokens" USING btree ("token_sha256");--> statement-breakpoint
CREATE INDEX "memberships_by_user" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_by_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verifications_by_identifier" ON "verifications" USING btree ("identifier");