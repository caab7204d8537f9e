CREATE TABLE "tune_connections" (
	"workspace_id" text PRIMARY KEY NOT NULL,
	"network_id" text NOT NULL,
	"sealed_token" text NOT NULL,
	"connected_at" timestamp (3) with time zone NOT NULL,
	"connected_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tune_imports" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"origin" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"reading" jsonb,
	"leased_until" timestamp (3) with time zone,
	"failure" text,
	"warnings" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tune_links" (
	"link_id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"source_kind" text NOT NULL,
	"source_id" text NOT NULL,
	"mode" text NOT NULL,
	"state" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"changed_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tune_parity_reports" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"file_name" text NOT NULL,
	"report" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tune_records" (
	"import_id" text NOT NULL,
	"kind" text NOT NULL,
	"tune_id" text NOT NULL,
	"record" jsonb NOT NULL,
	"raw" jsonb NOT NULL,
	CONSTRAINT "tune_records_import_id_kind_tune_id_pk" PRIMARY KEY("import_id","kind","tune_id")
);
--> statement-breakpoint
CREATE TABLE "tune_sources" (
	"workspace_id" text NOT NULL,
	"kind" text NOT NULL,
	"tune_id" text NOT NULL,
	"experiment_id" text NOT NULL,
	"name" text NOT NULL,
	"facts" jsonb NOT NULL,
	"places" jsonb NOT NULL,
	"stance" jsonb NOT NULL,
	"imported_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tune_sources_workspace_id_kind_tune_id_pk" PRIMARY KEY("workspace_id","kind","tune_id")
);
--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "hand_back_url" text;--> statement-breakpoint
ALTER TABLE "tune_connections" ADD CONSTRAINT "tune_connections_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tune_imports" ADD CONSTRAINT "tune_imports_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tune_links" ADD CONSTRAINT "tune_links_link_id_links_id_fk" FOREIGN KEY ("link_id") REFERENCES "public"."links"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tune_links" ADD CONSTRAINT "tune_links_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tune_parity_reports" ADD CONSTRAINT "tune_parity_reports_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tune_records" ADD CONSTRAINT "tune_records_import_id_tune_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."tune_imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tune_sources" ADD CONSTRAINT "tune_sources_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tune_sources" ADD CONSTRAINT "tune_sources_experiment_id_experiments_id_fk" FOREIGN KEY ("experiment_id") REFERENCES "public"."experiments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tune_imports_by_time" ON "tune_imports" USING btree ("workspace_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "tune_imports_reading" ON "tune_imports" USING btree ("created_at") WHERE "tune_imports"."state" = 'reading';--> statement-breakpoint
CREATE INDEX "tune_links_by_workspace" ON "tune_links" USING btree ("workspace_id","link_id");--> statement-breakpoint
CREATE INDEX "tune_parity_by_time" ON "tune_parity_reports" USING btree ("workspace_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "tune_sources_by_experiment" ON "tune_sources" USING btree ("experiment_id");