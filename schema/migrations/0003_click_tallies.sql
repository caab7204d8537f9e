CREATE TABLE "click_tallies" (
	"ledger_id" text PRIMARY KEY NOT NULL,
	"edge" text NOT NULL,
	"stored" bigint NOT NULL,
	"last_stored_at" timestamp (3) with time zone NOT NULL
);
