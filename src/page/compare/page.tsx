import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { LiveRegion } from '../ui/announce.tsx'
import { isPopoverOpen, Popover } from '../ui/popover.tsx'
import { BeamPanel } from './beam/panel.tsx'
import { Blind } from './blind/blind.tsx'
import { remember } from './branch/place.ts'
import { Charts } from './chart/charts.tsx'
import { Composer, Dock } from './composer/composer.tsx'
import { Examples } from './composer/examples.tsx'
import { useModelStatus } from './composer/model-status.ts'
import { Notices } from './composer/notices.tsx'
import { LaneStrip, ReadingBar } from './composer/reading-bar.tsx'
import { followHuman } from './human/follow.ts'
import { Inspector } from './inspector/inspector.tsx'
import { Intervals } from './intervals/intervals.tsx'
import { Lanes } from './lane/lanes.tsx'
import { TokenTip } from './lane/token-tip.tsx'
import { withConsent } from './own/consent.ts'
import { PresentBar } from './present/bar.tsx'
import { presentKeys } from './present/present.ts'
import { PresentPrompt } from './present/prompt.tsx'
import { PrintFoot } from './print/foot.tsx'
import { generate, openAddress, stop } from './run/generate.ts'
import { isBusy } from './run/run.ts'
import { keepDraft, keptDraft } from './settings/draft.ts'
import { branchesIn } from './settings/link.ts'
import { createPage, type Page, PageContext, type PageProps } from './state/page.ts'
import { endStory, play } from './story/play.ts'
import { Story } from './story/story.tsx'

/** The Compare page: several strategies continue one prompt side by side. */
export function ComparePage(props: PageProps) {
  const page = useMemo(() => createPage(props), [])
  useEffect(() => {
    if (props.isLink) {
      const branches = branchesIn(new URLSearchParams(location.search))
      withConsent(page, props.settings, () => generate(page, branches))
    } else if (props.hasStory) play(page, { list: 'story', index: 0 })
    page.startsRun.value = false
    const draft = props.hasStory || props.isBlind ? undefined : keptDraft(page.offer.peek(), props.settings)
    if (draft) page.settings.value = draft
    return listen(page)
  }, [])
  return (
    <PageContext.Provider value={page}>
      <h1 class="ui-hidden">Compare decoding strategies</h1>
      {page.blind.value ? <Blind /> : <Sheet />}
      <Popover />
      <TokenTip />
      <LiveRegion />
      <Watch page={page} />
    </PageContext.Provider>
  )
}

/** Everything that identifies a lane. */
function Sheet() {
  return (
    <>
      <Story />
      <PresentPrompt />
      <Composer />
      <Notices />
      <Examples />
      <ReadingBar />
      <LaneStrip />
      <div class="compare-stage">
        <Lanes />
        <Inspector />
      </div>
      <BeamPanel />
      <OneMoreLane />
      <Charts />
      <Intervals />
      <Dock />
      <PresentBar />
      <PrintFoot />
    </>
  )
}

/** Keys that work everywhere on the page, and the browser's Back and Forward. */
function listen(page: Page): () => void {
  const press = (event: KeyboardEvent) => {
    // While an input method composes, Enter is its own.
    if (event.isComposing || page.blind.peek() || presentKeys(page, event)) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      generate(page)
    } else if (event.key === 'Escape' && !isPopoverOpen()) {
      if (page.lesson.peek()) endStory(page)
      else if (isBusy(page.run.peek())) stop(page)
    }
  }
  const walk = () => openAddress(page)
  document.addEventListener('keydown', press)
  addEventListener('popstate', walk)
  return () => {
    document.removeEventListener('keydown', press)
    removeEventListener('popstate', walk)
  }
}

/** What follows the state without being seen. */
function Watch({ page }: { readonly page: Page }) {
  void page.version.value
  const run = page.run.value
  const settings = page.settings.value
  useModelStatus(page)
  useEffect(() => void followHuman(page), [settings, run])
  // What is arranged after a run comes back with its address, from when it is shown.
  useLayoutEffect(() => {
    if (run?.phase === 'done') remember(page)
  }, [settings.lanes, settings.human, settings.humanP])
  // Not at first: what was kept before is not read yet.
  const isOpen = useRef(false)
  useLayoutEffect(() => {
    if (isOpen.current && !page.lesson.peek() && !page.blind.peek()) keepDraft(settings)
    isOpen.current = true
  }, [settings, run?.phase])
  const busy = isBusy(run)
  useEffect(() => void document.body.classList.toggle('is-running', busy), [busy])
  return null
}

/** Without scripts, a lane is added by typing its chain. */
const OneMoreLane = () => (
  <p class="ui-no-js compare-one-more">
    <label>
      One more lane <input class="ui-mono" name="lane" form="compare" placeholder="min-p:0.1" />
    </label>{' '}
    <span class="ui-quiet">
      A chain of steps, such as <span class="ui-mono">temperature:0.7+top-k:40</span>. Empty a lane to leave
      it out.
    </span>
  </p>
)
