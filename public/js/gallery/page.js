// @ts-check

import { announce, copyText } from '../compare/dom.js'

/** Copying a command; everything else on the page works without scripts. */

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('[data-do="copy"]') : null
  if (!(button instanceof HTMLElement)) return
  void copyText(button.dataset.text ?? '')
  announce('Command copied')
  const use = button.querySelector('use')
  use?.setAttribute('href', '#i-check')
  setTimeout(() => use?.setAttribute('href', '#i-copy'), 2000)
})
