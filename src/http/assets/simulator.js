// Keeps the simulator's page live. Without this file the page works too: forms post, and the page comes back.

const alertBox = document.querySelector('[data-alert]')
const statusBox = document.querySelector('[data-status]')

/** Phones whose fetch is running; `true` means that they changed again meanwhile. */
const refreshing = new Map()

async function fetchPart(source) {
  const response = await fetch(source, { headers: { Accept: 'text/html' } })
  if (!response.ok) throw new Error(`${source} answered ${response.status}`)
  const template = document.createElement('template')
  template.innerHTML = await response.text()
  return template.content.firstElementChild
}

/** Touches only what changed, so that a screen reader tells only the new messages. */
function updateLog(list, fresh) {
  const wanted = new Set([...fresh.children].map((item) => item.id))
  for (const item of Array.from(list.children)) {
    if (wanted.has(item.id)) continue
    if (item.contains(document.activeElement)) list.parentElement.focus({ preventScroll: true })
    item.remove()
  }
  let place = list.firstElementChild
  for (const item of Array.from(fresh.children)) {
    if (place?.id !== item.id) {
      list.insertBefore(item, place)
    } else {
      const next = place.nextElementSibling
      if (!place.isEqualNode(item)) replaceKeepingFocus(place, item)
      place = next
    }
  }
  list.dataset.empty = fresh.dataset.empty
}

function updatePhone(phone, fresh) {
  const parts = [...phone.querySelectorAll('[data-part]')]
  const freshParts = new Map(
    [...fresh.querySelectorAll('[data-part]')].map((part) => [part.dataset.part, part]),
  )
  for (const part of parts) {
    const freshPart = freshParts.get(part.dataset.part)
    if (freshPart === undefined) continue
    if (part.dataset.part === 'log') updateLog(part, freshPart)
    else if (part.dataset.part !== 'tabs' && !part.isEqualNode(freshPart))
      replaceKeepingFocus(part, freshPart)
  }
}

/** Whoever stands on a link or a button stands on the same one afterwards, or on the list around it. */
function replaceKeepingFocus(part, fresh) {
  const focused = [...part.querySelectorAll('a, button')].indexOf(document.activeElement)
  const around = part.closest('.log')
  part.replaceWith(fresh)
  if (focused === -1) return
  const target = fresh.querySelectorAll('a, button')[focused] ?? around
  target?.focus({ preventScroll: true })
}

async function refreshPhone(phone) {
  if (refreshing.has(phone)) {
    refreshing.set(phone, true)
    return
  }
  refreshing.set(phone, false)
  try {
    const source = phone.dataset.source
    const fresh = await fetchPart(source)
    if (phone.dataset.source === source) updatePhone(phone, fresh)
    else refreshing.set(phone, true)
  } catch {
    // The stream reconnects by itself, and then every phone is fetched again.
    refreshing.set(phone, false)
  }
  const changedMeanwhile = refreshing.get(phone)
  refreshing.delete(phone)
  if (changedMeanwhile) await refreshPhone(phone)
}

const phones = () => [...document.querySelectorAll('[data-phone]')]

async function refreshPanel() {
  const panel = document.querySelector('[data-panel]')
  const fresh = await fetchPart(panel.dataset.source).catch(() => undefined)
  if (fresh === undefined || panel.isEqualNode(fresh)) return
  const { scrollTop } = panel
  replaceKeepingFocus(panel, fresh)
  fresh.scrollTop = scrollTop
  countDown()
}

let panelTimer
/** A message may be the last step of a subscription: then a broadcast reaches one group more. */
function refreshPanelSoon() {
  clearTimeout(panelTimer)
  panelTimer = setTimeout(() => void refreshPanel(), 600)
}

function countDown() {
  for (const line of document.querySelectorAll('[data-at]')) {
    const left = Math.ceil((Date.parse(line.dataset.at) - Date.now()) / 1000)
    const counter = line.querySelector('[data-countdown]')
    if (left > 0) {
      counter.textContent = `${left} detik lagi`
    } else {
      line.removeAttribute('data-at')
      refreshPanelSoon()
    }
  }
}

async function showSource(link) {
  const phone = link.closest('[data-phone]')
  const wantsFocus = 'focus' in link.dataset
  phone.dataset.source = link.dataset.source
  history.replaceState(null, '', link.href)
  await refreshPhone(phone)
  if (wantsFocus) phone.querySelector('textarea')?.focus()
}

function forgetReply(phone) {
  const source = new URL(phone.dataset.source, location.href)
  source.searchParams.delete('reply')
  phone.dataset.source = source.pathname + source.search
}

function afterSending(form) {
  const phone = form.closest('[data-phone]')
  if (form.dataset.live === 'schedule') {
    statusBox.textContent = 'Siaran dijadwalkan. Hitung mundur ada di daftar siaran.'
    return refreshPanel()
  }
  if (form.dataset.live === 'compose') {
    form.elements.text.value = ''
    form.elements.forwarded.checked = false
    form.elements.text.focus()
    forgetReply(phone)
  }
  return refreshPhone(phone)
}

async function send(form, submitter) {
  const fields = new URLSearchParams(new FormData(form, submitter))
  alertBox.textContent = ''
  try {
    const response = await fetch(form.action, {
      method: 'POST',
      body: fields,
      headers: { Accept: 'application/json' },
    })
    if (!response.ok) throw new Error(`The form was answered with ${response.status}`)
    await afterSending(form)
  } catch {
    alertBox.textContent = 'Belum terkirim. Periksa apakah server masih berjalan, lalu coba lagi.'
  }
}

document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.dataset.live === undefined) return
  event.preventDefault()
  void send(form, event.submitter)
})

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-source]')
  if (link === null || event.metaKey || event.ctrlKey || event.shiftKey) return
  event.preventDefault()
  void showSource(link)
})

document.addEventListener('keydown', (event) => {
  const isTouch = matchMedia('(pointer: coarse)').matches
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || isTouch) return
  if (!(event.target instanceof HTMLTextAreaElement)) return
  event.preventDefault()
  event.target.form.requestSubmit()
})

const changes = new EventSource('/simulator/events')
changes.addEventListener('open', () => {
  for (const phone of phones()) void refreshPhone(phone)
  refreshPanelSoon()
})
changes.addEventListener('chat', (event) => {
  for (const phone of phones()) if (phone.dataset.phone === event.data) void refreshPhone(phone)
  refreshPanelSoon()
})
changes.addEventListener('chats', () => {
  for (const phone of phones()) void refreshPhone(phone)
  refreshPanelSoon()
})

setInterval(countDown, 1000)
countDown()
document.documentElement.dataset.live = 'yes'
