-- CreateIndex
CREATE INDEX "Clarification_updatedAt_version_idx" ON "Clarification"("updatedAt", "version");
