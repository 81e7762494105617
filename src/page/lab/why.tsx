import type { StepView } from '../../runs/lab/step-view.ts'
import { Plot } from '../plot/plot.tsx'
import { laneClass } from '../ui/lane.ts'

/** A statement about strategies with the figures that show it, and the lab set up to try it. */
export interface Argument {
  readonly title?: string
  /** A plot of it: a step, its title, and a rank cut to compare with. */
  readonly figure?: {
    readonly view: StepView
    readonly title: string
    readonly rival: { readonly after: number; readonly label: string }
  }
  readonly claim: string
  readonly text: string
  readonly link: string
  readonly label: string
}

export interface WhyProps {
  readonly fixedK: readonly Argument[]
  readonly nucleusFails: readonly Argument[]
  readonly museum: readonly Argument[]
}

/** Why a fixed k fails, where the nucleus does, and four nuclei that are wrong. */
export const Why = ({ fixedK, nucleusFails, museum }: WhyProps) => (
  <section class="ui-sheet lab-part lab-why" aria-labelledby="h-why">
    <h2 id="h-why">
      Why a fixed k fails <small>20 words, k = 5 against p = 0.9</small>
    </h2>
    <Arguments kind={`is-figures ${laneClass(2)}`} list={fixedK} />
    <h2 class="lab-why-next">Where nucleus itself fails</h2>
    <Arguments kind="is-plain" list={nucleusFails} />
    <h2 class="lab-why-next">
      Bug museum <small>four nuclei that are wrong, each beside the right one</small>
    </h2>
    <Arguments kind="is-museum" list={museum} />
  </section>
)

const Arguments = ({ kind, list }: { readonly kind: string; readonly list: readonly Argument[] }) => (
  <div class={`lab-arguments ${kind}`}>
    {list.map(({ title, figure, claim, text, link, label }) => (
      <article key={claim}>
        {title && <h3>{title}</h3>}
        {figure && <Plot {...figure} isLow isByRank />}
        <p>
          <b>{claim}</b> {text} <a href={link}>{label}</a>
        </p>
      </article>
    ))}
  </div>
)
