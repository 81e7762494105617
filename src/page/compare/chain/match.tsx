import { useEffect, useRef, useState } from 'preact/hooks'
import { matchedNumber } from '../../../runs/match/bisection.ts'
import { type MatchResult, widthText } from '../../../runs/match/result.ts'
import type { ParameterDescription } from '../../../strategies/chain/describe.ts'
import { type WrittenUse, writeChain } from '../../../strategies/chain/written-chain.ts'
import { Button } from '../../ui/button.tsx'
import { fetchJson, RequestError } from '../../ui/fetch-json.ts'
import { Fault } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { sampleText } from '../copy/sample-text.ts'
import { joined } from '../human/human.ts'
import type { LaneView } from '../lane/view.ts'
import { modelOfLane } from '../settings/models-of.ts'
import type { Page } from '../state/page.ts'
import { isRead, laneFault, type ReadLane, withUse } from './lane-chain.ts'

/** What the widths are means over. */
interface MatchText {
  readonly prompt?: string
  readonly text: string
  /** "over lane C’s text". */
  readonly words: string
}

/** Only steps that cut are matched here. */
const numberOf = ({ strategy }: WrittenUse): ParameterDescription | undefined =>
  strategy.family === 'truncation' ? matchedNumber(strategy.parameters) : undefined

/**
 * The person's own text, or what a lane wrote, behind the prompt; the prompt alone where nothing was written.
 */
function matchText(page: Pick<Page, 'settings' | 'run'>, view: LaneView): MatchText {
  const { human } = page.settings.value
  const { prompt } = page.run.value?.settings ?? page.settings.value
  if (human.trim() !== '') {
    return { prompt, text: joined({ prompt, text: human }), words: 'over your human text' }
  }
  const written = view.sample ? sampleText(view.sample) : ''
  if (written !== '') return { prompt, text: written, words: `over lane ${view.letter}’s text` }
  return { text: prompt, words: 'over the prompt, until a lane has written' }
}

type State =
  | { readonly kind: 'idle' | 'busy' }
  | { readonly kind: 'found'; readonly result: MatchResult }
  | { readonly kind: 'failed'; readonly message: string }

interface Props {
  readonly page: Page
  readonly chain: ReadLane
  readonly use: WrittenUse
  readonly place: { readonly key: number; readonly index: number }
  readonly write: (use: WrittenUse) => void
}

/** Makes a step's lane keep as many tokens as another lane, on average: the value is found by bisection. */
export function Match({ page, chain, use, place: { key, index }, write }: Props) {
  const parameter = numberOf(use)
  const { models } = page.offer.value
  const others = page.views.value.filter(
    (view) => view.key !== key && !view.isHuman && isRead(view.chain) && laneFault(view.chain, models) === '',
  )
  const [chosen, choose] = useState(others.at(-1)?.key)
  const [state, setState] = useState<State>({ kind: 'idle' })
  const going = useRef<AbortController>(undefined)
  useEffect(() => () => going.current?.abort(), [])
  const like = others.find((view) => view.key === chosen) ?? others.at(-1)
  if (!parameter || !like || !isRead(like.chain)) return null
  const { written } = like.chain
  const over = matchText(page, like)
  const find = async () => {
    going.current?.abort()
    if (state.kind === 'busy') return setState({ kind: 'idle' })
    const control = new AbortController()
    going.current = control
    setState({ kind: 'busy' })
    const { words: _, ...text } = over
    // A value at which the step is off, or that cannot be read, is no start.
    const asked = { ...use, values: { ...use.values, [parameter.name]: String(parameter.fallback) } }
    const body = {
      ...text,
      model: modelOfLane(chain, page.settings.value),
      like: writeChain(written),
      lane: writeChain(withUse(chain, index, asked).written),
      step: use.strategy.id,
      seed: 0,
    }
    try {
      const result = await fetchJson<MatchResult>('/api/match', { body, signal: control.signal })
      write({ ...use, values: { ...use.values, [parameter.name]: String(result.value) } })
      setState({ kind: 'found', result })
    } catch (error) {
      if (control.signal.aborted) return
      if (!(error instanceof RequestError)) throw error
      setState({ kind: 'failed', message: error.message })
    }
  }
  return (
    <div class="chain-match">
      <div class="knob-row">
        <label for="match-like">As wide as</label>
        <Select
          isSmall
          id="match-like"
          value={String(like.key)}
          options={others.map(({ key, letter, notation }) => ({
            id: String(key),
            title: `${letter}: ${notation}`,
          }))}
          choose={(key) => choose(Number(key))}
        />
      </div>
      <div class="chain-match-buttons">
        <Button
          class="is-small"
          data-do="match"
          aria-disabled={over.text === ''}
          onClick={() => over.text !== '' && void find()}
        >
          {state.kind === 'busy' ? 'Cancel' : 'Match'}
        </Button>
        <p class="ui-quiet" role="status">
          {state.kind === 'busy'
            ? 'Trying values …'
            : state.kind === 'found'
              ? foundWords(state.result)
              : over.text === ''
                ? 'Write a prompt first: widths are means over a text.'
                : `As many tokens on average, ${over.words}.`}
        </p>
      </div>
      <Fault text={state.kind === 'failed' ? state.message : ''} />
    </div>
  )
}

const foundWords = ({ width, isEqual, tokens }: MatchResult): string =>
  `${isEqual ? '' : 'As near as it comes: '}${widthText(width.lane)} tokens kept on average, and ` +
  `${widthText(width.like)} by the other lane, over ${tokens} tokens of text.`
