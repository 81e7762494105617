import { DataTable, figure } from '../ui/data-table.tsx'
import { exactProbability } from '../ui/numbers.ts'
import { CoveragePlot } from './coverage-plot.tsx'
import type { LearnProps } from './props.ts'
import { Section } from './section.tsx'

export const Calibration = ({ calibrated, tooSure, links }: LearnProps) => (
  <Section id="calibration" title="Calibration">
    <p>
      A cut by mass trusts the model’s probabilities. They deserve that trust if the model is calibrated:
      where it gives a token 0.8, that token should follow 8 times in 10. A reliability diagram plots how
      often tokens came against how likely the model called them.
    </p>
    <p>
      The nucleus has a test of its own, <em>coverage</em>. If the probabilities are right, the next token of
      human text falls inside the top-p set as often as the set’s mass promises: at least p, a little more
      because of the crossing token. A model that is too sure covers less than it promises, and one that is
      not sure enough covers more.
    </p>
    <figure class="learn-figure">
      <CoveragePlot calibrated={calibrated} tooSure={tooSure} />
      <figcaption>
        Across: the mass the nucleus promises. Up: the share of 2,000 draws that fell inside it. Filled dots:
        words drawn from the distribution itself, on the diagonal. Open dots: words drawn at temperature 1.8,
        as if people wrote more freely than the model expects; the same nuclei cover less.
      </figcaption>
    </figure>
    <CoverageTable calibrated={calibrated} tooSure={tooSure} />
    <p>
      This is a demonstration on ten words. Whether a real model is calibrated has to be measured on human
      text; <a href="/gallery">the gallery</a> shows what was measured here.
    </p>
    <p class="learn-run">
      <a href={links.calibration}>Run it here: pure sampling beside nucleus 0.9, coloured by probability</a>
    </p>
  </Section>
)

const CoverageTable = ({ calibrated, tooSure }: Pick<LearnProps, 'calibrated' | 'tooSure'>) => (
  <DataTable
    isRoomy
    label="Coverage of the nucleus"
    caption="Coverage on the flat shape above"
    columns={[
      { text: 'p' },
      ...['mass of the nucleus', 'inside, calibrated', 'inside, too sure'].map(figure),
    ]}
    rows={calibrated.map(({ p, promised, covered }, index) => ({
      cells: [
        { text: p },
        ...[promised, covered, tooSure[index]?.covered ?? 0].map((value) => figure(exactProbability(value))),
      ],
    }))}
  />
)
