-- AlterTable
ALTER TABLE "Acknowledgement" ADD COLUMN "asking" TEXT;

-- AlterTable
ALTER TABLE "AcknowledgementReminder" ADD COLUMN "externalId" TEXT;

-- CreateIndex
CREATE INDEX "AcknowledgementReminder_externalId_idx" ON "AcknowledgementReminder"("externalId");

-- CreateIndex
CREATE INDEX "AcknowledgementReminder_status_idx" ON "AcknowledgementReminder"("status");
