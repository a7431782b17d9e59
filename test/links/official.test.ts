import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeHost } from '../../src/links/official.ts'

const list = (text: string) => text.trim().split(/\s+/)

const OFFICIAL = list(`
  kaltimprov.go.id www.kaltimprov.go.id diskominfo.kaltimprov.go.id pendidikan.gratispol.kaltimprov.go.id
  samarindakota.go.id balikpapan.go.id web.balikpapan.go.id bontangkota.go.id kukarkab.go.id kutaitimurkab.go.id
  kutaibaratkab.go.id beraukab.go.id beasiswa.beraukab.go.id paserkab.go.id penajamkab.go.id mahakamulukab.go.id
  kemensos.go.id cekbansos.kemensos.go.id kemnaker.go.id karirhub.kemnaker.go.id bsu.kemnaker.go.id bkn.go.id
  sscasn.bkn.go.id kemendikdasmen.go.id kip-kuliah.kemdiktisaintek.go.id prakerja.go.id dashboard.prakerja.go.id
  bpjs-kesehatan.go.id bpjsketenagakerjaan.go.id indonesia.go.id bmkg.go.id warning.bmkg.go.id tni.mil.id
  humas.polri.go.id www.bi.go.id ojk.go.id jalahoaks.jakarta.go.id saberhoaks.jabarprov.go.id komdigi.go.id
  m.kominfo.go.id unmul.ac.id itk.ac.id sman1samarinda.sch.id bukitraya.desa.id turnbackhoax.id gfd.turnbackhoax.id
  cekfakta.com mafindo.or.id aduankonten.id pln.co.id bri.co.id subsiditepat.mypertamina.id bankaltimtara.co.id
  KEMENSOS.GO.ID kemensos.go.id.`)

/** News, shops, companies, services: nothing to do with an office. */
const ORDINARY = list(`
  detik.com news.detik.com kompas.com regional.kompas.com kompas.id tempo.co nasional.tempo.co liputan6.com
  tribunnews.com kaltim.tribunnews.com kaltim.antaranews.com antaranews.com cnnindonesia.com cnbcindonesia.com
  suara.com kaltim.suara.com jpnn.com kaltim.jpnn.com okezone.com economy.okezone.com sindonews.com merdeka.com
  viva.co.id republika.co.id jawapos.com pikiran-rakyat.com kumparan.com tirto.id idntimes.com kaltim.idntimes.com
  narasi.tv kutai.inews.id bisnis.com kontan.co.id mediaindonesia.com beritasatu.com katadata.co.id rm.id
  prokal.co kaltimpost.id kaltimpost.jawapos.com sapos.co.id korankaltim.com niaga.asia kaltimtoday.co selasar.co
  klikkaltim.com pusaranmedia.com mediakaltim.com busam.id bontangpost.id pranala.co infosatu.co presisi.co
  akurasi.id poskaltim.com popnews.id insitekaltim.com inibalikpapan.com gerbangkaltim.com prokaltim.com iknpos.id
  nomorsatukaltim.disway.id kaltimfaktual.co berauterkini.co.id kutairaya.com tabloidkukar.com borneoflash.com
  kaltimtara.id balikpapantv.co.id kaltimkece.id samarinda.com balikpapan.com visitkaltim.com
  tokopedia.com shopee.co.id bukalapak.com lazada.co.id blibli.com traveloka.com tiket.com gojek.com grab.com olx.co.id
  jobstreet.co.id glints.com kitalulus.com karir.com loker.id ruangguru.com zenius.net alodokter.com halodoc.com
  google.com facebook.com instagram.com x.com youtube.com tiktok.com wa.me t.me whatsapp.com wikipedia.org bit.ly s.id
  medium.com blogger.com github.com im3.id xl.co.id klikbca.com maxindo.net.id pertaminagas.com
  tokobunga-samarinda.com bengkelmotor.my.id katering-bu-ani.web.id resepmasakan.blogspot.com kampungkb.wordpress.com
  pajak.com indonesia.travel bi.com kai.id cekresi.com cekongkir.id dana.id ovo.id polygonbikes.com menanglomba.com
  tesonlinecpns.com prakaryakreatif.com kompasiana.com hukumonline.com baznaskaltim.or.id tribratanewspoldakaltim.com`)

const LOOKALIKES: [string, string, string?][] = [
  // The office's name among other words.
  ['bansos.kemensos.go.id.cekdata.click', 'kemensos.go.id', 'words'],
  ['kemensos-go-id.xyz', 'kemensos.go.id', 'words'],
  ['kemensosgoid.com', 'go.id', 'words'],
  ['cekbansos-kemensos.site', 'cekbansos.kemensos.go.id', 'words'],
  ['kemensos.bantuan2026.online', 'kemensos.go.id', 'words'],
  ['bantuan-kemensos.com', 'kemensos.go.id', 'words'],
  ['infokemensos.my.id', 'kemensos.go.id', 'words'],
  ['kemensosri.blogspot.com', 'kemensos.go.id', 'words'],
  ['cekbansos2026.web.id', 'cekbansos.kemensos.go.id', 'words'],
  ['cek-bansos.click', 'cekbansos.kemensos.go.id'],
  ['bansos-cair.xyz', 'cekbansos.kemensos.go.id', 'words'],
  ['daftarbansos.site', 'cekbansos.kemensos.go.id', 'words'],
  ['bansos2026.online', 'cekbansos.kemensos.go.id', 'words'],
  ['daftar-pkh.com', 'cekbansos.kemensos.go.id', 'words'],
  ['prakerja-gelombang.site', 'prakerja.go.id', 'words'],
  ['daftarprakerja.com', 'prakerja.go.id', 'words'],
  ['prakerja71.online', 'prakerja.go.id', 'words'],
  ['kartu-prakerja.net', 'prakerja.go.id'],
  ['dashboard.prakerja.go.id.login-akun.click', 'prakerja.go.id', 'words'],
  ['sscasn-bkn.com', 'sscasn.bkn.go.id', 'words'],
  ['sscasn.bkn.go.id.daftar.top', 'sscasn.bkn.go.id', 'words'],
  ['daftar-sscasn.my.id', 'sscasn.bkn.go.id', 'words'],
  ['pendaftaran-cpns.xyz', 'sscasn.bkn.go.id', 'words'],
  ['bpjs-kesehatan-online.com', 'bpjs-kesehatan.go.id', 'words'],
  ['bantuan-bpjs.site', 'bpjs-kesehatan.go.id', 'words'],
  ['bpjsketenagakerjaan-bsu.com', 'bpjsketenagakerjaan.go.id', 'words'],
  ['bsu-kemnaker.online', 'bsu.kemnaker.go.id'],
  ['bsu.kemnaker-go.id.info', 'bsu.kemnaker.go.id', 'words'],
  ['cek-bsu.info', 'bsu.kemnaker.go.id', 'words'],
  ['karirhub-loker.com', 'karirhub.kemnaker.go.id', 'words'],
  ['kaltimprov-go-id.com', 'kaltimprov.go.id', 'words'],
  ['beasiswa-kaltimprov.online', 'kaltimprov.go.id', 'words'],
  ['daftar-gratispol.com', 'gratispol.kaltimprov.go.id', 'words'],
  ['gratispol.kaltimprov.go.id.form.click', 'gratispol.kaltimprov.go.id', 'words'],
  ['samarindakota-go-id.site', 'samarindakota.go.id', 'words'],
  ['balikpapan-go-id.web.app', 'balikpapan.go.id', 'words'],
  ['beraukab.beasiswa.pages.dev', 'beraukab.go.id', 'words'],
  ['dukcapil-online.com', 'kemendagri.go.id', 'words'],
  ['ikd-dukcapil.my.id', 'kemendagri.go.id', 'words'],
  ['bmkg-gempa.com', 'bmkg.go.id', 'words'],
  ['etilang-polri.info', 'polri.go.id', 'words'],
  ['bri.co.id.promo-nasabah.com', 'bri.co.id', 'words'],
  ['subsidi-mypertamina.com', 'mypertamina.id', 'words'],
  ['unmul.ac.id.beasiswa.click', 'ac.id', 'words'],
  // The office's name with another ending.
  ['bpjs-kesehatan.net', 'bpjs-kesehatan.go.id', 'ending'],
  ['kemensos.com', 'kemensos.go.id', 'ending'],
  ['kemensos.co.id', 'kemensos.go.id', 'ending'],
  ['kemensos.gov.id', 'kemensos.go.id', 'ending'],
  ['dinsos.gov.id', 'go.id', 'ending'],
  ['prakerja.org', 'prakerja.go.id', 'ending'],
  ['www.prakerja.id', 'prakerja.go.id', 'ending'],
  ['kaltimprov.com', 'kaltimprov.go.id', 'ending'],
  ['sscasn.net', 'sscasn.bkn.go.id', 'ending'],
  ['bmkg.co.id', 'bmkg.go.id', 'ending'],
  ['kip-kuliah.com', 'kip-kuliah.kemdiktisaintek.go.id', 'ending'],
  ['turnbackhoax.com', 'turnbackhoax.id', 'ending'],
  ['mypertamina.xyz', 'mypertamina.id', 'ending'],
  // Letters.
  ['kemens0s.com', 'kemensos.go.id', 'letters'],
  ['k3mensos.site', 'kemensos.go.id', 'letters'],
  ['кemensos.com', 'kemensos.go.id', 'letters'],
  ['xn--emensos-cig.com', 'kemensos.go.id', 'letters'],
  ['kеmеnsоs.click', 'kemensos.go.id', 'letters'],
  ['prakerjа.com', 'prakerja.go.id', 'letters'],
  ['prakerjaa.com', 'prakerja.go.id'],
  ['prakeja.com', 'prakerja.go.id', 'letters'],
  ['prakreja.online', 'prakerja.go.id', 'letters'],
  ['kemesnos.com', 'kemensos.go.id', 'letters'],
  ['kemennsos.com', 'kemensos.go.id', 'letters'],
  ['kemensos.g0.id', 'kemensos.go.id', 'letters'],
  ['kaltirnprov.com', 'kaltimprov.go.id', 'letters'],
  ['ka1timprov.net', 'kaltimprov.go.id', 'letters'],
  ['bpjs-kesehatam.com', 'bpjs-kesehatan.go.id', 'letters'],
  ['bpjs-kesehtan.com', 'bpjs-kesehatan.go.id', 'letters'],
  ['bpjsketenagakerjan.com', 'bpjsketenagakerjaan.go.id', 'letters'],
  ['turnbackhoaks.id', 'turnbackhoax.id', 'letters'],
  ['brl.co.id', 'bri.co.id', 'letters'],
  ['sscans-bkn.com', 'sscasn.bkn.go.id'],
]

describe('judgeHost', () => {
  it.each(OFFICIAL)('knows %s as official', (host) => {
    expect(judgeHost(host).type).toBe('official')
  })

  it.each(ORDINARY)('has nothing against %s', (host) => {
    expect(judgeHost(host)).toEqual({ type: 'unknown' })
  })

  it.each(LOOKALIKES)('takes %s for an imitation of %s', (host, of, why) => {
    expect(judgeHost(host)).toMatchObject({ type: 'lookalike', of, ...(why === undefined ? {} : { why }) })
  })

  it('says who speaks, most exactly', () => {
    expect(judgeHost('cekbansos.kemensos.go.id')).toEqual({
      type: 'official',
      kind: 'government',
      name: 'Cek Bansos Kementerian Sosial',
    })
    expect(judgeHost('dinas.contoh.go.id')).toEqual({ type: 'official', kind: 'government' })
    expect(judgeHost('unmul.ac.id')).toMatchObject({ kind: 'institution' })
    expect(judgeHost('turnbackhoax.id')).toMatchObject({ kind: 'fact_checker' })
  })

  it('has tests for enough hosts of each kind', () => {
    expect(OFFICIAL.length).toBeGreaterThanOrEqual(40)
    expect(ORDINARY.length).toBeGreaterThanOrEqual(60)
    expect(LOOKALIKES.length).toBeGreaterThanOrEqual(60)
  })

  it.each([
    '',
    '.',
    'localhost',
    '127.0.0.1',
    '[::1]',
    'go.id.',
    'xn--',
    'a..b',
    ' ',
    'https://kemensos.go.id',
    '\0.com',
    `${'a.'.repeat(300)}com`,
  ])('takes %j without complaint', (host) => {
    expect(['official', 'unknown']).toContain(judgeHost(host).type)
  })

  it('never throws, and judges quickly', () => {
    const startedAt = performance.now()
    const hosts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.domain(),
      fc.stringMatching(/^[a-z0-9-]{1,63}\.(?:com|id|go\.id)$/),
    )
    fc.assert(
      fc.property(hosts, (host) => {
        expect(judgeHost(host).type).toBeTypeOf('string')
      }),
      { numRuns: 1000 },
    )
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })
})
