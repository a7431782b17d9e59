-- DropIndex
DROP INDEX "Inquiry_claimId_idx";

-- CreateIndex
CREATE INDEX "Inquiry_claimId_askerKey_areaCode_receivedAt_idx" ON "Inquiry"("claimId", "askerKey", "areaCode", "receivedAt");
