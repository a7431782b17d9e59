import type { SimulatedChat, SimulatedMessage } from '../../channels/simulator/controls.ts'
import { toPlainText } from '../../channels/formatting.ts'
import { dayOf } from '../time.ts'
import { AUTHOR, Bubble, ViewFields } from './message.tsx'
import { pageUrl, phoneUrl, type GroupRole, type View } from './view.ts'

/** Older messages stay in the simulator but not on the page. */
const SHOWN_MESSAGES = 60
const MAX_TEXT_LENGTH = 4096
const SHOWN_CLAIM_LENGTH = 90

export interface PhoneProps {
  chat: SimulatedChat
  messages: SimulatedMessage[]
  view: View
  /** All groups, for the group's phone. */
  groups: SimulatedChat[]
  /** Circulating claims to try, for the resident's phone. */
  claims: string[]
}

const ROLES: GroupRole[] = ['admin', 'anggota']

function Head({ chat }: { chat: SimulatedChat }) {
  const isGroup = chat.type === 'group'
  return (
    <header class="phone-head" data-part="head">
      <span class="avatar" aria-hidden="true">
        {isGroup ? (
          chat.title.charAt(0).toUpperCase()
        ) : (
          <img src="/assets/icon.svg" alt="" width="40" height="40" />
        )}
      </span>
      <div>
        <h3>{isGroup ? chat.title : 'Kabar KIM'}</h3>
        <p>
          {isGroup
            ? chat.botPresent
              ? 'Admin, Anggota, Kabar KIM'
              : 'Admin, Anggota'
            : 'bot · selalu aktif'}
        </p>
      </div>
      {isGroup && chat.botPresent && (
        <form method="post" action={`/simulator/groups/${encodeURIComponent(chat.chatId)}/bot`}>
          <input type="hidden" name="present" value="no" />
          <button class="ghost" type="submit">
            Keluarkan bot
          </button>
        </form>
      )}
    </header>
  )
}

function GroupTabs({ groups, view }: { groups: SimulatedChat[]; view: View }) {
  return (
    <nav class="tabs" aria-label="Pilih grup" data-part="tabs">
      <div class="tab-list">
        {groups.map(({ chatId, title }) => (
          <a
            href={pageUrl({ group: chatId, role: view.role }, 'grup')}
            {...(chatId === view.group ? { 'aria-current': 'true' } : {})}
          >
            {title}
          </a>
        ))}
      </div>
      <details>
        <summary>Tambah grup</summary>
        <form method="post" action="/simulator/groups">
          <label>
            Nama grup
            <input name="title" required maxlength={128} placeholder="KIM Loa Kulu Kota" autocomplete="off" />
          </label>
          <button class="button small" type="submit">
            Buat grup
          </button>
        </form>
      </details>
    </nav>
  )
}

function EmptyLog({ chat, view }: { chat: SimulatedChat; view: View }) {
  if (chat.type === 'private') {
    return (
      <div class="empty">
        <p>
          <strong>Belum ada pesan.</strong>
        </p>
        <p>Tekan salah satu contoh pesan beredar di bawah, atau tulis kabar yang ingin Anda cek.</p>
      </div>
    )
  }
  return (
    <div class="empty">
      <p>
        <strong>Belum ada pesan di grup ini.</strong>
      </p>
      <p>
        Ketik /langganan sebagai admin, lalu pilih wilayahnya, supaya siaran untuk wilayah itu sampai ke sini.
      </p>
      <form method="post" action="/simulator/messages" data-live="send">
        <input type="hidden" name="chat" value={chat.chatId} />
        <input type="hidden" name="text" value="/langganan" />
        <ViewFields view={{ group: view.group, role: 'admin' }} />
        <button class="button small" type="submit">
          Kirim /langganan
        </button>
      </form>
    </div>
  )
}

function Log({ chat, messages, view }: PhoneProps) {
  const shown = messages.slice(-SHOWN_MESSAGES)
  const days = shown.map(({ sentAt }) => dayOf(sentAt))
  return (
    <div class="log" role="log" tabindex={0} aria-live="polite" aria-label={`Pesan di ${chat.title}`}>
      <ol data-part="log" data-empty={shown.length === 0 ? 'yes' : 'no'}>
        {shown.length === 0 && (
          <li class="note" id={`${chat.chatId}-empty`}>
            <EmptyLog chat={chat} view={view} />
          </li>
        )}
        {shown.map((message, index) => (
          <>
            {days[index] !== days[index - 1] && (
              <li class="day" id={`${chat.chatId}-day-${message.order}`}>
                {days[index]}
              </li>
            )}
            <Bubble message={message} chat={chat} view={view} />
          </>
        ))}
      </ol>
    </div>
  )
}

/** Enough of a claim to know it by: a long name tires the ear of who listens to the page. */
function startOf(claim: string): string {
  return claim.length <= SHOWN_CLAIM_LENGTH ? claim : `${claim.slice(0, SHOWN_CLAIM_LENGTH).trimEnd()}…`
}

function Claims({ chat, claims, view }: PhoneProps) {
  return (
    <div class="claims" role="group" aria-label="Contoh pesan beredar: tekan untuk meneruskannya ke bot">
      <p aria-hidden="true">Contoh pesan beredar, tekan untuk meneruskan</p>
      <div class="claim-list">
        {claims.map((claim) => (
          <form method="post" action="/simulator/messages" data-live="send">
            <input type="hidden" name="chat" value={chat.chatId} />
            <input type="hidden" name="text" value={claim} />
            <input type="hidden" name="forwarded" value="yes" />
            <ViewFields view={view} />
            <button type="submit">
              <span>{startOf(claim)}</span>
            </button>
          </form>
        ))}
      </div>
    </div>
  )
}

/** The message that the next one answers: the chosen one, else the bot's last one when it asks for a reply. */
function repliedMessage({ messages, view }: PhoneProps): SimulatedMessage | undefined {
  const chosen = messages.find(({ id, deleted }) => id === view.reply && !deleted)
  const last = messages.at(-1)
  return chosen ?? (last?.author === 'bot' && last.expectsReply ? last : undefined)
}

function ReplyStrip(props: PhoneProps) {
  const { chat, view } = props
  const replied = repliedMessage(props)
  const plainView = { group: view.group, role: view.role }
  return (
    <div data-part="reply" class={replied === undefined ? '' : 'reply'}>
      <ViewFields view={view} />
      {replied !== undefined && (
        <>
          <input type="hidden" name="reply" value={replied.id} />
          <blockquote class="quoted">
            <strong>Membalas {AUTHOR[replied.author]}</strong>
            <span>{replied.author === 'bot' ? toPlainText(replied.text) : replied.text}</span>
          </blockquote>
          {view.reply !== undefined && (
            <a
              href={pageUrl(plainView, chat.type === 'private' ? 'warga' : 'grup')}
              data-source={phoneUrl(chat.chatId, plainView)}
              data-focus
            >
              Batal
            </a>
          )}
        </>
      )}
    </div>
  )
}

function RoleSwitch({ chat, view }: { chat: SimulatedChat; view: View }) {
  return (
    <div class="roles" role="group" aria-label="Kirim sebagai" data-part="roles">
      <span aria-hidden="true">Kirim sebagai</span>
      {ROLES.map((role) => (
        <a
          href={pageUrl({ ...view, role }, 'grup')}
          data-source={phoneUrl(chat.chatId, { ...view, role })}
          {...(role === view.role ? { 'aria-current': 'true' } : {})}
        >
          {AUTHOR[role]}
        </a>
      ))}
    </div>
  )
}

function Composer(props: PhoneProps) {
  const { chat, view } = props
  const isGroup = chat.type === 'group'
  const label = isGroup ? `Pesan ke ${chat.title}` : 'Pesan ke Kabar KIM'
  return (
    <form class="composer" method="post" action="/simulator/messages" data-live="compose">
      <input type="hidden" name="chat" value={chat.chatId} />
      <ReplyStrip {...props} />
      <div class="options">
        {isGroup && <RoleSwitch chat={chat} view={view} />}
        <label>
          <input type="checkbox" name="forwarded" value="yes" /> pesan terusan
        </label>
      </div>
      <div class="line">
        <textarea
          name="text"
          rows={1}
          required
          maxlength={MAX_TEXT_LENGTH}
          aria-label={label}
          placeholder={isGroup ? 'Tulis pesan ke grup' : 'Tulis atau tempel pesan'}
        ></textarea>
        <button class="button" type="submit">
          Kirim
        </button>
      </div>
    </form>
  )
}

function Expelled({ chat }: { chat: SimulatedChat }) {
  return (
    <div class="composer expelled">
      <p>Bot sudah dikeluarkan dari grup ini, jadi tidak ada siaran yang sampai.</p>
      <form method="post" action={`/simulator/groups/${encodeURIComponent(chat.chatId)}/bot`}>
        <input type="hidden" name="present" value="yes" />
        <button class="button small" type="submit">
          Undang bot lagi
        </button>
      </form>
    </div>
  )
}

/** One phone: who is talking, the messages, and where to write. */
export function Phone(props: PhoneProps) {
  const { chat, view, groups, claims } = props
  const isGroup = chat.type === 'group'
  return (
    <div class="phone" data-phone={chat.chatId} data-source={phoneUrl(chat.chatId, view)}>
      <Head chat={chat} />
      {isGroup && <GroupTabs groups={groups} view={view} />}
      <Log {...props} />
      {!isGroup && claims.length > 0 && <Claims {...props} />}
      {chat.botPresent ? <Composer {...props} /> : <Expelled chat={chat} />}
    </div>
  )
}
