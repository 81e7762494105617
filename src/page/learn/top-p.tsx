import { laneClass } from '../ui/lane.ts'
import { exactProbability } from '../ui/numbers.ts'
import type { LearnProps } from './props.ts'
import { Figure, Section } from './section.tsx'

const NUCLEUS = laneClass(2)

export const TopP = ({ demo, flat, peaked, links }: LearnProps) => (
  <Section id="top-p" title="The top-p set">
    <p>
      A language model answers with a probability for every token it knows. Drawing from all of them lets in
      the tail: thousands of tokens, each nearly impossible, that together are not. Always taking the most
      likely one tends to loop. Nucleus sampling draws from the tokens that carry the mass.
    </p>
    <p>
      The <em>top-p set</em> is the smallest set of tokens, taken by descending probability, whose mass is at
      least p. Their probabilities are divided by that mass, and one of them is drawn. The token that crosses
      p is in the set (section 3.1 of the paper).
    </p>
    <Figure of={demo} class={NUCLEUS}>
      p = 0.9 keeps {demo.kept} of {demo.size} words: {demo.names.join(', ')}. They hold{' '}
      {exactProbability(demo.mass)}. The staircase is the running sum.
    </Figure>
    <p>
      The set breathes. Where many words would do, it is wide; where one word fits, it is narrow. A fixed k
      cannot be both. The two shapes below follow figure 5 of the paper: their leading words are the figure’s,
      their numbers are made up to show a flat distribution and a peaked one.
    </p>
    <div class={`learn-pair ${NUCLEUS}`}>
      <Figure of={flat} isLow>
        “She said, ‘I never …”: {flat.kept} of {flat.size}.
      </Figure>
      <Figure of={peaked} isLow>
        “I ate the pizza while it was still …”: {peaked.kept} of {peaked.size}.
      </Figure>
    </div>
    <p class="learn-run">
      <a href={links.topP}>Run it here: the flat prompt, top-k 5 beside nucleus 0.9</a>
      <a href={demo.link}>Open the figure in the lab</a>
    </p>
  </Section>
)
