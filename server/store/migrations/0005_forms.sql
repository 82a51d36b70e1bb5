CREATE TABLE "form_acts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"case_id" uuid NOT NULL,
	"field_id" text NOT NULL,
	"type" text NOT NULL,
	"value" text,
	"by" jsonb NOT NULL,
	"outcome" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "form_signatures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"case_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"hash" text NOT NULL,
	"device" text NOT NULL,
	"signed_at_id" text NOT NULL,
	"signed_at" timestamp (3) with time zone NOT NULL,
	"sealed" "bytea" NOT NULL,
	"file_id" uuid,
	"voided_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "forms" (
	"case_id" uuid PRIMARY KEY NOT NULL,
	"doc" "bytea" NOT NULL,
	"fields" jsonb NOT NULL,
	"rev" integer NOT NULL,
	"version" integer NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "form_acts_case" ON "form_acts" USING btree ("case_id");
--> statement-breakpoint
CREATE INDEX "form_signatures_case" ON "form_signatures" USING btree ("case_id");