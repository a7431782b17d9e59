import { ACKNOWLEDGEMENT_METHOD_LABEL, ACKNOWLEDGEMENT_METHODS } from '../domain/acknowledgement.ts'
import type { RelayTally } from './report.ts'

const thousands = new Intl.NumberFormat('id-ID')

/** `dibacakan 8, ditempel 3`; empty when nobody said how. */
export const waysInWords = ({ methods }: RelayTally): string =>
  ACKNOWLEDGEMENT_METHODS.filter((method) => methods[method] > 0)
    .map(
      (method) =>
        `${ACKNOWLEDGEMENT_METHOD_LABEL[method].toLowerCase()} ${thousands.format(methods[method])}`,
    )
    .join(', ')

/** `12 dari 40 grup, sekitar 480 orang (dibacakan 8, ditempel 3)`; undefined when nobody was asked. */
export function relayInWords(tally: RelayTally): string | undefined {
  if (tally.asked === 0) return undefined
  const ways = waysInWords(tally)
  const people = tally.people === 0 ? '' : `, sekitar ${thousands.format(tally.people)} orang`
  const answered = `${thousands.format(tally.answered)} dari ${thousands.format(tally.asked)} grup`
  return `${answered}${people}${ways === '' ? '' : ` (${ways})`}`
}
