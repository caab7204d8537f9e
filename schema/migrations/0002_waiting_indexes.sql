DROP INDEX "outbox_waiting";--> statement-breakpoint
CREATE INDEX "releases_unconfirmed" ON "releases" USING btree ("experiment_id","number") WHERE "releases"."confirmed_at" is null;--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("experiment_id","id") WHERE "outbox"."delivered_at" is null;