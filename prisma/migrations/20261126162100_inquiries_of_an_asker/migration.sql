-- DropIndex
DROP INDEX "Inquiry_askerKey_idx";

-- CreateIndex
CREATE INDEX "Inquiry_askerKey_receivedAt_idx" ON "Inquiry"("askerKey", "receivedAt");
