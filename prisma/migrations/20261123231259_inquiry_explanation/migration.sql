-- AlterTable
ALTER TABLE "Inquiry" ADD COLUMN "explanation" JSONB;
