ALTER TABLE "segment_calls" ADD COLUMN "sealed_by" text;--> statement-breakpoint
CREATE INDEX "segment_calls_by_key" ON "segment_calls" USING btree ("sealed_by");