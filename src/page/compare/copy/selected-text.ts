import type { ShownStep } from '../run/run.ts'
import type { Page } from '../state/page.ts'
import { sampleText } from './sample-text.ts'

/**
 * What a selection copies: the words as the model wrote them. On the page, blanks are signs, a line is broken
 * once however many breaks there are, and there are badges between words; none of that is copied.
 */

/** What is in a text without being one of its words. */
const BADGES =
  '.text-lead, .text-fork, .ui-loop-count, .stop-mark, .text-caret, .branch-caption, .text-rewound'

/** Puts the exact text of what is selected in the lanes on the clipboard. */
export function copySelected(page: Page, event: ClipboardEvent): void {
  const selection = getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return
  const range = selection.getRangeAt(0)
  const texts = [...document.querySelectorAll<HTMLElement>('#lanes .text-body')]
    .filter((text) => range.intersectsNode(text))
    .flatMap((text) => selectedIn(page, text, range) || [])
  if (texts.length === 0) return
  event.preventDefault()
  event.clipboardData?.setData('text/plain', texts.join('\n\n'))
}

function selectedIn(page: Page, text: HTMLElement, range: Range): string {
  const key = Number(text.closest<HTMLElement>('[data-key]')?.dataset.key)
  const steps = page.views.peek().find((view) => view.key === key)?.sample?.steps ?? []
  const { startContainer, startOffset, endContainer, endOffset } = range
  const from = text.contains(startContainer) ? placeIn(text, steps, startContainer, startOffset) : 0
  const to = text.contains(endContainer)
    ? placeIn(text, steps, endContainer, endOffset)
    : Number.POSITIVE_INFINITY
  return sampleText({ steps }).slice(from, to)
}

/** The place in a text, in characters, of a place in its elements. */
function placeIn(text: HTMLElement, steps: readonly ShownStep[], node: Node, offset: number): number {
  const before = document.createRange()
  before.setStart(text, 0)
  before.setEnd(node, offset)
  let place = 0
  let next = 0
  for (const piece of piecesOf(text)) {
    if (before.comparePoint(piece, 0) > 0) break
    const passed = document.createRange()
    passed.selectNodeContents(piece)
    const isWhole = before.comparePoint(piece.parentNode!, indexOf(piece) + 1) <= 0
    if (!isWhole) passed.setEnd(node, offset)
    const length = passed.toString().length
    if (piece instanceof Text) {
      // The blank before a word: it belongs to the token that follows.
      place = startOf(steps, next) + Math.min(length, blanksOf(steps[next]))
      continue
    }
    const step = Number(piece.getAttribute('data-step'))
    const isBlank = steps[step]?.text.trim() === ''
    place = isWhole
      ? startOf(steps, step + 1)
      : startOf(steps, step) + (isBlank ? 0 : blanksOf(steps[step]) + length)
    next = step + 1
  }
  return place
}

/** The tokens of a text and the blanks between them, in order. */
function piecesOf(text: HTMLElement): (HTMLElement | Text)[] {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    const parent = node.parentElement
    if (parent?.closest('.text-token') || (node instanceof Element ? node : parent)?.closest(BADGES))
      return NodeFilter.FILTER_REJECT
    const isPiece = node instanceof Text || (node as Element).matches('.text-token')
    return isPiece ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP
  })
  const pieces: (HTMLElement | Text)[] = []
  while (walker.nextNode()) pieces.push(walker.currentNode as HTMLElement | Text)
  return pieces
}

const indexOf = (node: Node): number => [...node.parentNode!.childNodes].indexOf(node as ChildNode)

const startOf = (steps: readonly ShownStep[], index: number): number =>
  steps.slice(0, index).reduce((sum, { text }) => sum + text.length, 0)

/** How many blanks a word begins with. */
const blanksOf = (step: ShownStep | undefined): number =>
  step === undefined || step.text.trim() === '' ? 0 : step.text.length - step.text.trimStart().length
