import { z } from 'zod'
import { UserError } from '../../../errors.ts'
import type { Tally } from '../../../page/compare/blind/votes.ts'
import { LIMITS } from '../../../runs/request/limits.ts'
import { count } from '../../../words.ts'

/** Votes of blind tests, in memory: they are gone when the server ends. */
export interface Votes {
  /** Counts a vote, in the place of the voter's last one. @throws UserError `busy` */
  add(vote: Vote): Tally
  /** All tests, the latest first. */
  tallies(): readonly Tally[]
}

/** The body of `POST /class/votes`. */
export const voteSchema = z.strictObject({
  test: z.string('test must be the link of a blind test').min(1).max(LIMITS.link),
  choice: z.string('choice must be the name of a text').min(1).max(200),
  voter: z
    .string('voter must be 32 hexadecimal digits')
    .regex(/^[0-9a-f]{32}$/, 'voter must be 32 hexadecimal digits'),
})

type Vote = z.infer<typeof voteSchema>

const MOST_TESTS = 50
const MOST_VOTERS = 1000

export function createVotes(): Votes {
  /** Choices by voter, by test; the latest test last. */
  const tests = new Map<string, Map<string, string>>()
  return {
    add({ test, choice, voter }) {
      const votes = tests.get(test) ?? new Map<string, string>()
      if (votes.size >= MOST_VOTERS && !votes.has(voter)) {
        throw new UserError(
          'busy',
          `A blind test takes at most ${count(MOST_VOTERS)} votes, and this one has as many.`,
        )
      }
      votes.set(voter, choice)
      tests.delete(test)
      tests.set(test, votes)
      if (tests.size > MOST_TESTS) tests.delete(tests.keys().next().value!)
      return tallyOf(test, votes)
    },
    tallies: () => [...tests].reverse().map(([test, votes]) => tallyOf(test, votes)),
  }
}

function tallyOf(test: string, choices: ReadonlyMap<string, string>): Tally {
  const votes = new Map<string, number>()
  for (const choice of choices.values()) votes.set(choice, (votes.get(choice) ?? 0) + 1)
  // A text's name may be any word, "__proto__" too.
  return { test, votes: Object.fromEntries(votes) }
}
