import { areaLabel, isWithin, type Area } from '../../domain/area.ts'
import { CHANNEL_NAMES } from '../../domain/message.ts'
import { RECEIVING_HOURS_LABEL } from '../../domain/receiving-hours.ts'
import { formatWita } from '../../domain/wita.ts'
import type { Preview } from '../../dissemination/desk/preview.ts'
import { CHANNEL_LABEL, durationInWords } from '../../dissemination/desk/words.ts'
import { inNumber, Numbers, Table } from '../ui/parts.tsx'

/** So many villages are named; of more only the number is told. */
const MOST_NAMED = 60

type Reached = Pick<
  Preview,
  'groups' | 'waiting' | 'barred' | 'regencies' | 'villages' | 'estimates' | 'durationMs' | 'attachmentBytes'
>

function Villages({ total, without }: Preview['villages']) {
  if (without.length === 0) {
    return <p>Semua {inNumber(total)} desa dan kelurahan punya grup sendiri.</p>
  }
  const sentence = `${inNumber(without.length)} dari ${inNumber(total)} desa dan kelurahan belum punya grup sendiri.`
  if (without.length > MOST_NAMED) return <p>{sentence}</p>
  return (
    <details>
      <summary>{sentence}</summary>
      <p>{without.map((village) => areaLabel(village)).join(', ')}</p>
    </details>
  )
}

const channelsIn = (regencies: Reached['regencies']) =>
  CHANNEL_NAMES.filter((name) => regencies.some(({ groups }) => (groups[name] ?? 0) > 0))

/** Whom a broadcast reaches, and how long that takes. */
export function Reach({ preview }: { preview: Reached }) {
  const { groups, waiting, barred, regencies, villages, estimates, durationMs, attachmentBytes } = preview
  return (
    <>
      <Numbers
        of={[
          { label: 'Grup penerima', value: inNumber(groups) },
          { label: 'Desa dan kelurahan', value: inNumber(villages.total) },
          { label: 'Perkiraan lama kirim', value: durationInWords(durationMs) },
          ...(attachmentBytes === undefined
            ? []
            : [{ label: 'Gambar', value: `${inNumber(Math.ceil(attachmentBytes / 1_024))} KB` }]),
        ]}
      />
      {groups === 0 && (
        <p class="problem">Belum ada grup yang akan menerima. Periksa wilayah, topik, dan salurannya.</p>
      )}
      {regencies.length > 0 && (
        <Table
          caption="Grup penerima per kabupaten dan kota"
          rows={regencies}
          columns={[
            { label: 'Wilayah', cell: ({ area }) => areaLabel(area) },
            ...channelsIn(regencies).map((name) => ({
              label: CHANNEL_LABEL[name],
              isNumber: true,
              cell: (row: Reached['regencies'][number]) => inNumber(row.groups[name] ?? 0),
            })),
          ]}
        />
      )}
      {estimates.length > 1 && (
        <p class="muted">
          {estimates
            .map(
              ({ channel, account, messages, durationMs: ms }) =>
                `${CHANNEL_LABEL[channel]} (${account}): ${inNumber(messages)} pesan, ${durationInWords(ms)}`,
            )
            .join(' · ')}
        </p>
      )}
      {waiting.map(({ hours, groups: count, from }) => (
        <p>
          {inNumber(count)} grup menunggu jamnya sendiri: {RECEIVING_HOURS_LABEL[hours]}, mulai {formatWita(from)}.
        </p>
      ))}
      {barred > 0 && (
        <p>Bot sedang tidak boleh menulis di {inNumber(barred)} grup ini. Dikirim begitu boleh lagi.</p>
      )}
      <Villages {...villages} />
    </>
  )
}

/** Areas as a sentence names them. */
export const areaNames = (codes: string[], get: (code: string) => Area | undefined): string =>
  codes
    .filter((code) => !codes.some((other) => other !== code && isWithin(code, other)))
    .map((code) => {
      const area = get(code)
      return area === undefined ? code : areaLabel(area)
    })
    .join(', ')
