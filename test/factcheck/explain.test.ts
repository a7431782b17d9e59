import { describe, expect, it } from 'vitest'
import { decide } from '../../src/factcheck/decide.ts'
import {
  contributionsOf,
  differencesOf,
  explainInShort,
  objectionsOf,
  sharedWords,
} from '../../src/factcheck/explain.ts'
import { createSearchIndex } from '../../src/factcheck/search.ts'
import { MADE_UP_CLARIFICATIONS } from './made-up-clarifications.ts'

const index = createSearchIndex(MADE_UP_CLARIFICATIONS)
const bank = MADE_UP_CLARIFICATIONS.find(({ id }) => id === 'loker-mega') ?? MADE_UP_CLARIFICATIONS[0]
if (bank === undefined) throw new Error('no made-up clarification')
const OTHER_BANK =
  'LOWONGAN KERJA 2026 Bank Permata membuka posisi teller, admin dan satpam untuk seluruh cabang. Pendidikan minimal SMA.'

describe('saying why', () => {
  it('names the words that both hold, as the clarification writes them', () => {
    expect(sharedWords('membuka lowongannya utk satpam', bank)).toEqual(expect.arrayContaining(['satpam']))
    expect(sharedWords('nasi kuning', bank)).toEqual([])
  })

  it('says which bank, year or place differs', () => {
    expect(differencesOf(OTHER_BANK, bank)).toEqual([
      { kind: 'bank', message: ['permata'], clarification: ['mega'] },
    ])
    const quake = MADE_UP_CLARIFICATIONS.find(({ id }) => id === 'gempa-kutai') ?? bank
    expect(differencesOf('Ahli meramalkan gempa di Kutai Barat tahun 2031', quake)).toMatchObject([
      { kind: 'year', message: ['2031'] },
    ])
    expect(differencesOf(bank.circulatingTexts[0] ?? '', bank)).toEqual([])
    expect(differencesOf('Lowongan kerja teller dan satpam, daftar di bio', bank)).toEqual([
      { kind: 'bank', message: [], clarification: ['mega'] },
    ])
  })

  it('spells amounts, days and magnitudes as people read them', () => {
    const fine = { claimReviewed: 'Denda 50 ribu mulai 3 Mei', circulatingTexts: [], explanation: '' }
    expect(differencesOf('dendanya 1,5 juta mulai 17 Agustus', fine)).toEqual([
      { kind: 'amount', message: ['1.500.000'], clarification: ['50.000'] },
      { kind: 'date', message: ['17 Agustus'], clarification: ['3 Mei'] },
    ])
    const quake = { claimReviewed: 'Gempa magnitudo 8,9', circulatingTexts: [], explanation: '' }
    expect(differencesOf('gempa 7,4 SR', quake)).toEqual([
      { kind: 'magnitude', message: ['7,4'], clarification: ['8,9'] },
    ])
  })

  it('has an objection exactly when the answer is not firm', () => {
    for (const { circulatingTexts, claimReviewed } of MADE_UP_CLARIFICATIONS) {
      for (const text of [...circulatingTexts, claimReviewed, OTHER_BANK]) {
        const result = index.search(text)
        expect(objectionsOf(result).length === 0).toBe(decide(result).type === 'clarified')
      }
    }
    expect(objectionsOf(index.search(OTHER_BANK))).toContain('names_differ')
    expect(objectionsOf({ candidates: [] })).toEqual([])
  })

  it('orders features by what they do', () => {
    const [best] = index.search(OTHER_BANK).candidates
    if (best === undefined) throw new Error('no candidate')
    const effects = contributionsOf(best).map(({ effect }) => Math.abs(effect))
    expect(effects).toEqual(effects.toSorted((a, b) => b - a))
  })
})

describe('the short form that is kept', () => {
  const PRIVATE = 'Budi Santosa Jalan Mawar 17 hubungi 0812-3456-7890 rek 1234567890 budi@contoh.id'

  it('holds no word of the message that the clarification does not hold', () => {
    const text = `${bank.circulatingTexts[0] ?? ''} ${PRIVATE}`
    const kept = JSON.stringify(explainInShort(text, index.search(text), bank))
    expect(kept).toContain('"candidates"')
    expect(kept).not.toMatch(/budi|santosa|mawar|7890|contoh/i)
  })

  it('holds no long figure and no address even where both hold it', () => {
    const careless = { ...bank, explanation: `${bank.explanation} ${PRIVATE} www.contoh-palsu.xyz` }
    const words = sharedWords(`${PRIVATE} www.contoh-palsu.xyz`, careless)
    expect(words.join(' ')).not.toMatch(/\d{5}|\./)
  })
})
