-- AlterTable
ALTER TABLE "Inquiry" ADD COLUMN "retractionToldAt" DATETIME;
ALTER TABLE "Inquiry" ADD COLUMN "sealedAddress" TEXT;

-- CreateTable
CREATE TABLE "BroadcastTransition" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "broadcastId" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "reason" TEXT,
    "at" DATETIME NOT NULL,
    CONSTRAINT "BroadcastTransition_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "Broadcast" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Amendment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "broadcastId" TEXT NOT NULL,
    "deliveryId" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "means" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" DATETIME NOT NULL,
    "noticeAt" DATETIME,
    CONSTRAINT "Amendment_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "Broadcast" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "TestSend" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "broadcastId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "sealedAddress" TEXT,
    "message" JSONB NOT NULL,
    "by" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "requestedAt" DATETIME NOT NULL
);

-- AlterTable: columns are added in place, so that no run is touched
ALTER TABLE "Broadcast" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'announcement';
ALTER TABLE "Broadcast" ADD COLUMN "amends" TEXT;
ALTER TABLE "Broadcast" ADD COLUMN "corrected" JSONB;
ALTER TABLE "Broadcast" ADD COLUMN "author" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Broadcast" ADD COLUMN "emergencyReason" TEXT;

-- CreateIndex
CREATE INDEX "Broadcast_amends_idx" ON "Broadcast"("amends");

-- CreateIndex
CREATE INDEX "BroadcastTransition_broadcastId_at_idx" ON "BroadcastTransition"("broadcastId", "at");

-- CreateIndex
CREATE INDEX "Amendment_status_nextAttemptAt_idx" ON "Amendment"("status", "nextAttemptAt");

-- CreateIndex
CREATE UNIQUE INDEX "Amendment_broadcastId_deliveryId_key" ON "Amendment"("broadcastId", "deliveryId");

-- CreateIndex
CREATE INDEX "TestSend_status_idx" ON "TestSend"("status");

-- CreateIndex
CREATE INDEX "Inquiry_clarificationId_idx" ON "Inquiry"("clarificationId");
