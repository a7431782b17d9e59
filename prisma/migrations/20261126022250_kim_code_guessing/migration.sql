-- AlterTable
ALTER TABLE "KimCode" ADD COLUMN "revokedBy" TEXT;

-- AlterTable
ALTER TABLE "KimCodeGuess" ADD COLUMN "locks" INTEGER NOT NULL DEFAULT 0;
