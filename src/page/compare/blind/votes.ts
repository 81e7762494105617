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

/** Whether this browser has seen the names of a test. */
export const hasSeen = (test: string): boolean => test in storedRecord(VOTES)

/** It has, without a vote. */
export function markSeen(test: string): void {
  if (!hasSeen(test)) storeIn(VOTES, test, '')
}

/** Counts a vote. @throws RequestError */
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
  const choices = Object.values(storedRecord<string>(VOTES)).filter((choice) => choice !== '')
  for (const choice of choices) counts[choice] = (counts[choice] ?? 0) + 1
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
