ALTER TABLE "buyer_reports" ALTER COLUMN "buyer_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "buyer_reports" ADD COLUMN "source" text DEFAULT 'webhook' NOT NULL;--> statement-breakpoint
ALTER TABLE "buyer_reports" ADD COLUMN "request" text;--> statement-breakpoint
ALTER TABLE "buyer_reports" ADD COLUMN "sender" text;--> statement-breakpoint
ALTER TABLE "buyer_reports" ADD COLUMN "conversion_key" text;--> statement-breakpoint
ALTER TABLE "buyers" ADD COLUMN "tune_token_sha256" text;--> statement-breakpoint
ALTER TABLE "buyers" ADD COLUMN "tune_offer_ids" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "buyers" ADD COLUMN "tune_addresses" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "buyers" ADD COLUMN "tune_currency" text;--> statement-breakpoint
ALTER TABLE "buyers" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "buyer_reports_by_conversion" ON "buyer_reports" USING btree ("buyer_id","conversion_key");--> statement-breakpoint
CREATE INDEX "buyer_reports_unauthenticated" ON "buyer_reports" USING btree ("workspace_id","buyer_id","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "buyer_reports"."outcome" = 'unauthenticated';--> statement-breakpoint
CREATE UNIQUE INDEX "buyers_by_tune_token" ON "buyers" USING btree ("tune_token_sha256");--> statement-breakpoint
ALTER TABLE "buyer_reports" ADD CONSTRAINT "buyer_reports_has_owner" CHECK ("buyer_reports"."buyer_id" is not null or "buyer_reports"."outcome" = 'unauthenticated');