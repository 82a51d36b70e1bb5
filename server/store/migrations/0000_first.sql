CREATE TABLE "agents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"username" text NOT NULL,
	"display_name" text NOT NULL,
	"role" text NOT NULL,
	"department_id" text NOT NULL,
	"region_id" text NOT NULL,
	"languages" jsonb NOT NULL,
	"password_hash" text NOT NULL,
	"demo" boolean NOT NULL,
	CONSTRAINT "agents_username_unique" UNIQUE("username")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"seq" integer PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"action" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"visit_id" uuid,
	"subject" text,
	"disposition" text NOT NULL,
	"detail" text,
	CONSTRAINT "audit_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "bookings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"booth_id" text NOT NULL,
	"bundle_id" text,
	"service_id" text,
	"day" text NOT NULL,
	"time" text NOT NULL,
	"code" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "bookings_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "booths" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"address" text NOT NULL,
	"region_id" text NOT NULL,
	"demo" boolean NOT NULL,
	"version" text,
	"last_seen_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "bundles" (
	"id" text PRIMARY KEY NOT NULL,
	"position" integer NOT NULL,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"visit_id" uuid NOT NULL,
	"service_id" text NOT NULL,
	"department_id" text NOT NULL,
	"agent_id" uuid,
	"state" text NOT NULL,
	"form" jsonb NOT NULL,
	"note" text NOT NULL,
	"outcome_title" text,
	"verify_code" text,
	"issued_at" timestamp (3) with time zone,
	"opened_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cases_number_unique" UNIQUE("number"),
	CONSTRAINT "cases_verify_code_unique" UNIQUE("verify_code")
);
--> statement-breakpoint
CREATE TABLE "checkins" (
	"id" uuid PRIMARY KEY NOT NULL,
	"booth_id" text NOT NULL,
	"visit_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "counters" (
	"name" text PRIMARY KEY NOT NULL,
	"value" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "departments" (
	"id" text PRIMARY KEY NOT NULL,
	"position" integer NOT NULL,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "device_reports" (
	"booth_id" text NOT NULL,
	"device_id" text NOT NULL,
	"report" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "device_reports_booth_id_device_id_pk" PRIMARY KEY("booth_id","device_id")
);
--> statement-breakpoint
CREATE TABLE "files" (
	"id" uuid PRIMARY KEY NOT NULL,
	"visit_id" uuid NOT NULL,
	"source" text NOT NULL,
	"mime_type" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"width_px" integer,
	"height_px" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"bytes" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "papers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"case_id" uuid NOT NULL,
	"required_paper_id" text NOT NULL,
	"position" integer NOT NULL,
	"state" text NOT NULL,
	"file_id" uuid,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "parcels" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"visit_id" uuid NOT NULL,
	"booth_id" text NOT NULL,
	"case_id" uuid,
	"compartment" integer NOT NULL,
	"state" text NOT NULL,
	"mailing" jsonb,
	"custody" jsonb NOT NULL,
	"withdrawn" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "parcels_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "ratings" (
	"case_id" uuid PRIMARY KEY NOT NULL,
	"visit_id" uuid NOT NULL,
	"level" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "readings" (
	"file_id" uuid PRIMARY KEY NOT NULL,
	"visit_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"fields" jsonb NOT NULL,
	"text" text NOT NULL,
	"duration_ms" double precision NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"number" text PRIMARY KEY NOT NULL,
	"visit_id" uuid NOT NULL,
	"state" text NOT NULL,
	"data" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "regions" (
	"id" text PRIMARY KEY NOT NULL,
	"position" integer NOT NULL,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "services" (
	"id" text PRIMARY KEY NOT NULL,
	"position" integer NOT NULL,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"agent_id" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "timeline" (
	"id" uuid PRIMARY KEY NOT NULL,
	"visit_id" uuid NOT NULL,
	"entry_order" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"stored_at" timestamp (3) with time zone NOT NULL,
	"source" text NOT NULL,
	"source_id" text NOT NULL,
	"fact" jsonb NOT NULL,
	"booth_id" text,
	"booth_seq" integer
);
--> statement-breakpoint
CREATE TABLE "used_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "visit_agents" (
	"visit_id" uuid NOT NULL,
	"agent_id" uuid NOT NULL,
	"joined_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "visit_agents_visit_id_agent_id_pk" PRIMARY KEY("visit_id","agent_id")
);
--> statement-breakpoint
CREATE TABLE "visits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"booth_id" text NOT NULL,
	"entry" text NOT NULL,
	"state" text NOT NULL,
	"how_ended" text,
	"language" text NOT NULL,
	"consent_at" timestamp (3) with time zone NOT NULL,
	"bundle_id" text,
	"service_id" text,
	"first_agent_id" uuid,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"mailing" jsonb,
	CONSTRAINT "visits_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE INDEX "audit_visit" ON "audit" USING btree ("visit_id");--> statement-breakpoint
CREATE UNIQUE INDEX "bookings_slot" ON "bookings" USING btree ("booth_id","day","time") WHERE "bookings"."state" in ('booked', 'used');--> statement-breakpoint
CREATE INDEX "cases_visit" ON "cases" USING btree ("visit_id");--> statement-breakpoint
CREATE INDEX "files_visit" ON "files" USING btree ("visit_id");--> statement-breakpoint
CREATE UNIQUE INDEX "papers_case_required" ON "papers" USING btree ("case_id","required_paper_id");--> statement-breakpoint
CREATE INDEX "parcels_visit" ON "parcels" USING btree ("visit_id");--> statement-breakpoint
CREATE INDEX "parcels_booth" ON "parcels" USING btree ("booth_id");--> statement-breakpoint
CREATE INDEX "ratings_visit" ON "ratings" USING btree ("visit_id");--> statement-breakpoint
CREATE INDEX "readings_visit" ON "readings" USING btree ("visit_id");--> statement-breakpoint
CREATE INDEX "receipts_visit" ON "receipts" USING btree ("visit_id");--> statement-breakpoint
CREATE UNIQUE INDEX "timeline_visit_order" ON "timeline" USING btree ("visit_id","entry_order");--> statement-breakpoint
CREATE UNIQUE INDEX "timeline_booth_seq" ON "timeline" USING btree ("booth_id","booth_seq");--> statement-breakpoint
CREATE INDEX "visit_agents_agent" ON "visit_agents" USING btree ("agent_id");--> statement-breakpoint
CREATE UNIQUE INDEX "visits_active_booth" ON "visits" USING btree ("booth_id") WHERE "visits"."state" <> 'ended';--> statement-breakpoint
CREATE INDEX "visits_started" ON "visits" USING btree ("started_at");