CREATE TABLE "buyer_secrets" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"buyer_id" text NOT NULL,
	"scheme" jsonb NOT NULL,
	"addresses" text[] DEFAULT '{}' NOT NULL,
	"value" "bytea" NOT NULL,
	"sealed_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "tune_call_paths" (
	"workspace_id" text NOT NULL,
	"path" text NOT NULL,
	"protocol" text NOT NULL,
	"offer_id" text,
	"goal_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "tune_call_paths_workspace_id_path_pk" PRIMARY KEY("workspace_id","path")
);
--> statement-breakpoint
ALTER TABLE "buyers" ALTER COLUMN "webhook_secret" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "buyer_reports" ADD COLUMN "head" "bytea";--> statement-breakpoint
ALTER TABLE "buyer_reports" ADD COLUMN "sealed_by" text;--> statement-breakpoint
ALTER TABLE "buyer_reports" ADD COLUMN "fault" text;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "pixel_cookie" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "buyer_secrets" ADD CONSTRAINT "buyer_secrets_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "buyer_secrets" ADD CONSTRAINT "buyer_secrets_buyer_id_buyers_id_fk" FOREIGN KEY ("buyer_id") REFERENCES "public"."buyers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tune_call_paths" ADD CONSTRAINT "tune_call_paths_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "buyer_secrets_by_buyer" ON "buyer_secrets" USING btree ("buyer_id");--> statement-breakpoint
CREATE INDEX "buyer_secrets_by_key" ON "buyer_secrets" USING btree ("sealed_by");--> statement-breakpoint
CREATE INDEX "buyer_reports_by_key" ON "buyer_reports" USING btree ("sealed_by");--> statement-breakpoint

ALTER TABLE buyer_secrets ADD CONSTRAINT buyer_secrets_id_kind CHECK (starts_with(id, 'bsc_'));
--> statement-breakpoint

-- Every buyer's one secret moves over as it is; the control plane seals it as soon as it runs.
INSERT INTO buyer_secrets (id, workspace_id, buyer_id, scheme, value, created_at)
SELECT 'bsc_' || substr(id, 5), workspace_id, id, '{"kind": "standard_webhooks", "version": "v1"}',
  convert_to(webhook_secret, 'UTF8'), created_at
FROM buyers WHERE webhook_secret IS NOT NULL;
--> statement-breakpoint
UPDATE buyers SET webhook_secret = NULL WHERE webhook_secret IS NOT NULL;
