-- CreateTable
CREATE TABLE "LiteracyIssue" (
    "broadcastId" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "item" JSONB NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "QuizRound" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "broadcastId" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "question" INTEGER NOT NULL DEFAULT 1,
    "messages" INTEGER NOT NULL DEFAULT 0,
    "isNoted" BOOLEAN NOT NULL DEFAULT false,
    "isOverTold" BOOLEAN NOT NULL DEFAULT false,
    "revealedBy" TEXT,
    "openedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME
);

-- CreateTable
CREATE TABLE "QuizAnswer" (
    "roundId" TEXT NOT NULL,
    "question" INTEGER NOT NULL,
    "personKey" TEXT NOT NULL,
    "option" INTEGER NOT NULL,
    "isRight" BOOLEAN NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("roundId", "question", "personKey"),
    CONSTRAINT "QuizAnswer_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "QuizRound" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "LiteracyIssue_kind_dueAt_idx" ON "LiteracyIssue"("kind", "dueAt");

-- CreateIndex
CREATE INDEX "QuizRound_broadcastId_idx" ON "QuizRound"("broadcastId");
