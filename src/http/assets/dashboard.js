// Makes the dashboard quicker to use. Every page works without it.
document.addEventListener('submit', (event) => {
  const form = event.target
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm
  if (question !== undefined && !confirm(question)) {
    event.preventDefault()
    return
  }
  // A second tap must not send a form twice.
  const button = event.submitter
  if (form.method === 'post' && button !== null) setTimeout(() => (button.disabled = true))
})

addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  for (const button of document.querySelectorAll('button:disabled')) button.disabled = false
})

document.addEventListener('click', (event) => {
  const { copy } = event.target.dataset
  if (copy === undefined) return
  void navigator.clipboard?.writeText(copy)
  event.target.textContent = 'Tersalin'
})

document.addEventListener('change', (event) => {
  if (event.target.closest('form')?.dataset.auto !== undefined) event.target.form.requestSubmit()
})

// On a phone the menu is wider than the screen: show where one is.
const menu = document.querySelector('.menu')
const current = menu?.querySelector('[aria-current]')
if (menu && current) menu.scrollLeft = current.offsetLeft - (menu.clientWidth - current.offsetWidth) / 2
