import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { UserError } from '../errors.ts'
import { checkUtf8 } from '../runs/request/check-utf8.ts'
import { reasonOf } from './file-fault.ts'

/**
 * The text of a file, or of standard input for `-`.
 * @throws UserError `bad-arguments` when it cannot be read, `bad-encoding` where it is no UTF-8
 */
export async function readInput(path: string): Promise<string> {
  const bytes = await bytesOf(path)
  checkUtf8(bytes, path === '-' ? 'Standard input' : `"${path}"`)
  // Of a pipe, the mark of an encoding is no text.
  return path === '-' ? new TextDecoder().decode(bytes) : bytes.toString()
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return path === '-' ? await buffer(process.stdin) : await readFile(path)
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
