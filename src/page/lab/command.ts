import { quoted } from '../ui/shell.ts'
import { requestOf } from './request.ts'
import type { LabState } from './state.ts'

/** Longest command that is written out, in characters; Copy takes the whole. */
const LONGEST = 600

/** What to type to see the same in a terminal. */
export function commandOf(state: LabState): string {
  const { logits, tokens, history, lanes, draws, seed } = requestOf(state)
  const isListable = tokens.every((token) => token !== '' && !token.includes(','))
  const numbers = logits.map((logit) => (typeof logit === 'number' ? Number(logit.toPrecision(12)) : logit))
  const distribution =
    state.preset === 'demo'
      ? []
      : [`--logits=${numbers.join(',')}`, ...(isListable ? [`--tokens=${tokens.join(',')}`] : [])]
  const options = [
    ...distribution,
    ...lanes.flatMap((lane) => ['--lane', lane]),
    ...(history.length > 0 ? [`--history=${history.join(',')}`] : []),
    ...['--draws', String(draws), '--seed', String(seed), '--json'],
  ]
  return `npm run --silent cli -- lab ${options.map(quoted).join(' ')}`
}

export const shortened = (command: string): string =>
  command.length > LONGEST ? `${command.slice(0, LONGEST)} …` : command
