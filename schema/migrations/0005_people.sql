CREATE TABLE "account_links" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"workspace_id" text NOT NULL,
	"email" text NOT NULL,
	"role" text,
	"user_id" text,
	"secret_sha256" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "last_used_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "ending" text;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "created_by_kind" text;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "created_by_id" text;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "created_by_name" text;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "configured_as" text;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "last_seen_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "is_deployment_admin" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "account_links_by_secret" ON "account_links" USING btree ("secret_sha256");--> statement-breakpoint
CREATE INDEX "account_links_by_workspace" ON "account_links" USING btree ("workspace_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "account_links_by_email" ON "account_links" USING btree ("email");--> statement-breakpoint
CREATE INDEX "account_links_by_user" ON "account_links" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_by_provider" ON "accounts" USING btree ("provider_id","account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "api_tokens_by_configuration" ON "api_tokens" USING btree ("configured_as");--> statement-breakpoint
CREATE INDEX "api_tokens_by_workspace" ON "api_tokens" USING btree ("workspace_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
-- Until now a configured token was known by its name, and whoever was there first was the only admin there was.
UPDATE "api_tokens" SET "configured_as" = CASE "name" WHEN 'Edge (ALYSON_EDGE_TOKEN)' THEN 'edge' WHEN 'Worker (ALYSON_WORKER_TOKEN)' THEN 'worker' ELSE 'admin' END WHERE "name" IN ('Edge (ALYSON_EDGE_TOKEN)', 'Worker (ALYSON_WORKER_TOKEN)', 'Admin (ALYSON_ADMIN_TOKEN)');--> statement-breakpoint
UPDATE "users" SET "is_deployment_admin" = true WHERE "id" = (SELECT "id" FROM "users" ORDER BY "created_at", "id" LIMIT 1);
