CREATE TABLE "ip_imports" (
	"id" serial PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"licence" text NOT NULL,
	"data_date" text NOT NULL,
	"files" text[] NOT NULL,
	"ranges" integer NOT NULL,
	"imported_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ip_ranges" (
	"first" "inet" NOT NULL,
	"last" "inet" NOT NULL,
	"country" text,
	"region" text,
	"city" text,
	"network" text,
	"is_hosting" boolean
);
--> statement-breakpoint
CREATE TABLE "ip_ranges_spare" (
	"first" "inet" NOT NULL,
	"last" "inet" NOT NULL,
	"country" text,
	"region" text,
	"city" text,
	"network" text,
	"is_hosting" boolean
);
--> statement-breakpoint
CREATE TABLE "landing_hosts" (
	"workspace_id" text NOT NULL,
	"host" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "landing_hosts_workspace_id_host_pk" PRIMARY KEY("workspace_id","host")
);
--> statement-breakpoint
CREATE TABLE "page_checks" (
	"workspace_id" text NOT NULL,
	"url_digest" "bytea" NOT NULL,
	"url" text NOT NULL,
	"state" text DEFAULT 'unchecked' NOT NULL,
	"state_since" timestamp (3) with time zone NOT NULL,
	"contradictions" integer DEFAULT 0 NOT NULL,
	"findings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"status" integer,
	"took_ms" integer,
	"redirects" integer,
	"final_url" text,
	"checked_at" timestamp (3) with time zone,
	"answered_at" timestamp (3) with time zone,
	"next_check_at" timestamp (3) with time zone NOT NULL,
	"claimed_until" timestamp (3) with time zone,
	CONSTRAINT "page_checks_workspace_id_url_digest_pk" PRIMARY KEY("workspace_id","url_digest")
);
--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN "off_cause" text;--> statement-breakpoint
ALTER TABLE "experiments" ADD COLUMN "takes_out_failing_pages" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "landing_hosts" ADD CONSTRAINT "landing_hosts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "page_checks" ADD CONSTRAINT "page_checks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "ip_ranges_by_first" ON "ip_ranges" USING btree ("first");--> statement-breakpoint
CREATE UNIQUE INDEX "ip_ranges_spare_by_first" ON "ip_ranges_spare" USING btree ("first");--> statement-breakpoint
CREATE INDEX "page_checks_due" ON "page_checks" USING btree ("next_check_at");--> statement-breakpoint
CREATE INDEX "page_checks_answered" ON "page_checks" USING btree ("answered_at");--> statement-breakpoint
CREATE INDEX "agents_by_landing_url" ON "agents" USING hash ("landing_url");