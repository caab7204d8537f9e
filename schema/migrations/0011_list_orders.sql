CREATE INDEX "buyer_events_by_buyer" ON "buyer_events" USING btree ("buyer_id","received_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "experiments_by_creation" ON "experiments" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE INDEX "experiments_by_name" ON "experiments" USING btree ("workspace_id",lower("name"),"id");--> statement-breakpoint
CREATE INDEX "links_by_creation" ON "links" USING btree ("workspace_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "audit_by_actor" ON "audit_entries" USING btree ("workspace_id","actor_id","at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "audit_by_action" ON "audit_entries" USING btree ("workspace_id","action","at" DESC NULLS FIRST,"id" DESC NULLS FIRST);