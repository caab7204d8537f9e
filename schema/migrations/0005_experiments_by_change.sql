DROP INDEX "experiments_by_change";--> statement-breakpoint
CREATE INDEX "experiments_by_change" ON "experiments" USING btree ("workspace_id","updated_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);