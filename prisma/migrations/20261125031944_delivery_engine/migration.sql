-- AlterTable: columns are added in place, because rebuilding a table would let go of what refers to it.
ALTER TABLE "Chat" ADD COLUMN "isStandby" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "Chat_channel_chatId_idx" ON "Chat"("channel", "chatId");
CREATE INDEX "Chat_communityId_idx" ON "Chat"("communityId");

-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN "triedAt" DATETIME;
ALTER TABLE "Delivery" ADD COLUMN "isInDoubt" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Delivery" ADD COLUMN "repeats" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Delivery" ADD COLUMN "recipients" INTEGER;
ALTER TABLE "Delivery" ADD COLUMN "deliveredTo" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Delivery" ADD COLUMN "readBy" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Delivery" ADD COLUMN "receipts" TEXT;

-- CreateIndex
CREATE INDEX "Delivery_runId_status_channel_account_nextAttemptAt_idx" ON "Delivery"("runId", "status", "channel", "account", "nextAttemptAt");
