import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { UserError } from '../errors.ts'
import { reasonOf } from './file-fault.ts'

/**
 * The text of a file, or of standard input for `-`.
 * @throws UserError `bad-arguments` when it cannot be read
 */
export async function readInput(path: string): Promise<string> {
  try {
    return path === '-' ? await text(process.stdin) : await readFile(path, 'utf8')
  } catch (error) {
    const reason = reasonOf(error as Error)
    throw new UserError('bad-arguments', `Expected a file to read, got "${path}", but ${reason}.`)
  }
}

/** The one operand of a command that reads a file. */
export function oneFile(operands: readonly string[], command: string): string {
  const [path, ...rest] = operands
  if (path === undefined || rest.length > 0) {
    const got = path === undefined ? 'none' : String(operands.length)
    throw new UserError(
      'bad-arguments',
      `Expected one file (or - for standard input), got ${got}; see "nucleus ${command} --help".`,
    )
  }
  return path
}
