import { useEffect, useState } from 'preact/hooks'
import type { Tally } from '../compare/blind/votes.ts'
import { fetchJson } from '../ui/fetch-json.ts'
import { percent, plural } from '../ui/numbers.ts'
import type { ClassProps } from './props.ts'
import { QrCode } from './qr.tsx'

/** Milliseconds between two looks at the votes. */
const LOOK_EVERY = 3000

/** A blind test for the class, and what it has chosen so far. */
export function BlindVotes({ blind, tallies: served }: ClassProps) {
  const [tallies, setTallies] = useState(served)
  useEffect(() => {
    const look = () => {
      fetchJson<readonly Tally[]>('/class/votes').then(setTallies, () => {
        // The server is away; the next look will show.
      })
    }
    const looking = setInterval(look, LOOK_EVERY)
    return () => clearInterval(looking)
  }, [])
  return (
    <section class="ui-sheet class-part" aria-labelledby="h-blind">
      <h2 id="h-blind">A blind test</h2>
      <div class="class-place">
        {blind.place && <QrCode place={blind.place} />}
        <div>
          <p>
            Everybody gets the same texts, a person’s among them where the comparison has one, without names
            and in random order. Each votes for the most human text, then sees who wrote what.
          </p>
          <p>
            <a class="ui-button" href={blind.path} data-do="open-blind">
              Open the blind test
            </a>
          </p>
          {blind.place && <p class="class-url ui-mono is-long">{blind.place.url}</p>}
        </div>
      </div>
      <h3>Votes</h3>
      {tallies.length === 0 ? (
        <p class="ui-quiet">None yet. Votes are kept until the server stops, one per browser and test.</p>
      ) : (
        <ul class="class-tests">
          {tallies.map((tally) => (
            <TestVotes key={tally.test} tally={tally} />
          ))}
        </ul>
      )}
    </section>
  )
}

function TestVotes({ tally: { test, votes } }: { readonly tally: Tally }) {
  const all = Object.values(votes).reduce((sum, one) => sum + one, 0)
  const prompt = new URLSearchParams(test).get('prompt') || 'Without a prompt'
  const ordered = Object.entries(votes).sort(([, one], [, other]) => other - one)
  return (
    <li>
      <p>
        {prompt} <b>{plural(all, 'vote')}</b>
      </p>
      <details>
        <summary>Show who is ahead</summary>
        <dl class="class-votes">
          {ordered.map(([choice, times]) => (
            <div key={choice}>
              <dt>{choice}</dt>
              <dd>
                <svg aria-hidden="true">
                  <rect width={percent(times / all)} height="100%" rx="2" />
                </svg>
                {times}
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  )
}
