/**
 * Words that tell little about which claim a text makes, each list in plain text, so that a colleague who does not
 * program can extend it.
 */

const wordSet = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Words of grammar, of chat and of forwarding that say nothing about which claim it is. */
export const STOP_WORDS: ReadonlySet<string> = wordSet(`
yang dan di ke dari untuk dengan pada ini itu adalah juga saja karena kalau akan bisa ada tapi tetapi lagi
seperti sampai atau oleh dalam agar supaya maka jadi sebagai bahwa hanya serta sudah telah belum masih sedang
para nya lah kah pun per si sang hal antara hingga tentang terhadap secara setiap tiap bila jika apabila ketika saat
saya anda kita kami mereka dia ia beliau kalian gan bro sis kak min admin bang mas mbak om tante bapak ibu
apa apakah siapa kapan dimana mana bagaimana kenapa mengapa berapa begitu begini gimana sih dong deh kok loh lho nih
tuh ya iya yuk ayo nah wah eh oh ah hehe haha wkwk wkwkwk hihi amin aamiin alhamdulillah halo hai assalamualaikum
tolong mohon silakan terima kasih maaf tahu tau mau lebih sangat sekali benar memang semua banyak lain sama tanpa
sebarkan info informasi berita kabar teruskan forward copas copy paste grup sebelah dapat dpt kiriman pesan
hoaks faktanya viral beredar unggahan narasi klaim konten http https www com co id html
the a an of to in is are and or for on at by with this that from it be as was were has have
rupiah user username
mah hmm hm ok oke okey yah gais ih duh aduh waduh wow ha he ho hehehe hahaha haha cie yuk ayok kan dll dst tsb yaitu yakni
sepertinya sekalian guna pula pernah lalu kemudian tersebut berikut saling masing kok sok doang banget aja tuh tadi nanti nih
`)

/**
 * Frequent content words of Indonesian news and chat, with the share of texts that may hold one by chance.
 * They keep a small database honest: there, a word that it holds once is not a rare word.
 */
export const FREQUENT_WORDS: ReadonlySet<string> = wordSet(`
orang anak hari tahun bulan minggu jam waktu kali rumah jalan kota desa negara indonesia daerah warga masyarakat rakyat
pemerintah presiden menteri gubernur bupati pejabat kepala ketua anggota partai dewan polisi tentara hukum kasus
video foto gambar akun media sosial internet tautan situs nomor telepon whatsapp facebook instagram tiktok youtube grup
uang harga biaya gaji bayar beli jual kerja usaha bank dana bantuan program daftar hadiah gratis data
sakit obat dokter kesehatan tubuh darah makan minum air makanan penyakit virus vaksin covid
sekolah guru siswa kuliah ujian buku agama islam masjid haji doa allah tuhan hidup meninggal
mobil motor kereta pesawat kapal bus bandara bensin listrik api hujan banjir gempa gunung laut
baru lama besar kecil baik buruk tinggi rendah cepat penting resmi palsu bahaya aman
buat beri kirim ambil pakai lihat dengar baca tulis bilang kata sebut minta cari temu datang pergi masuk keluar naik turun
mulai akhir tutup buka pulang tinggal jadi tidak bukan jangan harus boleh perlu wajib bantu suka senang takut marah
nama tempat pihak acara cara hasil bagian masalah dunia pulau provinsi kecamatan kabupaten pusat umum pagi siang sore malam
satu dua tiga empat lima enam tujuh delapan sembilan sepuluh pertama kedua
selamat sayang cinta hati teman keluarga ibu ayah suami istri pria perempuan
enak mahal murah bagus ramah nyaman pesan layanan kamar ruang menu nasi ayam kopi
`)

/**
 * Words that say how people feel, speak and live rather than what happened, in every second message: even a word that
 * the database holds once tells little when it is one of these.
 */
export const COMMONPLACE_WORDS: ReadonlySet<string> = wordSet(`
parah heboh astaga gila mantap keren hebat lucu aneh asik bagus banget serius bingung kaget kecewa kesal malu sabar rindu kangen
ingin coba tanya jawab pikir rasa ingat lupa kira ngerti paham yakin percaya harap semoga doa bangga syukur bosan capek lelah
lumayan agak cukup paling cuma hanya langsung sedikit sebentar dulu dekat jauh cepat lambat mudah susah gampang sulit
nanti tadi kemarin besok lusa pas begitu waktu saat zaman sekarang terus tetap masih sering jarang kadang biasa
lihat nonton baca dengar dapat cari ambil bawa ikut ajak tunggu kumpul mampir main jalan tidur bangun mandi masak
kakak adik bapak nenek kakek cucu tetangga saudara sepupu istri mertua ortu mama papa bunda guru bos
makan minum nasi ayam bakso mie sate sambal goreng manis pedas asin gurih lezat nikmat kenyang lapar warung restoran kafe cafe resto
promo diskon voucher bonus pulsa paket kuota kartu pelanggan poin murah mahal terjangkau
hal macam soal masalah sebab akibat cara maksud arti isi bentuk jenis bagian sisi
sebagian seluruh beberapa kedua sama beda lain lagi dari sini sana situ sendiri bareng sesama
simak lengkap penjelasan selengkapnya klik baca tonton video foto berita artikel postingan status komentar tag retweet follow
jadi buat pakai kasih punya ada bilang kata sebut tahu kenal temu
`)
