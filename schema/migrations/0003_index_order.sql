DROP INDEX "click_keys_by_time";--> statement-breakpoint
DROP INDEX "clicks_by_time";--> statement-breakpoint
DROP INDEX "clicks_by_experiment";--> statement-breakpoint
DROP INDEX "buyer_events_by_time";--> statement-breakpoint
DROP INDEX "buyer_events_by_arrival";--> statement-breakpoint
DROP INDEX "buyer_events_by_key";--> statement-breakpoint
DROP INDEX "buyer_events_waiting";--> statement-breakpoint
DROP INDEX "buyer_reports_by_time";--> statement-breakpoint
DROP INDEX "buyer_reports_rejected";--> statement-breakpoint
DROP INDEX "experiments_by_change";--> statement-breakpoint
DROP INDEX "audit_by_time";--> statement-breakpoint
DROP INDEX "audit_by_object";--> statement-breakpoint
DROP INDEX "runs_by_experiment";--> statement-breakpoint
CREATE INDEX "click_keys_by_time" ON "click_keys" USING btree ("workspace_id","key_digest","is_bot","clicked_at" DESC NULLS FIRST,"click_id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "clicks_by_time" ON "clicks" USING btree ("workspace_id","clicked_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "clicks_by_experiment" ON "clicks" USING btree ("experiment_id","clicked_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "buyer_events_by_time" ON "buyer_events" USING btree ("workspace_id","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "buyer_events_by_arrival" ON "buyer_events" USING btree ("experiment_id","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "buyer_events_by_key" ON "buyer_events" USING btree ("workspace_id","key_digest","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "buyer_events_waiting" ON "buyer_events" USING btree ("workspace_id","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "buyer_events"."click_id" is null;--> statement-breakpoint
CREATE INDEX "buyer_reports_by_time" ON "buyer_reports" USING btree ("buyer_id","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "buyer_reports_rejected" ON "buyer_reports" USING btree ("buyer_id","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "buyer_reports"."outcome" = 'rejected';--> statement-breakpoint
CREATE INDEX "experiments_by_change" ON "experiments" USING btree ("workspace_id","updated_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "audit_by_time" ON "audit_entries" USING btree ("workspace_id","at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "audit_by_object" ON "audit_entries" USING btree ("object_id","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "runs_by_experiment" ON "runs" USING btree ("experiment_id","scheduled_for" DESC NULLS FIRST,"id" DESC NULLS FIRST);