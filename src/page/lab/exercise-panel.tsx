import { useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { firstWrongField, type LabExercise, readNumber } from './exercise.ts'

/** A question beside the plots that answer it, with an answer that is checked, and the way back. */
export function ExercisePanel({ exercise }: { readonly exercise: LabExercise }) {
  const { id, number, count, question, experiment, answer, link, previous, next } = exercise
  const [isSolved, setSolved] = useState(false)
  return (
    <section class="ui-sheet lab-exercise" aria-labelledby="h-exercise">
      {/* Without scripts the form posts, and the exercise comes back with it. */}
      <input type="hidden" name="exercise" value={id} />
      <p class="lab-exercise-ways">
        <a href={`/learn#exercise-${id}`}>
          <Icon name="left" /> Back to the exercises
        </a>
        <span class="lab-exercise-turn">
          {previous && <a href={previous}>Exercise before</a>}
          <span class="ui-quiet">
            {number} of {count}
          </span>
          {next && <a href={next}>Next exercise</a>}
        </span>
      </p>
      <h2 id="h-exercise">{question}</h2>
      <p>
        {experiment} <a href={link}>Set it up again</a>
      </p>
      <div class="ui-needs-js">
        <Answering key={id} exercise={exercise} onSolved={() => setSolved(true)} />
      </div>
      <details open={isSolved}>
        <summary>The answer</summary>
        <p>{answer}</p>
      </details>
    </section>
  )
}

interface AnsweringProps {
  readonly exercise: LabExercise
  readonly onSolved: () => void
}

interface Verdict {
  readonly isRight: boolean
  readonly words: string
}

function Answering({ exercise: { check }, onSolved }: AnsweringProps) {
  const [typed, setTyped] = useState<readonly string[]>([])
  const [chosen, setChosen] = useState<number>()
  const [verdict, setVerdict] = useState<Verdict>()
  const judge = () => {
    const found =
      'options' in check
        ? choiceVerdict(chosen === undefined ? undefined : chosen === check.right)
        : numbersVerdict(check.fields, typed)
    setVerdict(found)
    if (found.isRight) onSolved()
  }
  return (
    <div class="lab-answer">
      {'options' in check ? (
        <fieldset>
          <legend class="ui-hidden">Your answer</legend>
          {check.options.map((option, index) => (
            <label key={option} class="lab-option">
              <input
                type="radio"
                name="answer"
                checked={chosen === index}
                onChange={() => setChosen(index)}
              />
              {option}
            </label>
          ))}
        </fieldset>
      ) : (
        check.fields.map(({ label }, index) => (
          <label key={label} class="ui-field">
            <span>{label}</span>
            <span class="ui-box">
              <input
                inputmode="decimal"
                autocomplete="off"
                value={typed[index] ?? ''}
                onInput={({ currentTarget }) =>
                  setTyped(
                    check.fields.map((_, at) => (at === index ? currentTarget.value : (typed[at] ?? ''))),
                  )
                }
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || event.isComposing) return
                  event.preventDefault()
                  event.stopPropagation()
                  judge()
                }}
              />
            </span>
          </label>
        ))
      )}
      <Button class="is-primary" data-do="check-answer" onClick={judge}>
        Check
      </Button>
      <p class={`lab-judged${verdict ? (verdict.isRight ? ' is-right' : ' is-wrong') : ''}`} role="status">
        {verdict && (
          <>
            <Icon name={verdict.isRight ? 'check' : 'fail'} kind={verdict.isRight ? 'pass' : 'fail'} />{' '}
            {verdict.words}
          </>
        )}
      </p>
    </div>
  )
}

function choiceVerdict(isRight: boolean | undefined): Verdict {
  if (isRight === undefined) return { isRight: false, words: 'Choose an answer first.' }
  return { isRight, words: isRight ? 'Right.' : 'Not quite. Look at the plots again.' }
}

function numbersVerdict(fields: Parameters<typeof firstWrongField>[0], typed: readonly string[]): Verdict {
  const wrong = firstWrongField(fields, typed)
  if (wrong === undefined) return { isRight: true, words: 'Right.' }
  const { label, expected } = fields[wrong]!
  const value = readNumber(typed[wrong])
  if (value === undefined) {
    const got = typed[wrong]?.trim() || 'nothing'
    return { isRight: false, words: `${label} is a number, got ${got}.` }
  }
  return {
    isRight: false,
    words: `${label}: it is ${value < expected ? 'larger' : 'smaller'} than ${value}.`,
  }
}
