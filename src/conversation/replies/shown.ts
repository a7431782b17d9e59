import type { Clarification } from '../../domain/clarification.ts'
import { FACT_CHECK_HOSTS, maskForEcho } from '../../factcheck/scrubbing/mask-for-echo.ts'
import { OFFICIAL_DOMAINS } from '../../links/official-domains.ts'

const OFFICIAL_HOSTS = [...FACT_CHECK_HOSTS, ...OFFICIAL_DOMAINS.map(({ domain }) => domain)]
/** The rest of a sentence in which our explanation sends people to the right place. */
const SENT_TO =
  /(?:resmi(?:nya)?|\bsah|hanya (?:ada )?(?:di|lewat|melalui)|pantau) ((?:[^.!?;\n]|\.(?=\S)){0,120})/gi
const HANDLE = /@[a-z\d_.]{3,39}[a-z\d_]/gi
/** An address without a path. */
const BARE_HOST = /(?<![\w./@-])(?:[a-z\d-]{2,40}\.){1,3}[a-z]{2,10}(?![\w/.-]*[\w/-])/gi

const hostOf = ({ url }: { url: string }) =>
  URL.canParse(url) ? [new URL(url).hostname.replace(/^www\./, '')] : []

/** What our own words call right, and the scam itself does not use. */
function recommendedIn({ explanation, claimReviewed, circulatingTexts }: Clarification, pattern: RegExp) {
  const scam = [claimReviewed, ...circulatingTexts].join('\n').toLowerCase()
  return [...explanation.matchAll(SENT_TO)]
    .flatMap(([, rest = '']) => rest.match(pattern) ?? [])
    .filter((found) => !scam.includes(found.toLowerCase()))
}

/**
 * A clarification as people may see it: the numbers, accounts and links of a scam are masked, so that no answer hands
 * them on. Official sites, the sources, and what the explanation recommends stay readable.
 */
export function shown(clarification: Clarification): Clarification {
  const { verdict, claimReviewed, explanation, sources } = clarification
  if (verdict !== 'scam') return clarification
  const recommended = recommendedIn(clarification, BARE_HOST).map((host) => host.toLowerCase())
  const hosts = [...OFFICIAL_HOSTS, ...sources.flatMap(hostOf), ...recommended]
  const handles = recommendedIn(clarification, HANDLE)
  return {
    ...clarification,
    // What cannot be masked is not shown.
    claimReviewed: maskForEcho(claimReviewed, OFFICIAL_HOSTS) ?? 'Pesan penipuan yang sudah kami periksa',
    explanation: maskForEcho(explanation, hosts, handles) ?? 'Pesan ini penipuan.',
  }
}
