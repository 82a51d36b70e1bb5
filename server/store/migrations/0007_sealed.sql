ALTER TABLE "cases" ADD COLUMN "sealed_form" "bytea";--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "sealed_note" "bytea";--> statement-breakpoint
ALTER TABLE "papers" ADD COLUMN "sealed" "bytea";--> statement-breakpoint
ALTER TABLE "parcels" ADD COLUMN "sealed" "bytea";--> statement-breakpoint
ALTER TABLE "readings" ADD COLUMN "sealed" "bytea";--> statement-breakpoint
ALTER TABLE "receipts" ADD COLUMN "sealed" "bytea";--> statement-breakpoint
ALTER TABLE "timeline" ADD COLUMN "sealed" "bytea";--> statement-breakpoint
ALTER TABLE "visit_keys" ADD COLUMN "keep_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "visits" ADD COLUMN "sealed" "bytea";--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "sealed" "bytea";--> statement-breakpoint
ALTER TABLE "follow_ups" ADD COLUMN "sealed" "bytea";--> statement-breakpoint
ALTER TABLE "follow_ups" ADD COLUMN "sealed_outcome" "bytea";--> statement-breakpoint
ALTER TABLE "form_acts" ADD COLUMN "sealed" "bytea";--> statement-breakpoint
ALTER TABLE "forms" ADD COLUMN "sealed" "bytea";--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "sealed" "bytea";--> statement-breakpoint
CREATE INDEX "timeline_unsealed" ON "timeline" USING btree ("id") WHERE "timeline"."sealed" is null and "timeline"."fact"->>'type' in ('paper.read', 'paper.confirmed', 'mailing.given', 'call.noted');--> statement-breakpoint
CREATE INDEX "visit_keys_keep_until" ON "visit_keys" USING btree ("keep_until") WHERE "visit_keys"."wrapped" is not null;