import { laneClass } from '../ui/lane.ts'
import type { LearnProps } from './props.ts'
import { Figure, Section } from './section.tsx'

export const Temperature = ({ cool, warm, order, links }: LearnProps) => (
  <Section id="temperature" title="Temperature">
    <p>
      Temperature t divides the logits before the softmax. Below 1 it sharpens the bars, above 1 it flattens
      them; it removes nothing. So a low temperature pays for fewer accidents with less variety, and a high
      one raises the whole tail along with the good words.
    </p>
    <div class={`learn-pair ${laneClass(0)}`}>
      <Figure of={cool} isLow>
        t = 0.5. Outlines: before.
      </Figure>
      <Figure of={warm} isLow>
        t = 1.5. Outlines: before.
      </Figure>
    </div>
    <p>
      With a cut in the same chain the order matters, and engines differ in it. On the six words, temperature
      2 and then nucleus 0.9 leaves {order.first} words; nucleus 0.9 and then temperature 2 leaves{' '}
      {order.second}. Here the chain is yours and is printed as it runs.
    </p>
    <p class="learn-run">
      <a href={links.temperature}>Run it here: temperature 0.7 alone, before nucleus, and nucleus alone</a>
      <a href={order.link}>Both orders in the lab</a>
    </p>
  </Section>
)
