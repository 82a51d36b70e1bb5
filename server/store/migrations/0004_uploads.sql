CREATE TABLE "upload_parts" (
	"upload_id" uuid NOT NULL,
	"offset_bytes" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "upload_parts_upload_id_offset_bytes_pk" PRIMARY KEY("upload_id","offset_bytes")
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"checkin_id" uuid NOT NULL,
	"visit_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"required_paper_id" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"offset_bytes" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"file_id" uuid,
	"refused" text
);
--> statement-breakpoint
CREATE INDEX "uploads_created" ON "uploads" USING btree ("created_at");