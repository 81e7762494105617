import { useLayoutEffect, useRef } from 'preact/hooks'
import { figureOf } from '../chart/figure.ts'
import { requestOf } from '../chart/frame.ts'
import { loadPlot } from '../chart/plot-library.ts'
import { drawnOf, SERIES, seriesOf } from '../chart/series.ts'
import { chainsOf, factsOf } from '../settings/facts.tsx'
import type { Page } from '../state/page.ts'
import { PADDING, Picture, type PictureTools } from './frame.tsx'

/** The charts that are shown as a picture, always as wide as a slide. */

const WIDTH = 1120

/** A chart's styles from the style sheet, as attributes. */
const STYLED = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linejoin',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
]

/** Draws the charts where the style sheet reaches them, and copies the computed styles. */
export async function drawCharts(page: Page): Promise<readonly SVGSVGElement[]> {
  const library = await loadPlot()
  const { series } = page.look.peek()
  const shown = { views: page.views.peek(), series, models: page.offer.peek().models, run: page.run.peek() }
  const place = document.createElement('div')
  place.className = 'ui-hidden'
  document.getElementById('score')?.append(place)
  try {
    return seriesOf(series).map((name) => {
      const { figure } = figureOf(library, { ...requestOf(shown, WIDTH), name })
      place.replaceChildren(figure)
      figure.querySelector('.chart-cursor')?.remove()
      // All is read before anything is changed: a part's style depends on the classes around it.
      const parts = [...figure.querySelectorAll('*')].map((part) => {
        const style = getComputedStyle(part)
        return [part, STYLED.map((name) => [name, style.getPropertyValue(name)] as const)] as const
      })
      for (const [part, styles] of parts) {
        for (const [name, value] of styles) part.setAttribute(name, value)
        part.removeAttribute('class')
      }
      return figure
    })
  } finally {
    place.remove()
  }
}

interface Props extends PictureTools {
  readonly page: Page
  readonly figures: readonly SVGSVGElement[]
  readonly fonts: string
}

export function ChartPicture({ page, figures, fonts, ...tools }: Props) {
  const run = page.run.peek()
  const { series } = page.look.peek()
  const what = series === 'all' ? 'Per token' : `${SERIES[series].title} per token`
  return (
    <Picture
      {...{ fonts, ...tools }}
      facts={run ? factsOf(run, page.offer.peek().models) : []}
      title={what}
      notes={[`Lanes: ${chainsOf(drawnOf(page.views.peek()))}`]}
      width={WIDTH + 2 * PADDING}
      parts={figures.map((figure) => ({
        height: Number(figure.getAttribute('height')),
        drawing: <Drawn figure={figure} />,
      }))}
    />
  )
}

function Drawn({ figure }: { readonly figure: SVGSVGElement }) {
  const place = useRef<SVGGElement>(null)
  useLayoutEffect(() => place.current?.replaceChildren(figure), [figure])
  return <g ref={place} />
}
