import type { RunsCost } from '../../runs/run/cost.ts'
import { megabytes } from '../../words.ts'
import { Button } from '../ui/button.tsx'
import { Fault } from '../ui/notice.tsx'
import { count, plural, short } from '../ui/numbers.ts'
import { TextField } from '../ui/text-field.tsx'
import type { ClassProps } from './props.ts'

/** What it takes when everybody presses Generate at once. */
export function CostOfClass({ students, link, comparison, cost, problem }: ClassProps) {
  return (
    <section class="ui-sheet class-part" aria-labelledby="h-cost">
      <h2 id="h-cost">What a class costs</h2>
      <form class="class-form" method="get" action="/class">
        <TextField label="Students" id="students" name="students" inputmode="numeric" value={students} />
        <TextField
          label="Link to a comparison; if empty, the story’s"
          id="link"
          name="link"
          spellcheck={false}
          value={link}
        />
        <Button type="submit">Count</Button>
      </form>
      <Fault text={problem} />
      {cost && (
        <>
          <p>
            <a href={comparison.path}>{comparison.prompt || 'Without a prompt'}</a>{' '}
            <span class="ui-mono ui-quiet">{comparison.lanes.join(', ')}</span>
          </p>
          <Sums cost={cost} students={Number(students)} />
        </>
      )}
    </section>
  )
}

function Sums({ cost, students }: { readonly cost: RunsCost; readonly students: number }) {
  const { rows, maxTokens, memory, left, atOnce, seconds } = cost
  const isAll = atOnce >= students
  return (
    <dl class="class-sums">
      <div>
        <dt>Rows</dt>
        <dd>
          <b>{count(rows * students)}</b>: {count(rows)} for each of {plural(students, 'student')}, up to{' '}
          {plural(maxTokens, 'token')} in each row
          <small>exact: from the plan of the run</small>
        </dd>
      </div>
      <div>
        <dt>Memory</dt>
        <dd>
          <b>{memory.total}</b> of {limit(left)} beside the models
          <span>
            {isAll
              ? 'All fit at once; nobody waits.'
              : `${count(atOnce)} fit at once; the others wait in line and see their place.`}
          </span>
          <small>at most: {memory.sum}</small>
        </dd>
      </div>
      <div>
        <dt>Time</dt>
        <dd>
          {seconds ? (
            <>
              <b>
                {seconds.isBound ? 'at most about' : 'about'} {short(seconds.together)} s
              </b>{' '}
              until everybody’s texts are complete, if all start at the same moment; one student alone waits
              about {short(seconds.alone)} s
              <small>
                estimated from this model’s forwards on this computer since the server started
                {seconds.isBound && ', all of one size: larger ones cost less a row'}
              </small>
            </>
          ) : (
            <>
              <b>not known yet</b> The model has made too few forwards since the server started: run a
              comparison once, then count again.
            </>
          )}
        </dd>
      </div>
    </dl>
  )
}

const limit = (bytes: number): string => (Number.isFinite(bytes) ? megabytes(bytes) : 'no limit')
