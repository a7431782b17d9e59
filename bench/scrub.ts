/**
 * `npx tsx bench/scrub.ts [-- --show]`: what the scrubbing removes and what it should have left.
 *
 * First the texts of test/factcheck/scrubbing/, then every real message of ../shared/factcheck-eval, when that folder
 * is there: how many are altered, by kind; with `--show` each of them, beside what was cut out, to look at.
 */
import { scrub } from '../src/factcheck/scrubbing/scrub.ts'
import { leftOf, readClean, PARTS, readPlanted, type Part } from '../test/factcheck/scrubbing/texts.ts'
import { readEvaluation } from './evaluation.ts'
import { percentile } from './metrics.ts'

const isShowing = process.argv.includes('--show')
const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`
const MASKS =
  /\[(?:nomor telepon|NIK|nomor rekening|email|nomor kendaraan|nomor paspor|NPWP|nomor BPJS|tanggal lahir|alamat)\]/g

function measurePlanted(part: Part): void {
  let pieces = 0
  const missed: string[] = []
  const rewritten: string[] = []
  for (const planted of readPlanted(part)) {
    const scrubbed = scrub(planted.text) ?? ''
    pieces += planted.pieces.length
    for (const piece of planted.pieces) {
      const left = leftOf(piece, planted, scrubbed)
      if (left.length > 0) missed.push(`${piece}\n     ${scrubbed}`)
    }
    if (scrubbed.replaceAll(MASKS, '⟦⟧') !== planted.carrier)
      rewritten.push(`${planted.text}\n     ${scrubbed}`)
  }
  console.log(
    `planted, ${part}: ${pieces - missed.length} of ${pieces} removed (${percent(pieces - missed.length, pieces)})`,
  )
  for (const line of missed) console.log(`  left: ${line}`)
  console.log(`  more or less cut than marked in ${rewritten.length} texts`)
  if (isShowing) for (const line of rewritten) console.log(`   ${line}`)
}

function measureClean(part: Part): void {
  const texts = readClean(part)
  const altered = texts.filter((text) => scrub(text) !== text)
  console.log(
    `clean, ${part}: ${altered.length} of ${texts.length} altered (${percent(altered.length, texts.length)})`,
  )
  for (const text of altered) console.log(`  altered: ${text}\n        ${scrub(text)}`)
}

/** What stood where the masks are: the text between the parts that stayed. */
function cutOut(text: string, scrubbed: string): string {
  const cuts: string[] = []
  let from = 0
  const kept = scrubbed.split(MASKS)
  for (const [place, piece] of kept.entries()) {
    const at = piece === '' && place === kept.length - 1 ? text.length : text.indexOf(piece, from)
    if (place > 0) cuts.push(`${text.slice(Math.max(0, from - 20), from)}⟦${text.slice(from, at)}⟧`)
    from = at + piece.length
  }
  return cuts.join(' | ').replaceAll('\n', '⏎')
}

function measureReal(): void {
  const data = readEvaluation()
  if (data === undefined) return console.log('../shared/factcheck-eval is not there: no real texts.')
  const texts = new Map<string, string[]>([
    [
      'clarifications',
      data.full.flatMap(({ claimReviewed, circulatingTexts }) => [claimReviewed, ...circulatingTexts]),
    ],
    ['explanations', data.full.map(({ explanation }) => explanation)],
    ...[...data.queries].map(([name, queries]): [string, string[]] => [
      name,
      queries.map(({ text }) => text),
    ]),
  ])
  const seen = new Set<string>()
  const taken: number[] = []
  for (const [name, group] of texts) {
    const distinct = group.filter((text) => !seen.has(text) && seen.add(text))
    let altered = 0
    for (const text of distinct) {
      const startedAt = performance.now()
      const scrubbed = scrub(text) ?? ''
      taken.push(performance.now() - startedAt)
      if (scrubbed === text) continue
      altered += 1
      if (isShowing)
        console.log(`  ${name}: ${cutOut(text, scrubbed)} → ${(scrubbed.match(MASKS) ?? []).join(' ')}`)
    }
    console.log(
      `real, ${name}: ${altered} of ${distinct.length} altered (${percent(altered, distinct.length)})`,
    )
  }
  console.log(
    `ms per real text: median ${percentile(taken, 0.5).toFixed(3)}, p99 ${percentile(taken, 0.99).toFixed(3)}, most ${percentile(taken, 1).toFixed(2)}`,
  )
}

for (const part of PARTS) {
  measurePlanted(part)
  measureClean(part)
}
measureReal()
