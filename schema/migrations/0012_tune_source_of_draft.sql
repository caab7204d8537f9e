ALTER TABLE "tune_sources" DROP CONSTRAINT "tune_sources_experiment_id_experiments_id_fk";
--> statement-breakpoint
ALTER TABLE "tune_sources" ADD CONSTRAINT "tune_sources_experiment_id_experiments_id_fk" FOREIGN KEY ("experiment_id") REFERENCES "public"."experiments"("id") ON DELETE cascade ON UPDATE no action;