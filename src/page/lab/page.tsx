import { Bench } from './bench.tsx'
import type { BenchProps } from './use-bench.ts'
import { Why, type WhyProps } from './why.tsx'

interface Props extends BenchProps {
  /** Rendered by the server only. */
  readonly why?: WhyProps
}

/** The lab: the bench, which works in the browser too, and what to learn from it. */
export const LabPage = ({ why, ...bench }: Props) => (
  <>
    <div class="ui-lede">
      <h1>A few words, nothing hidden</h1>
      <p>
        A distribution small enough to see whole, cut by the code that decodes. Edit a logit or{' '}
        <a href="#h-knobs">move a knob</a>: every cut is drawn as the shape it is.
      </p>
    </div>
    <div id="lab-root">
      <Bench {...bench} />
    </div>
    {why && <Why {...why} />}
  </>
)
