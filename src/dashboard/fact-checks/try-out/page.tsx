import type { ExplainedCandidate } from '../../../factcheck/explain-fully.ts'
import { Markdown } from '../../../http/simulator/markup.tsx'
import type { TriedAnswer } from '../../desks.ts'
import { to } from '../../paths.ts'
import { TextArea } from '../../ui/fields.tsx'
import { Card, Facts, Table } from '../../ui/parts.tsx'
import { FactCheckTabs } from '../parts.tsx'
import { clarificationPath, excerpt, likelihood } from '../words.ts'
import { DECISION, differenceInWords, FEATURE, OBJECTION } from './words.ts'

const SHOWN_WORDS = 15
const SHOWN_FEATURES = 12

const TWO_DIGITS = new Intl.NumberFormat('id-ID', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const SIGNED = new Intl.NumberFormat('id-ID', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: 'exceptZero',
})

const Reply = ({ message: { text, choices = [] } }: Pick<TriedAnswer, 'message'>) => (
  <Card title="Yang dibaca warga">
    <div class="bot-message">
      <Markdown text={text} />
    </div>
    {choices.length > 0 && (
      <ul class="choices">
        {choices.map(({ label }) => (
          <li>{label}</li>
        ))}
      </ul>
    )}
  </Card>
)

function Decision({ reply, explanation: { objections } }: TriedAnswer) {
  const { answer } = reply
  const isOpen = answer.type === 'suggested' || answer.type === 'unknown'
  return (
    <Card title="Keputusan">
      <p>
        <strong>{DECISION[answer.type]}</strong>
      </p>
      {answer.type === 'clarified' && answer.isDenied === true && (
        <p>Pesannya tampak membantah kabar itu, seperti klarifikasinya.</p>
      )}
      {answer.type === 'suggested' && answer.isPattern === true && (
        <p>Susunan katanya mengikuti pesan yang pernah beredar.</p>
      )}
      {isOpen && objections.length > 0 && (
        <>
          <p>Tidak dijawab pasti karena:</p>
          <ul class="bullets">
            {objections.map((objection) => (
              <li>{OBJECTION[objection]}</li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}

function Candidate({ candidate, place }: { candidate: ExplainedCandidate; place: number }) {
  const { id, probability, claim, words, passage, differences, features } = candidate
  return (
    <Card title={`Calon ${place + 1}: ${likelihood(probability)}`}>
      <p>
        <a class="link" href={to(clarificationPath(id))}>
          {claim}
        </a>
      </p>
      <Facts
        of={[
          ['Kata yang sama', words.length === 0 ? 'tidak ada' : words.slice(0, SHOWN_WORDS).join(', ')],
          ['Bagian yang paling cocok', passage === undefined ? undefined : `“${excerpt(passage, 200)}”`],
          ['Berbeda', differences.length === 0 ? undefined : differences.map(differenceInWords).join('; ')],
        ]}
      />
      <details>
        <summary>Ukuran yang dipakai</summary>
        <Table
          caption="Yang paling berpengaruh di atas; pengaruh di atas nol menaikkan peluang"
          rows={features.slice(0, SHOWN_FEATURES)}
          columns={[
            { label: 'Ukuran', cell: ({ feature }) => FEATURE[feature] },
            { label: 'Nilai', isNumber: true, cell: ({ value }) => TWO_DIGITS.format(value) },
            { label: 'Pengaruh', isNumber: true, cell: ({ effect }) => SIGNED.format(effect) },
          ]}
        />
      </details>
    </Card>
  )
}

const Reading = ({ explanation: { normalForm, passages } }: Pick<TriedAnswer, 'explanation'>) => (
  <Card>
    <details>
      <summary>Bagaimana pesannya dibaca</summary>
      <Facts
        of={[
          ['Kata yang dihitung', normalForm.words.join(' ') || 'tidak ada'],
          ['Bentuk dasarnya', normalForm.terms.join(' ') || 'tidak ada'],
          [
            'Bagian',
            passages.length === 0 ? (
              'dibaca utuh'
            ) : (
              <ol class="bullets">
                {passages.map((passage) => (
                  <li>{excerpt(passage, 200)}</li>
                ))}
              </ol>
            ),
          ],
        ]}
      />
    </details>
  </Card>
)

/** What the bot would answer to a text, and why. */
export function TryOutPage({ text, tried }: { text: string; tried?: TriedAnswer | undefined }) {
  return (
    <>
      <FactCheckTabs current="/cek-fakta/coba" />
      <Card>
        <form method="post" action={to('/cek-fakta/coba')} class="stack">
          <TextArea
            label="Tempel pesannya"
            name="pesan"
            value={text}
            rows={5}
            maxlength={12_000}
            required
            hint="Tidak disimpan dan tidak dihitung sebagai pertanyaan. Tautannya tidak dibuka, dan pengumuman kita sendiri tidak dibandingkan."
          />
          <div>
            <button type="submit" class="button">
              Coba
            </button>
          </div>
        </form>
      </Card>
      {tried !== undefined && (
        <>
          <div class="grid wide">
            <Reply {...tried} />
            <Decision {...tried} />
          </div>
          {tried.explanation.candidates.map((candidate, place) => (
            <Candidate candidate={candidate} place={place} />
          ))}
          <Reading {...tried} />
        </>
      )}
    </>
  )
}
