-- CreateTable
CREATE TABLE "Asker" (
    "askerKey" TEXT NOT NULL PRIMARY KEY,
    "areaCode" TEXT,
    "wantsNews" BOOLEAN NOT NULL DEFAULT true,
    "blockedUntil" DATETIME,
    "blockedBy" TEXT,
    "blockedBecause" TEXT,
    "seenAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Claim" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "harm" TEXT NOT NULL,
    "takenBy" TEXT,
    "note" TEXT,
    "dueAt" DATETIME NOT NULL,
    "firstAskedAt" DATETIME NOT NULL,
    "lastAskedAt" DATETIME NOT NULL,
    "clarificationId" TEXT,
    "closedAt" DATETIME
);

-- CreateTable
CREATE TABLE "ClaimEvent" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "claimId" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "note" TEXT,
    "at" DATETIME NOT NULL,
    CONSTRAINT "ClaimEvent_claimId_fkey" FOREIGN KEY ("claimId") REFERENCES "Claim" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ClarificationDraft" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "content" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "claimId" TEXT,
    "writtenBy" TEXT NOT NULL,
    "corrects" BOOLEAN NOT NULL DEFAULT false,
    "note" TEXT,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ClarificationVersion" (
    "clarificationId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "action" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "note" TEXT,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("clarificationId", "version")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "placeKey" TEXT NOT NULL,
    "askerKey" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "sealedAddress" TEXT,
    "askedAt" DATETIME NOT NULL,
    "status" TEXT NOT NULL,
    "queuedAt" DATETIME NOT NULL,
    "settledAt" DATETIME
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Clarification" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "claimReviewed" TEXT NOT NULL,
    "circulatingTexts" JSONB NOT NULL,
    "verdict" TEXT NOT NULL,
    "explanation" TEXT NOT NULL,
    "sources" JSONB NOT NULL,
    "areaCodes" JSONB NOT NULL DEFAULT '[]',
    "publishedAt" DATETIME NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "pictureHashes" JSONB NOT NULL DEFAULT '[]'
);
INSERT INTO "new_Clarification" ("areaCodes", "circulatingTexts", "claimReviewed", "explanation", "id", "publishedAt", "sources", "status", "updatedAt", "verdict", "version") SELECT "areaCodes", "circulatingTexts", "claimReviewed", "explanation", "id", "publishedAt", "sources", "status", "updatedAt", "verdict", "version" FROM "Clarification";
DROP TABLE "Clarification";
ALTER TABLE "new_Clarification" RENAME TO "Clarification";
CREATE INDEX "Clarification_status_idx" ON "Clarification"("status");
CREATE TABLE "new_Inquiry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "channel" TEXT NOT NULL,
    "askerKey" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "answerType" TEXT NOT NULL,
    "clarificationId" TEXT,
    "score" REAL,
    "explanation" JSONB,
    "status" TEXT NOT NULL,
    "receivedAt" DATETIME NOT NULL,
    "sealedAddress" TEXT,
    "addressExpiresAt" DATETIME,
    "placeKey" TEXT NOT NULL DEFAULT '',
    "claimId" TEXT,
    "areaCode" TEXT,
    "answeredVersion" INTEGER,
    "hasHelped" BOOLEAN,
    CONSTRAINT "Inquiry_claimId_fkey" FOREIGN KEY ("claimId") REFERENCES "Claim" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_Inquiry" ("answerType", "askerKey", "channel", "clarificationId", "explanation", "id", "receivedAt", "score", "sealedAddress", "status", "text") SELECT "answerType", "askerKey", "channel", "clarificationId", "explanation", "id", "receivedAt", "score", "sealedAddress", "status", "text" FROM "Inquiry";
DROP TABLE "Inquiry";
ALTER TABLE "new_Inquiry" RENAME TO "Inquiry";
CREATE INDEX "Inquiry_status_receivedAt_idx" ON "Inquiry"("status", "receivedAt");
CREATE INDEX "Inquiry_askerKey_idx" ON "Inquiry"("askerKey");
CREATE INDEX "Inquiry_clarificationId_idx" ON "Inquiry"("clarificationId");
CREATE INDEX "Inquiry_claimId_idx" ON "Inquiry"("claimId");
CREATE INDEX "Inquiry_receivedAt_idx" ON "Inquiry"("receivedAt");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "Claim_number_key" ON "Claim"("number");

-- CreateIndex
CREATE INDEX "Claim_status_dueAt_idx" ON "Claim"("status", "dueAt");

-- CreateIndex
CREATE INDEX "Claim_clarificationId_idx" ON "Claim"("clarificationId");

-- CreateIndex
CREATE INDEX "ClaimEvent_claimId_idx" ON "ClaimEvent"("claimId");

-- CreateIndex
CREATE INDEX "Notice_status_queuedAt_idx" ON "Notice"("status", "queuedAt");

-- CreateIndex
CREATE INDEX "Notice_askerKey_idx" ON "Notice"("askerKey");

-- CreateIndex
CREATE UNIQUE INDEX "Notice_kind_subjectId_version_placeKey_key" ON "Notice"("kind", "subjectId", "version", "placeKey");


-- Questions from before: each stands for itself, and keeps its address for as long as was promised.
UPDATE "Inquiry" SET "placeKey" = id,
  "addressExpiresAt" = strftime('%Y-%m-%dT%H:%M:%S.000+00:00', "receivedAt", '+90 days'),
  "answeredVersion" = (SELECT version FROM "Clarification" WHERE id = "Inquiry"."clarificationId");
