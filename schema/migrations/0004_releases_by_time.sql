DROP INDEX "releases_by_time";--> statement-breakpoint
CREATE INDEX "releases_by_time" ON "releases" USING btree ("experiment_id","published_at");