CREATE TABLE "workspace_hosts" (
	"host" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "agent_hours" ADD COLUMN "directed_clicks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "clicks" ADD COLUMN "rule_id" text;--> statement-breakpoint
ALTER TABLE "clicks" ADD COLUMN "visitor_id" text;--> statement-breakpoint
ALTER TABLE "buyer_events" ADD COLUMN "click_reason" text;--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN "daily_cap" integer;--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN "is_capped" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN "tune_url_id" text;--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "rules" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "timezone" text DEFAULT 'UTC' NOT NULL;--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "sticky_days" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "redirect_status" integer DEFAULT 302 NOT NULL;--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "daily_cap" integer;--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "is_capped" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "host" text;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "before_tune" jsonb;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "deep_link_hosts" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "preset_query" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "releases" ADD COLUMN "links" jsonb;--> statement-breakpoint
ALTER TABLE "workspace_hosts" ADD CONSTRAINT "workspace_hosts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "workspace_hosts_by_workspace" ON "workspace_hosts" USING btree ("workspace_id");--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_host_workspace_hosts_host_fk" FOREIGN KEY ("host") REFERENCES "public"."workspace_hosts"("host") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "links_by_host" ON "links" USING btree ("host");--> statement-breakpoint
-- Events joined before this had no such column.
UPDATE "buyer_events" SET "click_reason" = "clicks"."reason" FROM "clicks" WHERE "clicks"."id" = "buyer_events"."click_id";
