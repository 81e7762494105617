import { announce } from '../ui/announce.tsx'
import { COPY_REFUSED, copyText } from '../ui/clipboard.ts'

/** Copying a command; everything else on the page works without scripts. */

document.addEventListener('click', async ({ target }) => {
  const button = target instanceof Element ? target.closest('[data-copy]') : null
  if (!(button instanceof HTMLElement)) return
  const isCopied = await copyText(button.dataset.copy ?? '')
  announce(isCopied ? 'Command copied' : COPY_REFUSED)
  const use = button.querySelector('use')
  use?.setAttribute('href', isCopied ? '#i-check' : '#i-fail')
  setTimeout(() => use?.setAttribute('href', '#i-copy'), 2000)
})
