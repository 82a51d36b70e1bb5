CREATE TABLE "agent_duty" (
	"agent_id" uuid PRIMARY KEY NOT NULL,
	"wish" text NOT NULL,
	"reason" text,
	"since" timestamp (3) with time zone NOT NULL,
	"misses" integer NOT NULL,
	"counter" boolean NOT NULL,
	"wrap_ups" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "call_asks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"call_id" uuid NOT NULL,
	"visit_id" uuid NOT NULL,
	"department_id" text,
	"purpose" text NOT NULL,
	"by_agent_id" uuid,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"agent_id" uuid,
	"answered_at" timestamp (3) with time zone,
	"abandoned_at" timestamp (3) with time zone,
	"abandon_reason" text,
	"wait_ms" integer,
	"talk_ms" integer
);
--> statement-breakpoint
CREATE TABLE "calls" (
	"id" uuid PRIMARY KEY NOT NULL,
	"visit_id" uuid NOT NULL,
	"booth_id" text NOT NULL,
	"department_id" text,
	"state" jsonb NOT NULL,
	"rev" integer NOT NULL,
	"owner_agent_id" uuid,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"end_reason" text,
	"wait_ms" integer,
	"talk_ms" integer
);
--> statement-breakpoint
CREATE TABLE "follow_ups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"kind" text NOT NULL,
	"department_id" text NOT NULL,
	"visit_id" uuid NOT NULL,
	"call_id" uuid NOT NULL,
	"booth_id" text NOT NULL,
	"phone" text NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"agent_id" uuid,
	"outcome" text,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "follow_ups_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "routing_measures" (
	"id" text PRIMARY KEY NOT NULL,
	"data" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN "qualification" jsonb;--> statement-breakpoint
CREATE INDEX "call_asks_asked" ON "call_asks" USING btree ("asked_at");--> statement-breakpoint
CREATE INDEX "call_asks_call" ON "call_asks" USING btree ("call_id");--> statement-breakpoint
CREATE UNIQUE INDEX "calls_open_visit" ON "calls" USING btree ("visit_id") WHERE "calls"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "calls_visit" ON "calls" USING btree ("visit_id");--> statement-breakpoint
CREATE INDEX "calls_asked" ON "calls" USING btree ("asked_at");--> statement-breakpoint
CREATE INDEX "follow_ups_open" ON "follow_ups" USING btree ("department_id","due_at") WHERE "follow_ups"."state" <> 'done';