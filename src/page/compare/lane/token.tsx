import type { ShownStep } from '../run/run.ts'
import { Marked, signs, signsOf } from './blanks.tsx'
import { heatClasses } from './heat.tsx'
import { isMarked } from './tail.ts'

/** A line is broken once, however many tokens break it: before the word that follows them. */
const isBreak = (step: ShownStep | undefined): boolean => step?.text.trim() === '' && step.text.includes('\n')

/**
 * The space before a token: it is part of it, but outside its element, so that tints and rings hug the word.
 */
export function spaceBefore(steps: readonly ShownStep[], index: number): string {
  const { text } = steps[index]!
  if (text.trim() === '') return ''
  return isBreak(steps[index - 1]) ? '\n' : text.slice(0, text.length - text.trimStart().length)
}

interface Props {
  readonly step: ShownStep
  readonly index: number
  readonly isTabStop: boolean
  readonly isCursor?: boolean
  readonly isSelected?: boolean
}

/** One token; blanks other than a space before it, and bytes without a character, are signs in it. */
export function Token({ step, index, isTabStop, isCursor = false, isSelected = false }: Props) {
  const { text } = step
  const word = text.trim()
  const own = text.slice(0, text.length - text.trimStart().length)
  const after = word === '' ? '' : text.slice(text.trimEnd().length)
  const before = word === '' ? signsOf(step) : own === ' ' ? '' : signs(own)
  const classes = [
    'text-token',
    heatClasses(step),
    isMarked(step) && 'is-out',
    isCursor && 'is-cursor',
    isSelected && 'is-selected',
  ]
  return (
    <span
      class={classes.filter(Boolean).join(' ')}
      data-signs={before || undefined}
      data-after={after ? signs(after) : undefined}
      tabIndex={isTabStop ? 0 : -1}
      data-step={index}
    >
      <Marked text={word + after} />
    </span>
  )
}
