ALTER TABLE "runs" ADD COLUMN "request_id" text;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "click_retention_days" integer DEFAULT 400 NOT NULL;--> statement-breakpoint
CREATE INDEX "click_keys_by_age" ON "click_keys" USING brin ("clicked_at") WITH (autosummarize=true);