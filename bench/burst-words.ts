/** Made-up rumours that no clarification answers, each as several people put it. */
export const RUMOURS: readonly (readonly string[])[] = [
  [
    'Sumur warga di Muara Badak mengeluarkan gas, malam ini semua disuruh mengungsi ke lapangan',
    'sumur sumur di muara badak keluar gas, warga disuruh ngungsi malam ini ke lapangan',
    'malam ini warga Muara Badak harus mengungsi ke lapangan karena sumur mengeluarkan gas',
  ],
  [
    'Kapal feri Penajam Balikpapan berhenti beroperasi selama dua minggu karena mesin rusak semua',
    'feri penajam ke balikpapan stop dua minggu, mesinnya rusak semua',
    'selama dua minggu tidak ada feri Balikpapan Penajam karena mesin kapal rusak',
  ],
  [
    'Harga tabung gas melon di Bontang naik jadi tujuh puluh ribu mulai tanggal satu',
    'mulai tanggal satu gas melon di bontang jadi tujuh puluh ribu per tabung',
    'tabung gas melon Bontang naik tujuh puluh ribu tanggal satu besok',
  ],
  [
    'Sekolah di Tenggarong libur seminggu karena wabah cacar monyet di asrama',
    'anak sekolah tenggarong diliburkan seminggu, ada cacar monyet di asrama',
    'karena cacar monyet di asrama, semua sekolah di Tenggarong libur satu minggu',
  ],
  [
    'Ular sanca sepuluh meter lepas dari kebun binatang dan masuk saluran air di Sempaja',
    'hati hati ular sanca sepuluh meter lepas dari kebun binatang, masuk got di sempaja',
    'di Sempaja ada ular sanca sepanjang sepuluh meter di saluran air, lepas dari kebun binatang',
  ],
  [
    'Petugas palsu keliling di Loa Janan menawarkan ganti meteran air lalu mencuri motor',
    'di loa janan ada petugas palsu ganti meteran air ternyata mencuri motor warga',
    'awas orang mengaku petugas meteran air di Loa Janan, motornya warga dicuri',
  ],
  [
    'Ikan asin di pasar Sangatta diawetkan memakai obat nyamuk, sudah lima orang masuk rumah sakit',
    'lima orang masuk rumah sakit gara gara ikan asin pasar sangatta pakai obat nyamuk',
    'jangan beli ikan asin di Sangatta, diawetkan pakai obat nyamuk, lima orang dirawat',
  ],
  [
    'Bendungan Lempake retak dan air akan dilepas besok subuh, warga di bawahnya harus pindah',
    'bendungan lempake retak besok subuh airnya dilepas, yang di bawah harus pindah',
    'besok subuh air Bendungan Lempake dilepas karena retak, warga bawah bendungan pindah dulu',
  ],
  [
    'Setiap kepala keluarga di Berau mendapat bibit sawit gratis kalau menyerahkan kartu keluarga asli',
    'di berau bagi bibit sawit gratis tiap kk, syaratnya serahkan kartu keluarga asli',
    'serahkan kartu keluarga asli dapat bibit sawit gratis untuk warga Berau',
  ],
  [
    'Menara sinyal baru di Melak membuat ayam warga mati mendadak dalam semalam',
    'ayam warga melak mati semua semalam gara gara menara sinyal baru',
    'sejak menara sinyal baru di Melak menyala, ayam warga mati mendadak',
  ],
  [
    'Jalan poros Samarinda Bontang amblas sepuluh meter dan ditutup sampai lebaran',
    'jalan samarinda bontang amblas sepuluh meter, ditutup sampai lebaran katanya',
    'sampai lebaran jalan poros Bontang Samarinda tutup karena amblas sepuluh meter',
  ],
  [
    'Rumah sakit di Paser menolak pasien tanpa sidik jari digital mulai bulan depan',
    'bulan depan berobat di rumah sakit paser wajib sidik jari digital, yang tidak punya ditolak',
    'pasien tanpa sidik jari digital ditolak rumah sakit di Paser mulai bulan depan',
  ],
]

/** How people begin. */
export const OPENINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `${text}, benarkah?`,
  (text) => `Assalamualaikum, mau tanya ${text}, apa betul pak`,
  (text) => `Dari grup sebelah: ${text}. Sebarkan!`,
  (text) => `min ${text.toLowerCase()} hoax bukan ya`,
]

const WHO = [
  'Pak lurah',
  'Bidan desa',
  'Kepala pasar',
  'Ketua koperasi',
  'Pelatih voli',
  'Sopir truk',
  'Juragan udang',
  'Penjaga kolam',
  'Guru ngaji',
  'Tukang ojek',
]
const DOES = [
  'membagikan',
  'menyembunyikan',
  'menjual',
  'melarang',
  'membakar',
  'menukar',
  'menimbun',
  'menemukan',
  'menyewakan',
  'memindahkan',
]
const WHAT = [
  'pupuk urea',
  'kelambu bekas',
  'patung kuno',
  'seragam sekolah',
  'rumput laut',
  'drone rusak',
  'kuda lumping',
  'perahu ketinting',
  'lampu jalan',
  'kambing kurban',
  'buku tabungan',
  'mesin perontok padi',
]
const WHERE = [
  'Kaubun',
  'Sepaku',
  'Sebulu',
  'Talisayan',
  'Long Iram',
  'Kuaro',
  'Anggana',
  'Waru',
  'Muara Wahau',
  'Batu Sopang',
  'Marangkayu',
  'Kenohan',
]
const WHEN = [
  'tadi malam',
  'waktu banjir',
  'habis panen',
  'sebelum pemilihan',
  'saat gerhana',
  'sejak Ramadan',
  'pas musim durian',
  'menjelang karnaval',
]

/** A rumour that hardly anybody else tells. `random` is like `Math.random`. */
export function oddRumour(random: () => number): string {
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  return `${pick(WHO)} ${pick(DOES)} ${pick(WHAT)} dan ${pick(WHAT)} di ${pick(WHERE)} ${pick(WHEN)}, betul tidak?`
}

/** The text as somebody types it who is in a hurry: without case, with lost and swapped letters. */
export function deform(text: string, random: () => number): string {
  const words = text.toLowerCase().split(' ')
  const kept = random() < 0.5 ? words : words.slice(0, Math.max(8, Math.floor(words.length * 0.7)))
  return kept
    .map((word) => {
      if (word.length < 5 || random() > 0.15) return word
      const at = 1 + Math.floor(random() * (word.length - 2))
      return random() < 0.5
        ? word.slice(0, at) + word.slice(at + 1)
        : `${word.slice(0, at)}${word[at + 1] ?? ''}${word[at] ?? ''}${word.slice(at + 2)}`
    })
    .join(' ')
}
