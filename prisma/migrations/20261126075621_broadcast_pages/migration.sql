-- CreateIndex
CREATE INDEX "Broadcast_createdAt_idx" ON "Broadcast"("createdAt");

-- CreateIndex
CREATE INDEX "BroadcastRun_scheduledFor_idx" ON "BroadcastRun"("scheduledFor");
