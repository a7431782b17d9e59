-- CreateIndex
CREATE INDEX "Delivery_chatId_sentAt_status_runId_idx" ON "Delivery"("chatId", "sentAt", "status", "runId");
