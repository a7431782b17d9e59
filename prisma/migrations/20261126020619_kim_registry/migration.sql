-- AlterTable
ALTER TABLE "Area" ADD COLUMN "connectivity" TEXT;
ALTER TABLE "Area" ADD COLUMN "connectivitySetAt" DATETIME;
ALTER TABLE "Area" ADD COLUMN "connectivitySetBy" TEXT;

-- CreateTable
CREATE TABLE "KimCode" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "communityId" TEXT NOT NULL,
    "codeKey" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "revokedAt" DATETIME,
    CONSTRAINT "KimCode_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "KimCodeUse" (
    "codeId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "usedAt" DATETIME NOT NULL,

    PRIMARY KEY ("codeId", "channel"),
    CONSTRAINT "KimCodeUse_codeId_fkey" FOREIGN KEY ("codeId") REFERENCES "KimCode" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "KimCodeGuess" (
    "guesserKey" TEXT NOT NULL PRIMARY KEY,
    "count" INTEGER NOT NULL,
    "firstAt" DATETIME NOT NULL,
    "lockedUntil" DATETIME
);

-- AlterTable: columns are added in place, because rebuilding a table would let go of what refers to it.
ALTER TABLE "Community" RENAME COLUMN "verification" TO "status";
ALTER TABLE "Community" ADD COLUMN "contactRole" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Community" ADD COLUMN "topics" JSONB NOT NULL DEFAULT '[]';
ALTER TABLE "Community" ADD COLUMN "updatedAt" DATETIME;
CREATE INDEX "Community_kind_areaCode_idx" ON "Community"("kind", "areaCode");

-- AlterTable
ALTER TABLE "Chat" ADD COLUMN "areaCodes" JSONB NOT NULL DEFAULT '[]';
ALTER TABLE "Chat" ADD COLUMN "pausedUntil" DATETIME;
ALTER TABLE "Chat" ADD COLUMN "hours" TEXT NOT NULL DEFAULT 'any';
ALTER TABLE "Chat" ADD COLUMN "register" TEXT NOT NULL DEFAULT 'formal';
ALTER TABLE "Chat" ADD COLUMN "hasLiteracy" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE "Chat" ADD COLUMN "obstacle" TEXT;

-- A group has been in one area so far: that of its community.
UPDATE "Chat" SET "areaCodes" = json_array((SELECT "areaCode" FROM "Community" WHERE id = "Chat"."communityId"));

-- AlterTable
ALTER TABLE "Broadcast" ADD COLUMN "wantsAcknowledgement" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE UNIQUE INDEX "KimCode_codeKey_key" ON "KimCode"("codeKey");

-- CreateIndex
CREATE INDEX "KimCode_communityId_idx" ON "KimCode"("communityId");


-- CreateTable
CREATE TABLE "Acknowledgement" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "deliveryId" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "areaCode" TEXT NOT NULL,
    "personKey" TEXT NOT NULL,
    "methods" JSONB NOT NULL DEFAULT '[]',
    "people" INTEGER,
    "at" DATETIME NOT NULL,
    CONSTRAINT "Acknowledgement_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AcknowledgementReminder" (
    "deliveryId" TEXT NOT NULL PRIMARY KEY,
    "status" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    CONSTRAINT "AcknowledgementReminder_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Acknowledgement_deliveryId_personKey_key" ON "Acknowledgement"("deliveryId", "personKey");
CREATE INDEX "Acknowledgement_chatId_at_idx" ON "Acknowledgement"("chatId", "at");
CREATE INDEX "Acknowledgement_areaCode_idx" ON "Acknowledgement"("areaCode");
