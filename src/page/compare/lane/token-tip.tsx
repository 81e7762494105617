import { signal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { bits, count, probability } from '../../ui/numbers.ts'
import type { ShownStep } from '../run/run.ts'
import type { Page, TokenPlace } from '../state/page.ts'
import { spoken } from './blanks.tsx'

/** What a token under the pointer or the focus is: a card beside it, and words for those who listen. */

interface Pointed {
  readonly record: ShownStep
  readonly index: number
  readonly element: Element
  /** Whether the chain left fewer tokens than there are. */
  readonly isCut: boolean
}

/** In the browser only, where there is one page. */
const pointed = signal<Pointed | undefined>(undefined)

export const tokenUnder = (target: EventTarget | null): HTMLElement | undefined =>
  target instanceof Element ? (target.closest<HTMLElement>('.text-token') ?? undefined) : undefined

/** The lane and the index of a token's element. */
export const placeOf = (token: Element): TokenPlace => ({
  key: Number(token.closest('[data-key]')?.getAttribute('data-key')),
  step: Number(token.getAttribute('data-step')),
})

function recordOf(
  page: Page,
  token: Element,
): { readonly index: number; readonly record: ShownStep | undefined; readonly isCut: boolean } {
  const { key, step } = placeOf(token)
  const view = page.views.peek().find((one) => one.key === key)
  const record = view?.sample?.steps[step]
  const model = page.offer.peek().models.find(({ id }) => id === view?.model)
  return { index: step, record, isCut: record?.kept !== model?.vocabularySize }
}

/** Whether the keyboard is at a token: then its card goes with it, where a pointer leaves it behind. */
export const hasKeyboard = (token: Element): boolean => token.matches(':focus-visible')

/** A pointer that crosses a text is not asking: milliseconds that it has to rest on a token. */
const REST = 250
let resting: ReturnType<typeof setTimeout> | undefined

/** Moves the page's cursor to a token and shows its card, once the pointer rests there. */
export function pointAt(page: Page, token: Element, isPointer = false): void {
  const { index, record, isCut } = recordOf(page, token)
  if (!record) return
  page.cursor.value = index
  clearTimeout(resting)
  const show = () => {
    pointed.value = { record, index, isCut, element: token }
  }
  if (isPointer && !pointed.peek()) resting = setTimeout(show, REST)
  else show()
}

export function unpoint(): void {
  clearTimeout(resting)
  pointed.value = undefined
}

const allowedWords = ({ allowed }: ShownStep): string =>
  allowed === undefined ? '' : allowed ? ', allowed' : ', not allowed'

export function readOut(page: Page, token: Element): void {
  const { index, record } = recordOf(page, token)
  const region = document.getElementById('token-status')
  if (!record || !region) return
  const { logprob, rank } = record
  region.textContent =
    `${spoken(record)}, token ${index + 1}, probability ${probability(Math.exp(logprob))}, rank ` +
    `${count(rank)}${allowedWords(record)}`
}

export function TokenTip() {
  const element = useRef<HTMLParagraphElement>(null)
  const token = pointed.value
  useLayoutEffect(() => {
    const card = element.current
    if (!token || !card) return
    place(card, token.element)
    const placed = token.element.getBoundingClientRect()
    const scroll = () => {
      const { top, left } = token.element.getBoundingClientRect()
      if (top === placed.top && left === placed.left) return
      if (hasKeyboard(token.element)) place(card, token.element)
      else unpoint()
    }
    addEventListener('scroll', scroll, { capture: true, passive: true })
    return () => removeEventListener('scroll', scroll, { capture: true })
  }, [token])
  return (
    <>
      <p id="tip" class="token-tip" ref={element} hidden={!token}>
        {token && <Facts {...token} />}
      </p>
      <p id="token-status" class="ui-hidden" role="status" />
    </>
  )
}

const Facts = ({ record, index, isCut }: Pointed) => (
  <>
    <span>token {index + 1}</span>
    <span>
      p <b>{probability(Math.exp(record.logprob))}</b>
    </span>
    <span>{bits(-record.logprob).toFixed(1)} bits</span>
    <span>
      rank <b>{count(record.rank)}</b> of {count(record.kept)}
      {isCut && ' kept'}
    </span>
    <span>
      entropy {bits(record.entropy).toFixed(1)}
      {allowedWords(record)}
    </span>
  </>
)

/** The card stays over its own lane: the others can be read beside it. */
function place(tip: HTMLElement, token: Element): void {
  const { left, bottom, top } = token.getBoundingClientRect()
  const lane = token.closest('.lane-column')?.getBoundingClientRect()
  const sheet = token.closest('.lanes-scroll')?.getBoundingClientRect()
  const from = Math.max(8, lane?.left ?? 0, sheet?.left ?? 0)
  const to = Math.min(innerWidth - 8, lane?.right ?? innerWidth, sheet?.right ?? innerWidth)
  tip.style.setProperty('--most', `${Math.max(160, to - from - 8)}px`)
  tip.style.setProperty('--x', `${Math.max(from, Math.min(left, to - tip.offsetWidth))}px`)
  const isLow = bottom + tip.offsetHeight + 8 > innerHeight
  tip.style.setProperty('--y', `${isLow ? top - tip.offsetHeight - 6 : bottom + 6}px`)
}
