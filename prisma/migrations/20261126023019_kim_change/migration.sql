-- CreateTable
CREATE TABLE "KimChange" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kimId" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "KimChange_kimId_at_idx" ON "KimChange"("kimId", "at");
