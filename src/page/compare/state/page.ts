import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Inspection } from '../../../runs/inspect/inspect.ts'
import type { NoticeText } from '../../ui/notice.tsx'
import type { BeamPlace } from '../beam/record.ts'
import type { BlindTest } from '../blind/blind-test.ts'
import { type HumanText, humanViews } from '../human/human.ts'
import { FIRST_LOOK, type LaneView, type Look, laneViews, type Shown, type Traced } from '../lane/view.ts'
import type { Presentation } from '../present/presentation.ts'
import type { Run } from '../run/run.ts'
import type { Offer } from '../settings/offer.ts'
import type { Faults, Settings } from '../settings/settings.ts'
import type { OpenLesson } from '../story/lesson.ts'
import { createRedraw } from './redraw.ts'

/** What the document brings along. */
export interface PageProps {
  readonly offer: Offer
  readonly settings: Settings
  /** What could not be opened of a link, or of a form that was posted. */
  readonly problems: readonly string[]
  /** Whether the address holds a whole run, to be run at once. */
  readonly isLink: boolean
  /** Whether the address asks for a blind test of its run. */
  readonly isBlind?: boolean
  /** Whether a newcomer has come, for whom the story is played. */
  readonly hasStory?: boolean
  /** With a form that was posted, rendered by the server only. */
  readonly faults?: Faults
  readonly run?: Run
}

/** A token, by its lane and its index in the text. */
export interface TokenPlace {
  readonly key: number
  readonly step: number
}

/**
 * The page's state. Values are replaced, never changed; only a run grows in place, and `redraw` marks that.
 */
export interface Page {
  readonly offer: Signal<Offer>
  readonly settings: Signal<Settings>
  readonly run: Signal<Run | undefined>
  readonly look: Signal<Look>
  readonly faults: Signal<Faults>
  readonly human: Signal<HumanText | undefined>
  /** What is typed of a human text and not used yet, and the text that it changes. */
  readonly humanDraft: Signal<{ readonly of: string; readonly text: string } | undefined>
  /** A finished run's samples again, by lane. */
  readonly traced: Signal<{ readonly run: Run; readonly lanes: ReadonlyMap<number, Traced> } | undefined>
  /** The step whose editor is open. */
  readonly editing: Signal<{ readonly key: number; readonly index: number } | undefined>
  /** Shown until the next run. */
  readonly notice: Signal<NoticeText | undefined>
  readonly problems: Signal<readonly string[]>
  /** Whether the server gave no answer when it was last asked for a run. */
  readonly isUnreachable: Signal<boolean>
  /** Whether the address or the story begins a run as soon as scripts do. */
  readonly startsRun: Signal<boolean>
  /** A run that failed before its first token, while the texts from before stay in sight. */
  readonly refused: Signal<Run | undefined>
  /** Seconds until another try, after a lost connection. */
  readonly retry: Signal<number | undefined>
  /** Index of the token that all texts and charts point at. */
  readonly cursor: Signal<number | undefined>
  /** The token the inspector is at. */
  readonly inspected: Signal<TokenPlace | undefined>
  /** Why no branch could grow from there. */
  readonly branchFault: Signal<string>
  /** The scene of the story, or the comparison, that the page shows. */
  readonly lesson: Signal<OpenLesson | undefined>
  /** The blind test that is open: then nothing on the page names a lane. */
  readonly blind: Signal<BlindTest | undefined>
  /** What is shown large, while the page is presented. */
  readonly presentation: Signal<Presentation | undefined>
  /** Of an exported page, which has no server to ask: what the inspector shows, by `recordKey`. */
  readonly recorded?: Readonly<Record<string, Inspection>>
  /** The lane whose beam tree is shown. */
  readonly beam: Signal<BeamPlace | undefined>
  /** How often `redraw` was called for the run. */
  readonly version: Signal<number>
  /** Index of the token that charts mark: that of the cursor, or of the inspector. */
  readonly marked: ReadonlySignal<number | undefined>
  readonly views: ReadonlySignal<readonly LaneView[]>
  /** The run grew: shown with the next frame. */
  redraw(): void
  /** The run grew by itself: shown when the processor can spare it. */
  redrawSeldom(): void
}

export function createPage({
  offer,
  settings,
  problems,
  faults = {},
  run,
  isLink,
  hasStory = false,
  isBlind,
}: PageProps): Page {
  const version = signal(0)
  const redraw = createRedraw(() => version.value++)
  const page = {
    offer: signal(offer),
    settings: signal(settings),
    run: signal(run),
    look: signal(FIRST_LOOK),
    faults: signal(faults),
    human: signal(undefined),
    humanDraft: signal(undefined),
    traced: signal(undefined),
    editing: signal(undefined),
    notice: signal(undefined),
    problems: signal(problems),
    isUnreachable: signal(false),
    startsRun: signal(isLink || hasStory),
    refused: signal(undefined),
    retry: signal(undefined),
    cursor: signal(undefined),
    inspected: signal(undefined),
    branchFault: signal(''),
    lesson: signal(hasStory ? { list: 'story' as const, index: 0 } : undefined),
    blind: signal(isBlind ? { isRevealed: false } : undefined),
    presentation: signal(undefined),
    beam: signal(undefined),
    version,
    redraw: redraw.now,
    redrawSeldom: redraw.seldom,
  } satisfies Omit<Page, 'views' | 'marked'> as Omit<Page, 'views' | 'marked'>
  const [sample, shows, closed] = [
    part(page.look, 'sample'),
    part(page.look, 'shows'),
    part(page.look, 'closed'),
  ]
  return {
    ...page,
    views: computed(() => viewsOf(page, { sample: sample.value, shows: shows.value, closed: closed.value })),
    marked: computed(() => page.cursor.value ?? page.inspected.value?.step),
  }
}

const part = <Name extends keyof Look>(look: Signal<Look>, name: Name) => computed(() => look.value[name])

function viewsOf(page: Omit<Page, 'views' | 'marked'>, look: Shown): LaneView[] {
  void page.version.value
  const state = {
    settings: page.settings.value,
    run: page.run.value,
    look,
    faults: page.faults.value,
    editing: page.editing.value,
    traced: page.traced.value,
    human: page.human.value,
    now: performance.now(),
  }
  return [...laneViews(state, page.offer.value), ...humanViews(state)]
}

export const PageContext = createContext<Page | undefined>(undefined)

/** The page that a component is on. */
export function usePage(): Page {
  const page = useContext(PageContext)
  if (!page) throw new Error('This component belongs on the Compare page.')
  return page
}

/** The run as far as it has come. */
export function useRun(): Run | undefined {
  const page = usePage()
  void page.version.value
  return page.run.value
}

export const setSettings = ({ settings }: Page, changes: Partial<Settings>): void => {
  settings.value = { ...settings.peek(), ...changes }
}

export const setLook = ({ look }: Page, changes: Partial<Look>): void => {
  look.value = { ...look.peek(), ...changes }
}

/** Shows that something could not be done, and why. */
export const refuse = ({ notice }: Page, title: string, text: string): void => {
  notice.value = { kind: 'err', title, text }
}

/** Takes a fault back; it goes as soon as it is mended. */
export function dropFault({ faults }: Page, name: string): void {
  const { [name]: _, ...rest } = faults.peek()
  faults.value = rest
}
