CREATE TABLE "ramps" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"experiment_id" text NOT NULL,
	"state" text NOT NULL,
	"start_release_number" integer NOT NULL,
	"start_weights" jsonb NOT NULL,
	"target_weights" jsonb NOT NULL,
	"current_weights" jsonb NOT NULL,
	"release_number" integer NOT NULL,
	"step_basis_points" integer NOT NULL,
	"interval_minutes" integer NOT NULL,
	"steps_taken" integer NOT NULL,
	"steps_total" integer NOT NULL,
	"on_breach" text NOT NULL,
	"hold_after" boolean NOT NULL,
	"stepped_at" timestamp (3) with time zone NOT NULL,
	"next_step_at" timestamp (3) with time zone,
	"reason" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_name" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"stop" text,
	"stop_detail" text,
	"is_returned" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "bundles" ADD COLUMN "left_out" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "edges" ADD COLUMN "behind_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "edges" ADD COLUMN "drift" jsonb;--> statement-breakpoint
ALTER TABLE "ramps" ADD CONSTRAINT "ramps_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ramps" ADD CONSTRAINT "ramps_experiment_id_experiments_id_fk" FOREIGN KEY ("experiment_id") REFERENCES "public"."experiments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "ramps_under_way" ON "ramps" USING btree ("experiment_id") WHERE "ramps"."state" in ('running', 'paused');--> statement-breakpoint
CREATE INDEX "ramps_by_experiment" ON "ramps" USING btree ("experiment_id","started_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);