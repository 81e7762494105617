import { Notice } from '../../ui/notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { generate, stop } from '../run/generate.ts'
import { titleOf } from '../settings/offer.ts'
import { setSettings, usePage } from '../state/page.ts'
import type { LaneView } from './view.ts'

/**
 * What a lane without a finished text is doing. All wait for the same thing: the first of them names it.
 */
export function LaneState({ view: { key, run, laneRun, sample, letter } }: { readonly view: LaneView }) {
  const page = usePage()
  const isFirst = page.settings.value.lanes[0]?.key === key
  if (sample?.stop === 'error') {
    const kept = sample.steps.length
    const sofar = `The ${kept === 1 ? 'token' : `${kept} tokens`} so far ${kept === 1 ? 'is' : 'are'} kept. `
    const text = `${kept > 0 ? sofar : ''}Change a step, or remove it.`
    return <Notice kind="err" title={sample.message ?? 'This lane failed.'} text={text} />
  }
  if (sample?.hint !== undefined) {
    const ask = () => {
      setSettings(page, { chat: true })
      generate(page)
    }
    return (
      <Notice
        kind=""
        icon="chat"
        title="The text ended at once"
        text={sample.hint}
        action={{ label: 'Ask as a conversation', name: 'ask-as-chat', press: ask }}
      />
    )
  }
  if (run?.phase === 'waiting' && run.loading) {
    if (!isFirst) return <Skeleton />
    const { model, loaded, total } = run.loading
    const share = total > 0 ? Math.min(1, loaded / total) : 0
    return <Loading title={titleOf(model, page.offer.value.models)} share={share} letter={letter} />
  }
  if (run?.phase === 'waiting' && run.ahead !== undefined) {
    if (!isFirst) return null
    return (
      <Notice
        kind=""
        icon="clock"
        title={`${PLACES[run.ahead] ?? `Number ${run.ahead + 1}`} in line`}
        text="Other runs hold the memory it needs. You lose your place if you close this page."
        action={{ label: 'Cancel', press: () => stop(page) }}
      />
    )
  }
  return run?.phase === 'done' && !laneRun ? (
    <p class="ui-small ui-quiet">Not in this run. Generate fills it.</p>
  ) : null
}

/** By how many runs are ahead. */
const PLACES = ['Next', 'Second', 'Third', 'Fourth', 'Fifth']

const SKELETON = ['92%', '97%', '64%']

function Loading({ title, share, letter }: { title: string; share: number; letter: string }) {
  const whole = Math.floor(100 * share)
  return (
    <div>
      <p>
        Loading {title}, {whole}%
      </p>
      <ProgressBar label={`Loading, lane ${letter}`} share={share} now={whole} />
      <p class="ui-small ui-quiet">Once, then it stays in memory.</p>
      <Skeleton />
    </div>
  )
}

const Skeleton = () => (
  <svg class="lane-skeleton" aria-hidden="true">
    {SKELETON.map((width, index) => (
      <rect key={width} y={10 + 20 * index} width={width} height="10" rx="3" />
    ))}
  </svg>
)
