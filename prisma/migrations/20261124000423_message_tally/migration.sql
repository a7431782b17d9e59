-- CreateTable
CREATE TABLE "MessageTally" (
    "day" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    PRIMARY KEY ("day", "channel", "reason")
);
