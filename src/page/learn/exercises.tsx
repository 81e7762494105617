import type { LearnProps } from './props.ts'
import { Section } from './section.tsx'

export const ExerciseList = ({ exercises }: LearnProps) => (
  <Section id="exercises" title="Six exercises">
    <p>
      Each link sets up the lab and asks the question there, beside the plots. Guess first, then look: the lab
      checks your answer and leads back here.
    </p>
    <ol class="learn-exercises">
      {exercises.map(({ id, question, experiment, link, answer }) => (
        <li key={id} id={`exercise-${id}`}>
          <h3>{question}</h3>
          <p>
            {experiment} <a href={link}>Set it up</a>
          </p>
          <details>
            <summary>Answer</summary>
            <p>{answer}</p>
          </details>
        </li>
      ))}
    </ol>
  </Section>
)
