/**
 * Names that tell one scam or rumour of a template from the next: another bank, employer, ministry or place.
 * A clarification about one of them says nothing about its neighbour.
 */
const BANKS = `
bca bni bri btn bsi cimb danamon ocbc maybank btpn bukopin muamalat panin bankaltimtara ovo gopay shopeepay linkaja`

const COMPANIES = `
pertamina pln telkomsel indosat telkom smartfren bulog pelni pgn antam timah pama pamapersada adaro kpc petrosea
indofood mayora unilever yakult astra toyota honda yamaha suzuki daihatsu hyundai djarum sampoerna freeport
shopee tokopedia lazada bukalapak blibli gojek grab jne jnt sicepat anteraja
indomaret alfamart alfamidi hypermart starbucks mcdonald kfc danone nestle ultrajaya
taspen posindonesia waskita inalum netflix spotify`

const PLACES = `
aceh medan riau jambi bengkulu lampung palembang pekanbaru batam padang bangka belitung banten jakarta bandung bogor depok
bekasi tangerang cirebon semarang surakarta yogyakarta jogja surabaya malang kediri madiun tuban jember banyuwangi
bali denpasar lombok mataram kupang flores sumba pontianak banjarmasin palangkaraya samarinda balikpapan bontang tarakan
kutai kukar kutim kubar berau paser penajam mahakam mahulu tenggarong sangatta melak nunukan malinau bulungan
makassar manado kendari gorontalo mamuju ambon ternate maluku papua jayapura sorong merauke timika wamena
malaysia singapura thailand vietnam filipina jepang korea tiongkok india pakistan australia amerika rusia ukraina
iran irak israel palestina suriah turki mesir arab yaman inggris prancis jerman italia spanyol belanda`

const INSTITUTIONS = `
kemensos kemenkes kemenag kemendikbud kemenkeu kemnaker kemenaker disnaker kementan kemenhub dishub kominfo kemenpan kemenpanrb
kemendes kemenkop kemendagri dukcapil bpjs bkn baznas bpkh bmkg bnpb bpom unicef`

/** Each name → the kind of thing that it names. */
export const TELLING_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({ bank: BANKS, company: COMPANIES, institution: INSTITUTIONS, place: PLACES }).flatMap(
    ([kind, names]) =>
      names
        .trim()
        .split(/\s+/)
        .map((name): [string, string] => [name, kind]),
  ),
)
