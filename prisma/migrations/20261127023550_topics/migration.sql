-- CreateTable
CREATE TABLE "Topic" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "label" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "retiredAt" DATETIME
);


-- The list as it was before staff could change it.
INSERT INTO "Topic" ("id", "label", "position") VALUES
  ('kesehatan', 'Kesehatan', 1),
  ('pendidikan', 'Pendidikan', 2),
  ('bantuan_sosial', 'Bantuan sosial', 3),
  ('bencana', 'Bencana', 4),
  ('pertanian_perikanan', 'Pertanian & perikanan', 5),
  ('pekerjaan', 'Pekerjaan & usaha', 6),
  ('kependudukan', 'Kependudukan', 7),
  ('literasi_digital', 'Literasi digital', 8),
  ('umum', 'Umum', 9);
