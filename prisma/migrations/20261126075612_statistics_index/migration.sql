-- DropIndex
DROP INDEX "Inquiry_receivedAt_idx";

-- CreateIndex
CREATE INDEX "Inquiry_receivedAt_answerType_areaCode_clarificationId_idx" ON "Inquiry"("receivedAt", "answerType", "areaCode", "clarificationId");
