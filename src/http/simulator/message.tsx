import type { SimulatedChat, SimulatedMessage } from '../../channels/simulator/controls.ts'
import { clockTime } from '../time.ts'
import { Markup } from './markup.tsx'
import { pageUrl, phoneUrl, type View } from './view.ts'

/** How people see an author. */
export const AUTHOR: Record<SimulatedMessage['author'], string> = {
  bot: 'Kabar KIM',
  warga: 'Warga',
  admin: 'Admin',
  anggota: 'Anggota',
}

interface BubbleProps {
  message: SimulatedMessage
  chat: SimulatedChat
  view: View
}

/** The hidden fields that bring a form back to the same view. */
export function ViewFields({ view }: { view: View }) {
  return (
    <>
      <input type="hidden" name="group" value={view.group} />
      <input type="hidden" name="role" value={view.role} />
    </>
  )
}

function Choices({ message, view }: { message: SimulatedMessage; view: View }) {
  return (
    <form class="choices" method="post" action="/simulator/taps" data-live="tap">
      <input type="hidden" name="chat" value={message.chatId} />
      <input type="hidden" name="message" value={message.id} />
      <ViewFields view={view} />
      {message.choices.map(({ id, label, tapped }) => (
        <button type="submit" name="choice" value={id} class={tapped ? 'tapped' : ''}>
          {label}
          {tapped && <span class="hidden"> (sudah ditekan)</span>}
        </button>
      ))}
    </form>
  )
}

function Content({ message }: { message: SimulatedMessage }) {
  if (message.deleted) return <p class="muted">Pesan ini dihapus</p>
  return (
    <>
      {message.forwarded && <p class="forwarded">Diteruskan</p>}
      {message.quoted !== undefined && (
        <blockquote class="quoted">
          <strong>{AUTHOR[message.quoted.author]}</strong>
          <span>{message.quoted.text}</span>
        </blockquote>
      )}
      {message.hasPicture && (
        <a href={`/simulator/media/${encodeURIComponent(message.id)}`} target="_blank">
          <img
            class="picture"
            src={`/simulator/media/${encodeURIComponent(message.id)}`}
            alt="Gambar dalam pesan: buka ukuran penuh"
            loading="lazy"
          />
        </a>
      )}
      {message.author === 'bot' ? <Markup blocks={message.blocks} /> : <p class="plain">{message.text}</p>}
    </>
  )
}

/** One message. The person who holds the phone stands at the right. */
export function Bubble({ message, chat, view }: BubbleProps) {
  const { author, deleted } = message
  const isOwn = author === 'warga' || author === view.role
  const part = chat.type === 'private' ? 'warga' : 'grup'
  const replyView = { ...view, reply: message.id }
  return (
    <li class={isOwn ? 'own' : ''} id={`${chat.chatId}-${message.order}`} data-author={author}>
      <article class="bubble" aria-label={`${AUTHOR[author]}, ${clockTime(message.sentAt)}`}>
        {!isOwn && <p class={author === 'bot' ? 'author bot' : 'author'}>{AUTHOR[author]}</p>}
        <Content message={message} />
        <p class="meta">
          {!deleted && (
            <a href={pageUrl(replyView, part)} data-source={phoneUrl(chat.chatId, replyView)} data-focus>
              Balas
            </a>
          )}
          <span>
            {message.edited && 'diubah · '}
            <time dateTime={message.sentAt.toISOString()}>{clockTime(message.sentAt)}</time>
          </span>
        </p>
      </article>
      {message.choices.length > 0 && <Choices message={message} view={view} />}
    </li>
  )
}
