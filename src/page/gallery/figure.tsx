import { ScrollRegion } from '../ui/scroll-region.tsx'
import type { Figure } from './props.ts'

/** More columns than this do not fit a narrow page, and scroll there. */
const FEW_COLUMNS = 3

type Drawing = Figure['drawings'][number]

/**
 * A stored figure as part of the page, in the page's colours. Panels are drawings of their own, so that they
 * wrap where the page is narrow; the legend is a list. A figure without panels stays whole and scrolls.
 */
export function FigureView({ figure }: { readonly figure: Figure }) {
  const { title, description, series, columns, drawings } = figure
  const label = `${title}. ${description}`
  const isWide = columns === 0 || columns > FEW_COLUMNS
  const drawing =
    columns === 0 ? (
      drawings.map((one) => <Whole key={label} drawing={one} label={label} />)
    ) : (
      <div class={`gallery-panels is-of-${columns}`} role="img" aria-label={label}>
        {drawings.map((one, index) => (
          <Panel key={index} drawing={one} />
        ))}
      </div>
    )
  return (
    <figure class="gallery-figure">
      <figcaption class="gallery-caption">{title}</figcaption>
      {series.length > 0 && <Legend series={series} />}
      {isWide ? <ScrollRegion label={`Figure: ${title}`}>{drawing}</ScrollRegion> : drawing}
    </figure>
  )
}

const boxOf = ({ width, height }: Drawing): string => `0 0 ${width} ${height}`

/* The drawings are those of experiments/report/figures, which escapes every word in them. */

const Panel = ({ drawing }: { readonly drawing: Drawing }) => (
  <svg viewBox={boxOf(drawing)} aria-hidden="true" dangerouslySetInnerHTML={{ __html: drawing.svg }} />
)

const Whole = ({ drawing, label }: { readonly drawing: Drawing; readonly label: string }) => (
  <svg
    class="gallery-whole"
    viewBox={boxOf(drawing)}
    role="img"
    aria-label={label}
    dangerouslySetInnerHTML={{ __html: drawing.svg }}
  />
)

/** Names of the series, each after its line. */
const Legend = ({ series }: Pick<Figure, 'series'>) => (
  <ul class="gallery-series">
    {series.map(({ index, name }) => (
      <li key={index}>
        <svg viewBox="0 0 22 8" aria-hidden="true">
          <line x1="0" y1="4" x2="22" y2="4" class={`figure-line-${index}`} />
        </svg>
        {name}
      </li>
    ))}
  </ul>
)
