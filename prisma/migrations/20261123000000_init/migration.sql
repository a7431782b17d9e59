-- CreateTable
CREATE TABLE "Area" (
    "code" TEXT NOT NULL PRIMARY KEY,
    "level" TEXT NOT NULL,
    "name" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Community" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "areaCode" TEXT NOT NULL,
    "verification" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Chat" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "communityId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "topics" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Chat_communityId_fkey" FOREIGN KEY ("communityId") REFERENCES "Community" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Broadcast" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "title" TEXT NOT NULL,
    "programme" TEXT NOT NULL,
    "message" JSONB NOT NULL,
    "audience" JSONB NOT NULL,
    "schedule" JSONB NOT NULL,
    "priority" TEXT NOT NULL,
    "expiresAt" DATETIME,
    "status" TEXT NOT NULL,
    "sourceFile" TEXT,
    "contentHash" TEXT,
    "settledAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "BroadcastRun" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "broadcastId" TEXT NOT NULL,
    "scheduledFor" DATETIME NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "message" JSONB NOT NULL,
    "openedAt" DATETIME NOT NULL,
    CONSTRAINT "BroadcastRun_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "Broadcast" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" DATETIME NOT NULL,
    "messageId" TEXT,
    "externalId" TEXT,
    "errorCode" TEXT,
    "errorReason" TEXT,
    "sentAt" DATETIME,
    CONSTRAINT "Delivery_runId_fkey" FOREIGN KEY ("runId") REFERENCES "BroadcastRun" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Delivery_chatId_fkey" FOREIGN KEY ("chatId") REFERENCES "Chat" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Clarification" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "claimReviewed" TEXT NOT NULL,
    "circulatingTexts" JSONB NOT NULL,
    "verdict" TEXT NOT NULL,
    "explanation" TEXT NOT NULL,
    "sources" JSONB NOT NULL,
    "areaCodes" JSONB NOT NULL,
    "publishedAt" DATETIME NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Inquiry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "channel" TEXT NOT NULL,
    "askerKey" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "answerType" TEXT NOT NULL,
    "clarificationId" TEXT,
    "score" REAL,
    "status" TEXT NOT NULL,
    "receivedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Dialogue" (
    "channel" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "adminKey" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("channel", "account", "chatId")
);

-- CreateTable
CREATE TABLE "ReceivedMessage" (
    "channel" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "ignored" TEXT,
    "receivedAt" DATETIME NOT NULL,

    PRIMARY KEY ("channel", "chatId", "messageId")
);

-- CreateTable
CREATE TABLE "ChannelMemory" (
    "channel" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "collection" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("channel", "account", "collection", "key")
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Chat_status_idx" ON "Chat"("status");

-- CreateIndex
CREATE UNIQUE INDEX "Chat_channel_account_chatId_key" ON "Chat"("channel", "account", "chatId");

-- CreateIndex
CREATE INDEX "Broadcast_status_idx" ON "Broadcast"("status");

-- CreateIndex
CREATE INDEX "BroadcastRun_status_idx" ON "BroadcastRun"("status");

-- CreateIndex
CREATE UNIQUE INDEX "BroadcastRun_broadcastId_scheduledFor_key" ON "BroadcastRun"("broadcastId", "scheduledFor");

-- CreateIndex
CREATE INDEX "Delivery_channel_account_status_nextAttemptAt_idx" ON "Delivery"("channel", "account", "status", "nextAttemptAt");

-- CreateIndex
CREATE INDEX "Delivery_externalId_idx" ON "Delivery"("externalId");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_runId_chatId_key" ON "Delivery"("runId", "chatId");

-- CreateIndex
CREATE INDEX "Clarification_status_idx" ON "Clarification"("status");

-- CreateIndex
CREATE INDEX "Inquiry_status_receivedAt_idx" ON "Inquiry"("status", "receivedAt");

-- CreateIndex
CREATE INDEX "Inquiry_askerKey_idx" ON "Inquiry"("askerKey");

-- CreateIndex
CREATE INDEX "ReceivedMessage_receivedAt_idx" ON "ReceivedMessage"("receivedAt");
