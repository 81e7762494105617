import { computed } from '@preact/signals'
import { Fragment } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { LoopCopy, LoopCount } from '../../ui/loop.tsx'
import { growthsAlong } from '../branch/branch.ts'
import { BranchCaption } from '../branch/caption.tsx'
import type { ShownStep } from '../run/run.ts'
import { usePage } from '../state/page.ts'
import { Marked } from './blanks.tsx'
import { byGrowth, type Segment, segmentsOf } from './segments.ts'
import { stopMark } from './stop-mark.ts'
import { spaceBefore, Token } from './token.tsx'
import type { LaneView } from './view.ts'

/** A sample's text, one element a token. While it grows, only its last segment is drawn anew. */
export function LaneText({ view }: { readonly view: LaneView }) {
  const { sample, key, letter, lead, isLive, flags, loop } = view
  // A text is one tab stop: the token that had the focus last.
  const [tabStop, setTabStop] = useState(0)
  const steps = sample?.steps ?? []
  const groups = byGrowth(segmentsOf(steps, { growths: growthsAlong(sample), flags, loop }))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a paragraph of tokens is no field set
    <p
      class={`text-body${steps.length === 0 && !isLive ? ' is-idle' : ''}`}
      role="group"
      dir="auto"
      aria-label={`Continuation of lane ${letter}`}
      onFocusIn={({ target }) => {
        const step = target instanceof HTMLElement ? target.dataset.step : undefined
        if (step !== undefined) setTabStop(Number(step))
      }}
    >
      <span class="text-lead" dir="auto">
        <Marked text={lead} />
      </span>
      {groups.map(({ growth, segments }, index) => {
        const parts = segments.map((segment, at) => (
          <TextSegment
            key={segment.from}
            {...{ segment, steps, letter, laneKey: key }}
            tabStop={within(segment, tabStop < steps.length ? tabStop : 0)}
            isInner={growth !== undefined && at === 0}
          />
        ))
        const end = index === groups.length - 1 ? <TextEnd view={view} /> : null
        if (!growth) return <Fragment key="start">{[parts, end]}</Fragment>
        return (
          <Fragment key={growth.id}>
            <BranchLead steps={steps} segment={segments[0]} letter={letter} />
            <span class="branch-text">
              <BranchCaption growth={growth} sample={sample!} />
              {parts}
              {end}
            </span>
          </Fragment>
        )
      })}
    </p>
  )
}

/** A mark, where it falls into a segment. */
const within = ({ from, to }: Segment, at: number | undefined) =>
  at !== undefined && at >= from && at < to ? at : undefined

/** Where the cursor and the inspector are in a segment; one is not drawn anew while they move elsewhere. */
function useMarks(segment: Segment, key: number) {
  const { cursor, inspected } = usePage()
  const [marked, selected] = useMemo(
    () => [
      computed(() => within(segment, cursor.value)),
      computed(() => within(segment, inspected.value?.key === key ? inspected.value.step : undefined)),
    ],
    [segment.from, segment.to, key],
  )
  return { cursor: marked!.value, selected: selected!.value }
}

interface SegmentProps {
  readonly segment: Segment
  readonly steps: readonly ShownStep[]
  readonly letter: string
  readonly laneKey: number
  readonly tabStop: number | undefined
  /** Whether flag and first space are drawn outside, before the branch. */
  readonly isInner: boolean
}

function TextSegment({ segment, steps, letter, laneKey, isInner, tabStop }: SegmentProps) {
  const { from, to, flag, loop } = segment
  const { cursor, selected } = useMarks(segment, laneKey)
  const own = steps.slice(from, to)
  const flagged = flag?.join()
  // The same element again lets Preact pass over it; tokens are never changed once they have arrived.
  return useMemo(() => {
    if (own.length === 0) return null
    const tokens = own.map((step, at) => (
      <Fragment key={from + at}>
        <Rewound step={step} />
        {at > 0 && spaceBefore(steps, from + at)}
        <Token
          step={step}
          index={from + at}
          isTabStop={tabStop === from + at}
          isCursor={cursor === from + at}
          isSelected={selected === from + at}
        />
      </Fragment>
    ))
    return (
      <>
        {!isInner && flag && <Flag letter={letter} others={flag} />}
        {!isInner && spaceBefore(steps, from)}
        {loop ? <LoopCopy isOdd={loop === 'odd'}>{tokens}</LoopCopy> : tokens}
      </>
    )
  }, [from, flagged, loop, isInner, cursor, selected, tabStop, steps[from - 1], ...own])
}

/** Tokens that were taken back in this place, in grey. */
function Rewound({ step: { rewound } }: { readonly step: ShownStep }) {
  if (!rewound) return null
  return (
    <>
      {rewound.map(({ text, match }, index) => (
        <del key={index} class="text-rewound" title={`Taken back for “${match.trim()}”`}>
          <Marked text={text.trim().replaceAll(/\s+/g, ' ')} />
        </del>
      ))}
    </>
  )
}

/** What is before a branch: the flag and the space of its first token. */
function BranchLead({
  steps,
  segment,
  letter,
}: Pick<SegmentProps, 'steps' | 'letter'> & { segment: Segment | undefined }) {
  if (!segment || segment.to === segment.from) return null
  return (
    <>
      {segment.flag && <Flag letter={letter} others={segment.flag} />}
      {spaceBefore(steps, segment.from)}
    </>
  )
}

/** More letters than this are counted. */
const MOST_LETTERS = 3

function Flag({ letter, others }: { readonly letter: string; readonly others: readonly string[] }) {
  const shown = others.length > MOST_LETTERS ? `${others.length} lanes` : others.join(' ')
  return (
    <span class="text-fork" title={`From here on lane ${letter} differs from ${others.join(', ')}`}>
      <svg class="text-fork-sign" viewBox="0 0 10 10" role="img" aria-label="differs from">
        <path d="M1.500 3.500h7M1.500 6.500h7M7 1 3 9" />
      </svg>{' '}
      {shown}
    </span>
  )
}

/** What comes after the last token. */
function TextEnd({ view: { sample, isLive, loop } }: { readonly view: LaneView }) {
  if (isLive) return <span class="text-caret" aria-hidden="true" />
  if (!sample) return null
  return (
    <>
      {loop && <LoopCount times={loop.times} />}
      <span class="stop-mark">{stopMark(sample)}</span>
    </>
  )
}
