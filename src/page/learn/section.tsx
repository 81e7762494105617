import type { ComponentChildren } from 'preact'
import { Plot } from '../plot/plot.tsx'
import type { ShownChain } from './props.ts'

interface Props {
  readonly id: string
  readonly title: string
  readonly children: ComponentChildren
}

export const Section = ({ id, title, children }: Props) => (
  <section id={id} class="learn-section" aria-labelledby={`h-${id}`}>
    <h2 id={`h-${id}`}>{title}</h2>
    {children}
  </section>
)

interface FigureProps {
  readonly of: ShownChain
  readonly isLow?: boolean
  /** Classes, such as a lane's colour. */
  readonly class?: string
  readonly children: ComponentChildren
}

export const Figure = ({ of: { view, title }, isLow = false, class: name = '', children }: FigureProps) => (
  <figure class={`learn-figure ${name}`}>
    <Plot view={view} title={title} isLow={isLow} />
    <figcaption>{children}</figcaption>
  </figure>
)
