import { Icon } from '../ui/icon.tsx'
import type { Measured } from './props.ts'

/** What decides the verdict. */
export const Checks = ({ checks }: Pick<Measured, 'checks'>) => (
  <ul class="gallery-checks">
    {checks.map(({ statement, measured, passed }) => (
      <li key={statement}>
        <Icon name={passed ? 'check' : 'fail'} kind={passed ? 'pass' : 'fail'} />
        <span>
          <span class="ui-hidden">{passed ? 'Passed: ' : 'Failed: '}</span>
          {statement}
        </span>
        <span class="ui-number">{measured}</span>
      </li>
    ))}
  </ul>
)

/** Statements of the paper: those that carried over, and those that did not, with a likely reason. */
export function Carried({ carried, lost }: Pick<Measured, 'carried' | 'lost'>) {
  if (carried.length + lost.length === 0) return null
  return (
    <div class="gallery-two gallery-carried">
      {carried.length > 0 && (
        <section>
          <h3>Carried over from the paper ({carried.length})</h3>
          <ul>
            {carried.map((statement) => (
              <li key={statement}>
                <Icon name="check" kind="pass" />
                <span>{statement}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {lost.length > 0 && (
        <section>
          <h3>Did not carry over ({lost.length})</h3>
          <ul>
            {lost.map(({ statement, why }) => (
              <li key={statement}>
                <Icon name="fail" kind="fail" />
                <span>
                  {statement}
                  <small>A likely reason: {why}</small>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
