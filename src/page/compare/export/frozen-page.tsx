import { useEffect, useMemo, useState } from 'preact/hooks'
import { LiveRegion } from '../../ui/announce.tsx'
import { CommandWords } from '../../ui/command-words.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Charts } from '../chart/charts.tsx'
import { ReadingBar } from '../composer/reading-bar.tsx'
import type { HumanText } from '../human/human.ts'
import { Inspector } from '../inspector/inspector.tsx'
import { LaneSheet } from '../lane/lane-sheet.tsx'
import { TokenTip } from '../lane/token-tip.tsx'
import type { Look } from '../lane/view.ts'
import type { Run } from '../run/run.ts'
import { FactRows, factsBesidePrompt } from '../settings/facts.tsx'
import type { Offer } from '../settings/offer.ts'
import type { Settings } from '../settings/settings.ts'
import { createPage, type Page, PageContext } from '../state/page.ts'
import { FrozenLane } from './frozen-lane.tsx'
import type { Recording } from './recording.ts'

/** A finished comparison with all it takes to be looked at, as plain JSON. */
export interface FrozenProps {
  readonly offer: Offer
  readonly settings: Settings
  readonly run: Run
  readonly human?: HumanText
  readonly look: Omit<Look, 'closed'>
  readonly recorded: Recording
  /** Where it can be run again. */
  readonly link: string
  /** The same for a terminal. */
  readonly command: string
}

/** A comparison that needs no server: the texts, their colours, the charts, and the recorded tokens. */
export function FrozenPage(props: FrozenProps) {
  const page = useMemo(() => frozenPage(props), [])
  // What floats belongs to a page that is open: as text of the file it would stay where it happened to be.
  const [isOpen, setOpen] = useState(false)
  useEffect(() => setOpen(true), [])
  return (
    <PageContext.Provider value={page}>
      <header class="frozen-head">
        <h1 dir="auto">{props.settings.prompt || 'Without a prompt'}</h1>
        <dl class="frozen-facts">
          <FactRows facts={factsBesidePrompt(props.run, props.offer.models)} />
        </dl>
        <p class="frozen-again">
          Run it again: <a href={props.link}>on the server it comes from</a>, or in a terminal with{' '}
          <code>
            <CommandWords text={props.command} />
          </code>
        </p>
      </header>
      <ReadingBar />
      <div class="compare-stage">
        <LaneSheet>
          {page.views.value.map((view) => (
            <FrozenLane key={view.key} view={view} />
          ))}
        </LaneSheet>
        <Inspector />
      </div>
      <Charts />
      {isOpen && (
        <>
          <Popover />
          <TokenTip />
          <LiveRegion />
        </>
      )}
    </PageContext.Provider>
  )
}

function frozenPage({ offer, settings, run, human, look, recorded }: FrozenProps): Page {
  const page = createPage({ offer, settings, run, problems: [], isLink: false })
  page.human.value = human
  page.look.value = { ...look, closed: new Set() }
  return { ...page, recorded }
}
