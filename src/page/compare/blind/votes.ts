import { fetchJson } from '../../ui/fetch-json.ts'
import { store, stored, storedRecord, storeIn } from '../../ui/storage.ts'

/** Votes: kept in this browser, and counted on the server for the class. */

/** How often each text of one test was chosen, by its lane's name. */
export interface Tally {
  readonly test: string
  readonly votes: Readonly<Record<string, number>>
}

const VOTER = 'nucleus-voter'
const VOTES = 'nucleus-votes'

/** Counts a vote; a second one of the same browser takes the place of the first. @throws RequestError */
export async function vote(test: string, choice: string): Promise<Tally> {
  storeIn(VOTES, test, choice)
  return fetchJson<Tally>('/class/votes', { body: { test, choice, voter: voter() } })
}

/** The votes of the class for a test. @throws RequestError */
export async function tallyOf(test: string): Promise<Tally | undefined> {
  const tallies = await fetchJson<readonly Tally[]>('/class/votes')
  return tallies.find((one) => one.test === test)
}

/** What this browser chose in all tests so far, by lane. */
export function ownVotes(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const choice of Object.values(storedRecord<string>(VOTES))) counts[choice] = (counts[choice] ?? 0) + 1
  return counts
}

/** A random number for this browser: it names nobody. */
function voter(): string {
  const known = stored(VOTER) ?? freshVoter()
  store(VOTER, known)
  return known
}

const freshVoter = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
