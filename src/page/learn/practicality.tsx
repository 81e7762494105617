import { DataTable, figure } from '../ui/data-table.tsx'
import { count } from '../ui/numbers.ts'
import type { LearnProps } from './props.ts'
import { Section } from './section.tsx'

export const Practicality = ({ sizes, links }: LearnProps) => (
  <Section id="practicality" title="Practicality">
    <p>
      Nucleus sampling needs no training and no second model: only the probabilities the model gives anyway,
      all of them. It is one pass over the sorted candidates, and it stops where the sum reaches p. Computed
      on a list already cut to the top 50, it is another method; the lab’s bug museum shows the difference.
    </p>
    <p>
      It has one knob. At p = 1 it is pure sampling; as p falls to 0 it becomes greedy decoding. How wide the
      set is at each p depends on the shape:
    </p>
    <DataTable
      isRoomy
      label="Words kept by p"
      caption="Words kept by nucleus p"
      columns={[{ text: 'shape' }, ...sizes.shares.map((p) => figure(`p = ${p}`))]}
      rows={sizes.rows.map(({ title, size, kept }) => ({
        cells: [
          {
            text: (
              <>
                {title} <span class="ui-quiet">of {count(size)}</span>
              </>
            ),
          },
          ...kept.map((words) => figure(count(words))),
        ],
      }))}
    />
    <p>
      The paper’s own comparison (its table 1, GPT-2 Large) used p = 0.95: a perplexity of 13.13, with human
      text at 12.38, pure sampling at 22.73 and top-k 40 at 6.88. The aim is to be close to human text, not
      low.
    </p>
    <p class="learn-run">
      <a href={links.practicality}>Run it here: p at 0.5, 0.9, 0.95 and pure sampling</a>
    </p>
  </Section>
)
