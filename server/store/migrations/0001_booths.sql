CREATE TABLE "booth_facts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"booth_id" text NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"stored_at" timestamp (3) with time zone NOT NULL,
	"fact" jsonb,
	"refused" text
);
--> statement-breakpoint
CREATE TABLE "courier_codes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"booth_id" text NOT NULL,
	"parcel_id" uuid NOT NULL,
	"code_hash" text NOT NULL,
	"purpose" text NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"valid_until" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "courier_codes_code_hash_unique" UNIQUE("code_hash")
);
--> statement-breakpoint
CREATE TABLE "diagnostic_records" (
	"id" uuid PRIMARY KEY NOT NULL,
	"booth_id" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"stored_at" timestamp (3) with time zone NOT NULL,
	"record" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"booth_id" text NOT NULL,
	"subject" text NOT NULL,
	"code" text NOT NULL,
	"detail" text NOT NULL,
	"count" integer NOT NULL,
	"visit_id" uuid,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"cleared_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "self_checks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"booth_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"stored_at" timestamp (3) with time zone NOT NULL,
	"report" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "technician_keys" (
	"agent_id" uuid PRIMARY KEY NOT NULL,
	"pin_hash" text NOT NULL,
	"totp_secret" text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "booth_facts_seq" ON "booth_facts" USING btree ("booth_id","seq");--> statement-breakpoint
CREATE INDEX "courier_codes_parcel" ON "courier_codes" USING btree ("parcel_id");--> statement-breakpoint
CREATE INDEX "diagnostic_records_booth" ON "diagnostic_records" USING btree ("booth_id","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_open" ON "incidents" USING btree ("booth_id","subject","code") WHERE "incidents"."cleared_at" is null;--> statement-breakpoint
CREATE INDEX "incidents_booth" ON "incidents" USING btree ("booth_id","raised_at");--> statement-breakpoint
CREATE INDEX "self_checks_booth" ON "self_checks" USING btree ("booth_id","stored_at","at");--> statement-breakpoint
-- A compartment used to be given again once its sensor said empty, and nobody wrote that the parcel was taken.
UPDATE "parcels" SET "state" = 'collected', "custody" = "custody" || jsonb_build_array(jsonb_build_object(
	'state', 'collected',
	'at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
	'by', 'hub:hub'
))
WHERE NOT "withdrawn" AND "state" = 'sealed' AND EXISTS (
	SELECT 1 FROM "parcels" "later"
	WHERE "later"."booth_id" = "parcels"."booth_id" AND "later"."compartment" = "parcels"."compartment"
		AND NOT "later"."withdrawn" AND ("later"."created_at", "later"."id") > ("parcels"."created_at", "parcels"."id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "parcels_compartment" ON "parcels" USING btree ("booth_id","compartment") WHERE not "parcels"."withdrawn" and "parcels"."state" not in ('collected', 'returned');