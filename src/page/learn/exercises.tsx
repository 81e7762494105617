import type { LearnProps } from './props.ts'
import { Section } from './section.tsx'

export const ExerciseList = ({ exercises }: LearnProps) => (
  <Section id="exercises" title="Six exercises">
    <p>Each link sets the lab up. Guess first, then look, then open the answer.</p>
    <ol class="learn-exercises">
      {exercises.map(({ question, experiment, link, answer }) => (
        <li key={question}>
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
