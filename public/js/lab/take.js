// @ts-check

import { announce, byId } from './dom.js'
import { commandOf } from './request.js'
import { paramsOf } from './state.js'

/** Copy the command or the link, and a new random seed. @param {() => import('./state.js').LabState} read */
export function listenToTake(read) {
  byId('lab-copy-command').addEventListener('click', ({ currentTarget }) => {
    void copy(currentTarget, commandOf(read()), 'Command copied')
  })
  byId('lab-copy-link').addEventListener('click', ({ currentTarget }) => {
    const link = new URL(`/lab?${paramsOf(read())}`, location.href).href
    if (link.length > 8000) {
      announce('This list is too long for a link.')
      void relabel(currentTarget, 'Too long for a link')
    } else void copy(currentTarget, link, 'Link copied')
  })
  byId('lab-dice').addEventListener('click', () => {
    const [seed = 0] = crypto.getRandomValues(new Uint32Array(1))
    const input = byId('lab-seed')
    if (input instanceof HTMLInputElement) input.value = String(seed)
  })
}

/** @param {EventTarget | null} button @param {string} text @param {string} told */
async function copy(button, text, told) {
  try {
    await navigator.clipboard.writeText(text)
    announce(told)
    await relabel(button, told)
  } catch {
    announce('The browser refused to copy; select the text instead.')
    await relabel(button, 'Not allowed to copy')
  }
}

/** The confirmation stands in the label for two seconds. @param {EventTarget | null} button @param {string} told */
async function relabel(button, told) {
  const label = button instanceof Element ? button.querySelector('span') : null
  if (!label) return
  const before = label.dataset.label ?? label.textContent ?? ''
  label.dataset.label = before
  label.textContent = told
  await new Promise((resolve) => setTimeout(resolve, 2000))
  label.textContent = before
}
