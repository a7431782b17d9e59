import { CHANNEL_LABEL } from '../../../dissemination/desk/words.ts'
import type { Rendering } from '../../../dissemination/desk/preview.ts'
import { inNumber } from '../../ui/parts.tsx'
import { TelegramText, WhatsAppText } from './styled.tsx'

/** The simulator is for trying out: it is shown only where nothing else is. */
const worthShowing = (renderings: Rendering[]) =>
  renderings.some(({ channel }) => channel !== 'simulator')
    ? renderings.filter(({ channel }) => channel !== 'simulator')
    : renderings

/** How a message looks on each platform, side by side. `picture`: the address of its picture. */
export function Looks({ renderings, picture }: { renderings: Rendering[]; picture?: string | undefined }) {
  return (
    <div class="grid wide looks">
      {worthShowing(renderings).map(({ channel, parts, bytes }) => (
        <figure>
          <figcaption>
            <strong>{CHANNEL_LABEL[channel]}</strong>{' '}
            <span class="muted">
              {parts.length === 1 ? 'satu pesan' : `${inNumber(parts.length)} pesan`}, {inNumber(bytes)} byte
            </span>
          </figcaption>
          {parts.map((part, place) => (
            <div class="bubble">
              {place === 0 && picture !== undefined && (
                <img src={picture} alt="Gambar yang ikut dikirim" loading="lazy" />
              )}
              <div class="message-text">
                {channel === 'telegram' ? <TelegramText text={part} /> : <WhatsAppText text={part} />}
              </div>
            </div>
          ))}
        </figure>
      ))}
    </div>
  )
}
