/** The words in which people say that they passed an announcement on: Indonesian, with Banjar and Javanese forms. */
const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** "It is done." */
export const DONE = words(
  'sudah sdh sdah sudh suda udh udah dah suah wis wes uwis sampun imbah telah tlh done beres kelar selesai terlaksana',
)

/** "Not." */
export const NOT = words(
  'belum blm blum belom blom belumlah balum belon lum durung dereng tidak tdk tak gak ga gk nggak ngga enggak engga ndak kada kadak bukan batal gagal',
)

/** "Not yet, but soon." */
export const LATER = words(
  'akan mau nanti nanty nnti nti ntar besok bsk esok lusa rencana rencananya insyaallah insya inshaallah siap segera hendak bakal otw',
)

/** Somebody asks others to do it. */
export const REQUEST = words(
  'tolong tlg mohon mhn harap silakan silahkan minta ayo mari yuk jangan harus perlu bisa boleh kalau kalo jika agar supaya biar bantu',
)

/** Somebody wants to know something. */
export const QUESTION = words(
  'apa apakah kapan gimana bagaimana gmn brp berapa dimana kenapa knp mengapa siapa benarkah bisakah',
)

/** Passing on, whatever the way. */
export const RELAY = words(
  `disampaikan sampaikan menyampaikan tersampaikan diumumkan umumkan mengumumkan diinfokan infokan infoin diinformasikan
  informasikan diberitahu diberitahukan beritahu beritahukan memberitahu kabari dikabari dikabarkan kabarkan diteruskan
  teruskan meneruskan dishare share sher ngeshare dibagikan bagikan membagikan disebar disebarkan sebarkan menyebarkan
  dikirim dikirimkan kirim kirimkan forward diforward disosialisasikan sosialisasi sosialisasikan disiarkan siarkan
  diedarkan edarkan dilaksanakan laksanakan`,
)

/** Where people come together: what is said there is spoken. */
export const GATHERING = words(
  `pengajian ngaji yasinan yasin tahlil tahlilan arisan rapat musyawarah musdes pertemuan majelis majlis taklim khutbah
  khotbah jumatan kebaktian ibadah gereja misa perkumpulan kumpulan wirid wiridan burdah habsyi maulid maulidan posyandu
  apel penyuluhan`,
)

/** Verbs of the ways of passing on, for people who write `di tempel` or mistype a letter. */
export const WAY_VERBS = words(
  `dibacakan bacakan membacakan dibacain bacain ditempel ditempelkan tempel tempelkan diwacakake diwacakno menempel menempelkan nempel tertempel
  dipasang pasang memasang dipajang didatangi mendatangi datangi dikunjungi mengunjungi keliling dikelilingkan`,
)

/** Their other words. */
export const WAY_NOUNS = words(
  `lisan papan mading spanduk baliho poster banner pamflet toa toak towa pengeras speaker spiker speker corong mikrofon mic
  mik megafon megaphone halo haloan woro mobil siaran penerangan door dor pintu kunjungan berkunjung rumah to`,
)

/** A number of these is a number of people. */
export const PEOPLE = words(
  `orang orng org oarng warga wrga jamaah jemaah jamah jiwa ibu bapak anggota peserta penduduk santri siswa murid pendengar
  hadirin undangan tamu pengunjung lansia remaja pemuda kader pedagang nelayan petani anak masyarakat`,
)

/** A number of these is a number of households. */
export const HOUSEHOLDS = words('kk keluarga rumah rmh')

/** A number of these is no number of people. */
export const OTHER_UNITS = words(
  `kali x lembar lbr lmbr titik tempat lokasi masjid mushola musala langgar gereja pos hari menit mnt jam minggu bulan rt rw
  dusun desa kampung grup poster papan buah posyandu persen`,
)

/** "About." */
export const ABOUT = words(
  'sekitar sekitaran skitar kira kurleb kurang krg lebih lbh hampir total totalnya jumlah jumlahnya ada sampai kisaran estimasi hadir datang dengar denger mendengar',
)

/** Words that may stand beside the others and change nothing. */
export const FILLER = words(
  `pang ai ding julak pian pak bu bapak ibu bapa pa bang bg mas mbak mba kak ka kakak kk min admin om tante cil acil paman ketua lurah kades kadus
  pakde bude gan bro saya aku sy kami kita kmi ulun mereka dia beliau ya iya yaa y ok oke okey okay sip baik baiklah siap
  alhamdulillah alhamdulilah terima kasih terimakasih makasih mksh trims tks thanks assalamualaikum walaikumsalam
  waalaikumsalam salam wr wb selamat pagi siang sore malam mlm tadi td barusan baru kemarin kmrn kmarin hari ini itu minggu
  jumat senin selasa rabu kamis sabtu di ke dari dr dgn dengan pakai pake lewat lwt melalui via pada untuk utk oleh dan dn
  serta juga jg sama sekaligus lalu terus trus kemudian yang yg tapi tetapi cuma cuman hanya sudah semua semuanya seluruh
  sebagian beberapa tiap setiap per masing warga wrga masyarakat tetangga penduduk orang org jamaah jemaah anggota peserta
  pemuda remaja lansia kader nelayan petani pedagang desa dusun kampung kelurahan rt rw gang lingkungan balai kantor warung
  masjid mesjid musala mushola langgar surau pos ronda kamling pasar sekolah puskesmas pustu lapangan pelabuhan dermaga
  grup group grub wa whatsapp telegram tele fb facebook sini sana situ kok koq lah deh dong nih loh lengkap lancar aman
  langsung secara setelah habis sesudah saat waktu pas ketika acara sholat salat shalat magrib maghrib isya subuh zuhur
  dzuhur asar ashar jumatan pengumuman pengumumannya infonya info informasi informasinya kabar kabarnya pesan pesannya ini
  tersebut pkk dasawisma karang taruna bpd tni polri babinsa keras suara gotong royong kerja bakti tahu tau kasih dikasih
  satu persatu sempat sempet hadir yang datang dengar mendengar total totalnya sekitar kira kurleb kurang lebih hampir jumlah
  jumlahnya ada sampai sekitaran an lebihnya`,
)

/** Whoever or whatever is named after these has a name that no list knows. */
export const BEFORE_NAMES = words(
  'pak bu bapak ibu bang mas mbak kak ketua desa dusun kampung kelurahan masjid mesjid musala mushola langgar gereja gang pasar warung rt jalan jl',
)
