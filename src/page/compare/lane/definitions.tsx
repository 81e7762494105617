import { Button } from '../../ui/button.tsx'
import { DefinitionList } from '../../ui/definition-list.tsx'
import { short } from '../../ui/numbers.ts'
import { openPopover } from '../../ui/popover.tsx'
import type { HumanBaseline, OfferedMetric } from '../settings/offer.ts'
import { metricName, valueIn } from './metric-words.ts'

interface Props {
  readonly metrics: readonly OfferedMetric[]
  /** What human text has, where the lane's scales have a tick for it. */
  readonly human: HumanBaseline | undefined
  /** Of the lane, for the focus to come back to. */
  readonly letter: string
}

/** What every measure of a lane means: for a finger and the keyboard, too. */
export const DefinitionsButton = (props: Props) => (
  <Button
    icon="about"
    class="is-plain is-small ui-needs-js"
    data-do="definitions"
    data-focus={`definitions-${props.letter}`}
    aria-haspopup="dialog"
    onClick={({ currentTarget }) =>
      openPopover(currentTarget, {
        kind: 'ui-facts definitions-popover',
        label: 'What the measures mean',
        Body: () => <Definitions {...props} />,
      })
    }
  >
    What these mean
  </Button>
)

const Definitions = ({ metrics, human }: Omit<Props, 'letter'>) => (
  <>
    <h2>What the measures mean</h2>
    {human && (
      <p class="ui-quiet">The tick on a scale is human text, as this model reads it: {human.source}.</p>
    )}
    <DefinitionList
      terms={metrics.map((metric) => {
        const norm = human?.measures[metric.id]
        const there = norm === undefined ? '' : ` Human text: ${short(valueIn(metric, norm))}.`
        return { name: metricName(metric), meaning: metric.summary + there }
      })}
    />
  </>
)
