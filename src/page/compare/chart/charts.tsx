import { effect } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Choices } from '../../ui/choices.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { signsOf } from '../lane/blanks.tsx'
import type { Charts as ChartsName } from '../lane/view.ts'
import { openChartMenu } from '../picture/menus.ts'
import { setLook, usePage } from '../state/page.ts'
import { chartKeys } from './cursor.ts'
import { type ChartFrame, createFrame } from './frame.ts'
import { CHOICES, drawnOf, SERIES, seriesOf, valueText } from './series.ts'

/** The shared charts: one line a lane, all on one axis of tokens; their cursor is that of the texts. */
export function Charts() {
  const page = usePage()
  const place = useRef<HTMLDivElement>(null)
  const [frame, setFrame] = useState<ChartFrame>()
  const views = page.views.value
  const { series } = page.look.value
  const models = page.offer.value.models
  useEffect(() => {
    const made = createFrame(place.current!)
    setFrame(made)
    return made.close
  }, [])
  useEffect(() => frame?.draw({ views, series, models, run: page.run.peek() }))
  useEffect(() => frame && effect(() => frame.point(page.marked.value)), [frame])
  return (
    <section
      class="ui-sheet chart-panel ui-needs-js"
      id="score"
      aria-labelledby="h-score"
      hidden={drawnOf(views).length === 0}
    >
      <div class="chart-head">
        <h2 id="h-score">Per token</h2>
        <span class="ui-choices ui-segments is-row" id="series" role="radiogroup" aria-labelledby="h-score">
          <Choices
            name="series"
            choices={CHOICES}
            chosen={series}
            choose={(name) => setLook(page, { series: name })}
          />
        </span>
        {!page.recorded && (
          <IconButton
            class="is-plain is-small ui-needs-js chart-save"
            icon="image"
            label="Save the chart as a picture"
            data-do="save-chart"
            data-focus="save-chart"
            aria-haspopup="dialog"
            onClick={({ currentTarget }) => openChartMenu(page, currentTarget)}
          />
        )}
        <div class="chart-readout" id="readout">
          <Readout series={series} />
        </div>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a group of pictures is no field set */}
      <div
        class="chart-frame"
        id="plot"
        ref={place}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk its tokens
        tabIndex={0}
        role="group"
        aria-label="Charts: the arrow keys walk the tokens"
        onKeyDown={(event) => chartKeys(page, event)}
        onBlur={() => {
          page.cursor.value = undefined
        }}
        onPointerMove={({ target, clientX }) => {
          const under = target instanceof Element ? frame?.tokenUnder(target, clientX) : undefined
          if (under !== undefined) page.cursor.value = under
        }}
        onPointerLeave={() => {
          page.cursor.value = undefined
        }}
      />
    </section>
  )
}

/** What each lane has at the cursor's token; without one, what the chart is of. */
function Readout({ series }: { readonly series: ChartsName }) {
  const page = usePage()
  const step = page.marked.value
  if (step === undefined) return series === 'all' ? null : <span>{SERIES[series].what}</span>
  return (
    <>
      <span>
        <b>Token {step + 1}</b>
      </span>
      {page.views.value.map(({ key, className, letter, sample }) => {
        const record = sample?.steps[step]
        if (!record) return null
        return (
          <span key={key} class={className}>
            <i class="ui-mark is-small">{letter}</i>
            <em>{record.text.trim() || signsOf(record)}</em>{' '}
            {seriesOf(series)
              .map((name) => valueText(name, record))
              .join(', ')}
          </span>
        )
      })}
    </>
  )
}
