import { Calibration } from './calibration.tsx'
import { ExerciseList } from './exercises.tsx'
import { Practicality } from './practicality.tsx'
import type { LearnProps } from './props.ts'
import { Temperature } from './temperature.tsx'
import { TopP } from './top-p.tsx'

const PARTS = [
  ['top-p', 'The top-p set'],
  ['calibration', 'Calibration'],
  ['temperature', 'Temperature'],
  ['practicality', 'Practicality'],
  ['exercises', 'Six exercises'],
] as const

/** A walk through nucleus sampling; every number and figure in it was computed by the lab's code. */
export const LearnPage = (props: LearnProps) => (
  <article class="learn-page">
    <header class="ui-lede">
      <h1>Why the cut should follow the mass</h1>
      <p>
        A short walk through nucleus sampling. The figures and the numbers beside them were computed by the
        code that decodes, when this page was rendered; the paper is Holtzman et al. 2020,{' '}
        <a href="https://arxiv.org/abs/1904.09751">arXiv 1904.09751</a>.
      </p>
    </header>
    <nav aria-label="On this page">
      <ol class="learn-contents">
        {PARTS.map(([id, title]) => (
          <li key={id}>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ol>
    </nav>
    <TopP {...props} />
    <Calibration {...props} />
    <Temperature {...props} />
    <Practicality {...props} />
    <ExerciseList {...props} />
  </article>
)
