/**
 * Words of Indonesian as people type it: chat spellings, names of the same thing, and words that tell nothing.
 * Each list is one `key: words` table in plain text, so that a colleague who does not program can extend it.
 */

/** One target and the ways it is typed: `yang: yg yng`. */
function table(text: string): ReadonlyMap<string, string> {
  const entries = text
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [target = '', variants = ''] = line.split(':')
      return variants
        .trim()
        .split(/\s+/)
        .map((variant): [string, string] => [variant, target.trim()])
    })
  return new Map(entries)
}

const wordSet = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Chat spelling → the written word. A target of two words is split again. */
export const CHAT_SPELLINGS: ReadonlyMap<string, string> = table(`
yang: yg yng yank
dengan: dgn dg dngan dengn
untuk: utk tuk untk ntuk untuq
tidak: tdk gak nggak enggak ga gk ngga kagak kaga ndak tak g engga nda ndk tida
sudah: sdh udah udh dah sdah uda
belum: blm blom belom blum
juga: jg jga
saja: aja sj aj doang
karena: krn karna krna
kalau: klo kalo klu kl kalu
dari: dr dri drpd
dalam: dlm dlam
pada: pd
akan: akn
bisa: bs bsa
jangan: jgn jngan jng jgan
orang: org orng
banyak: bnyk byk bnyak
sama: sm
saya: sy gue gw gua aku ane
anda: km kmu kamu lu lo loe elo
kita: qt
mereka: mrk mreka
bagaimana: gmn gimana bgmn gmana
kenapa: knp napa knapa ngapain
mengapa: mngapa
apa: ap
ada: ad
tapi: tp tpi
tetapi: ttp
terus: trs trus
lagi: lg lgi
lebih: lbh lbih
seperti: spt sprt kayak kyk kaya sprti
semua: smua smw semuanya
sampai: sampe smp smpe smpai
sekarang: skrg skrng skg skrang
hari: hri
besok: bsk
kemarin: kmrn kemaren
malam: mlm malem
pagi: pgi
tanggal: tgl tggl
bulan: bln
tahun: thn th tahon
nomor: no nomer nmr
rumah: rmh
rumah sakit: rs rsud
sakit: skt
jalan: jln jl
dokter: dr. dktr dokternya
presiden: pres
pemerintah: pemda pmrintah pemrintah
indonesia: indo indonesa ri nkri
masyarakat: masy masyrakat msyrkt
informasi: info inf infonya
pendaftaran: pndftrn
hubungi: hub hubungin
telepon: tlp telp tlpn tlpon telpon
handphone: hp hape
whatsapp: wa wasap whatsap watsap whatsaap
facebook: fb pesbuk
instagram: ig insta
grup: group grop
video: vidio vidionya vidio video2
gratis: free gretong
hadiah: hadia
uang: duit doku fulus
ribu: rb rbu
juta: jt jta
miliar: milyar miliyar milyard
triliun: trilyun
rupiah: rp idr
negara: ngra
bantuan: bntuan bantuannya
penerima: pnrima
benar: bener bnr btul betul
begitu: gitu gt gtu
begini: gini gni
memang: emang emg mmg
masih: msh msih
mau: mo mw maw
tahu: tau
sangat: sgt bgt banget bngt
setelah: stlh stelah
sebelum: sblm sblum
terima kasih: makasih mksh trims tq thx makasi
mohon: mhn
tolong: tlg tlong
silakan: silahkan slhkn silkan slkn
bapak: bpk pak
ibu: bu
kepada: kpd kpda
tempat: tmpt
kerja: krj kerjaan
sekolah: skolah skul
anak: ank
perempuan: cewek cewe
pria: cowok cowo
teman: tmn temen
hati: hti
penting: pnting pentg
bahaya: bhaya bahya
sebarkan: sebarin sbarkan share bagikan viralkan
foto: photo poto pict
mobil: mbl
motor: mtr
polisi: polri polis
makan: mkn mam
minum: mnum
air: aer
pakai: pake pke
ingin: pengen pingin pgn pengin kepengen
tanya: nanya nanyain nnya
tadi: td
nanti: ntar ntr entar tar
pikir: mikir mikirin
gais: guys gaes gays gaiss guyss
cuma: cuman cm cmn
sepertinya: kayaknya kyknya kayanya spertinya
sedikit: dikit dkit
cepat: cepet cpt cepetan
habis: abis
tetap: ttap tetep
lihat: liat ngeliat ngelihat lht diliat diliatin
kelihatan: keliatan
cari: nyari nyariin
dapat: dapet dpt dpet
dekat: deket dkt
jadi: jd jdi
dulu: dlu dl doeloe
beberapa: bbrp bebrapa
hanya: hny hnya
tentang: ttg ttng tntang
sejak: sjk
lewat: lwt
datang: dtg dateng
berapa: brp brapa
harga: hrg
barang: brg brng
sebentar: bentar bntr
padahal: pdhl pdahal
langsung: lgsg lgsung lngsung
sebenarnya: sebenernya sbnrnya sbenarnya
bilang: blg ngomong
mengerti: ngerti
beli: bli
kirim: krm krim
selamat: slmt
bekas: bks
minggu: mggu mgg
orang tua: ortu ortunya
kakak: kk
adik: adek ade
suami: swami
istri: isteri bini
laki: lelaki
hamil: bunting
kantor: kntr kantornya
kamar: kmr
keluar: kluar klwr
masuk: msk
hidup: hdup idup
takut: takot
bicara: ngobrol
jakarta: jkt
surabaya: sby
bandung: bdg
semarang: smg
samarinda: smd smr
balikpapan: bpn
kabupaten: kab
kecamatan: kec
kelurahan: kel
provinsi: prov propinsi
`)

/** Names of one thing, joined so that either finds the other. Applied after chat spelling, before stemming. */
export const CONCEPTS: ReadonlyMap<string, string> = table(`
meninggal: tewas wafat mati died dead die death meninggalnya kematian gugur
covid: corona korona coronavirus covid19 koronavirus sarscov kopid covit
tiongkok: cina china tionghoa chinese rrc rrt
jokowi: jkw widodo
amerika: us usa as amrik
arab: saudi
loker: lowongan vacancy lowker
rekrut: rekrutmen recruitment perekrutan
hoaks: hoax hoak hoaxs
vaksin: vaccine vaccin faksin vaksinasi imunisasi
virus: firus
dokter: doctor
pesawat: airplane
kecelakaan: laka tabrakan
banjir: flood
gempa: earthquake lindu
polisi: kepolisian polres polda mabes
tentara: tni prajurit
internet: online daring
tautan: link tautannya linknya url
kuota: quota
undian: giveaway
dihukum: dipenjara
penjara: bui lapas
muslim: islam moslem
kristen: nasrani kristiani
guru: teacher
anak: bocah balita
buruh: pekerja tenaga naker
beras: rice
telur: egg telor
obat: medicine
kanker: cancer
darah: blood
kpk: antirasuah
kemenkes: menkes
kemendikbud: mendikbud
kominfo: kemenkominfo menkominfo komdigi kemkomdigi
kemensos: mensos
kemenkeu: menkeu
kemenag: menag
bansos: sembako
presiden: president capres
pemilu: pilpres pileg
kapolri: kapolda
bensin: bbm pertalite pertamax
teman: sahabat kawan rekan
ditangkap: diciduk dicokok dibekuk diringkus terciduk
penangkapan: pencidukan
dipecat: dicopot
menyembuhkan: mengobati
sembuhkan: obati
menyebabkan: mengakibatkan memicu
mengandung: berisi
parasetamol: paracetamol
masjid: mesjid
sholat: shalat solat salat
quran: alquran
ustaz: ustad ustadz ust
kiai: kyai kiyai
jilbab: hijab kerudung
narkoba: narkotika napza
hiv: aids
israel: zionis
rudal: misil missile
rekening: rek
transfer: tf
tarif: ongkos
mualaf: muallaf
mundur: resign
beracun: toksik
perang: war
`)

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

/** Units that follow a number, with their factor. */
export const NUMBER_UNITS: ReadonlyMap<string, number> = new Map([
  ['ribu', 1e3],
  ['rb', 1e3],
  ['k', 1e3],
  ['juta', 1e6],
  ['jt', 1e6],
  ['jutaan', 1e6],
  ['miliar', 1e9],
  ['milyar', 1e9],
  ['triliun', 1e12],
  ['trilyun', 1e12],
])

/** Names of months, with their number. */
export const MONTHS: ReadonlyMap<string, number> = new Map(
  [
    'januari jan',
    'februari feb pebruari',
    'maret mar',
    'april apr',
    'mei',
    'juni jun',
    'juli jul',
    'agustus agt agu ags',
    'september sep sept',
    'oktober okt',
    'november nov nopember',
    'desember des',
  ].flatMap((names, index) => names.split(' ').map((name): [string, number] => [name, index + 1])),
)

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

/** Letters of other scripts that are drawn like Latin ones. */
export const LOOKALIKE_LETTERS: ReadonlyMap<string, string> = table(`
a: а α ɑ ᴀ
b: в β ь ʙ
c: с ϲ ᴄ
d: ԁ ᴅ
e: е є ε ᴇ
g: ɡ ɢ
h: н һ ʜ
i: і ι ı ɪ
j: ј ᴊ
k: к κ ᴋ
l: ӏ ʟ
m: м ᴍ
n: п η ո ɴ
o: о ο օ σ ᴏ
p: р ρ ᴘ
r: г ʀ
s: ѕ ꜱ
t: т τ ᴛ
u: υ ս ᴜ
v: ν ѵ ᴠ
w: ω ԝ ᴡ
x: х χ
y: у γ ʏ
z: ᴢ
`)
