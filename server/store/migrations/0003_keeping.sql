CREATE TABLE "visit_keys" (
	"visit_id" uuid PRIMARY KEY NOT NULL,
	"master_key_id" text NOT NULL,
	"wrapped" "bytea",
	"created_at" timestamp (3) with time zone NOT NULL,
	"destroyed_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "files" ALTER COLUMN "bytes" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "sealed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "expired_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "keep_until" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "files_keep_until" ON "files" USING btree ("keep_until") WHERE "files"."expired_at" is null;--> statement-breakpoint
CREATE INDEX "files_unsealed" ON "files" USING btree ("id") WHERE not "files"."sealed" and "files"."expired_at" is null;