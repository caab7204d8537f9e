CREATE TABLE "experiment_days" (
	"experiment_id" text NOT NULL,
	"day" timestamp (3) with time zone NOT NULL,
	"clicks" integer NOT NULL,
	"directed_clicks" integer NOT NULL,
	"bot_clicks" integer NOT NULL,
	CONSTRAINT "experiment_days_experiment_id_day_pk" PRIMARY KEY("experiment_id","day")
);--> statement-breakpoint
INSERT INTO "experiment_days" SELECT "experiment_id", date_trunc('day', "hour", 'UTC'), sum("clicks"), sum("directed_clicks"), sum("bot_clicks")
FROM "agent_hours" GROUP BY 1, 2;
