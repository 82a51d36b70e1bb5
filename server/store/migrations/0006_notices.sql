CREATE TABLE "case_needs" (
	"case_id" uuid PRIMARY KEY NOT NULL,
	"visit_id" uuid NOT NULL,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"case_id" uuid NOT NULL,
	"visit_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"data" jsonb NOT NULL,
	"given_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notices_number_unique" UNIQUE("number")
);
--> statement-breakpoint
ALTER TABLE "follow_ups" ALTER COLUMN "call_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "papers" ADD COLUMN "reason_code" text;--> statement-breakpoint
CREATE INDEX "case_needs_visit" ON "case_needs" USING btree ("visit_id");--> statement-breakpoint
CREATE INDEX "notices_visit" ON "notices" USING btree ("visit_id");