/** One rumour that no clarification answers, as different people pass it on. */
export const BRIDGE_WORDINGS = [
  'Info penting! Jembatan Mahulu ditutup total mulai besok tanggal 5 selama 3 bulan karena tiang retak, semua truk dialihkan. Sebarkan!',
  'benarkah jembatan mahulu mau ditutup total 3 bulan mulai besok gara2 tiangnya retak??',
  'Assalamualaikum, dapat kabar dari grup RT jembatan Mahulu ditutup total tiga bulan karena tiangnya retak, apa betul pak',
  'JEMBATAN MAHULU DITUTUP TOTAL 3 BULAN TIANG RETAK PARAH!!! TRUK DIALIHKAN',
  'min mau tanya, katanya mulai besok jembatan mahulu tutup total selama 3 bulan krn tiang retak. truk2 dialihkan kemana',
  'Mohon infonya jembatan mahulu apakah betul ditutup total mulai tgl 5 selama 3 bulan karna tiang jembatan retak',
  'Dari grup sebelah: Jembatan Mahulu tiangnya retak, ditutup total 3 bulan, truk semua dialihkan lewat jalan lain. Sebarkan',
  'Hati-hati yang lewat jembatan mahulu, tiangnya retak, besok mulai ditutup total sampai 3 bulan',
  'apa bnr jembatan mahulu di tutup total 3 bln krn tiang nya retak, ada yg kirim di grup keluarga',
  'Sekedar info jembatan Mahulu akan ditutup total mulai besok selama 3 bulan, tiang retak, kendaraan truk dialihkan',
  'Kabarnya jembatan mahulu tiangnya retak jd ditutup total 3 bulan mulai besok. hoax bukan?',
  'jembatan mahulu ditutup besok? katanya tiang retak dan tutup total tiga bulan',
]

/** Other rumours of the same days, each asked about once. */
export const OTHER_RUMOURS = [
  'Katanya air PDAM di Sangatta tercemar solar, warga jangan minum dulu sampai minggu depan',
  'Ada penculik anak pakai mobil putih keliling SD di Tenggarong, sudah dua anak hilang',
  'Mulai bulan depan bikin KTP di Balikpapan harus bayar lima puluh ribu per orang',
  'Pabrik tahu di Bontang ketahuan pakai formalin, videonya viral',
  'Daging ayam di pasar Penajam disuntik air sabun biar kelihatan segar',
]
