import { accessSync, constants } from 'node:fs'
import { UserError } from '../errors.ts'
import { makeFolder } from '../make-folder.ts'

/** What goes wrong with files and folders, in words. */

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EISDIR: 'it is a folder',
  EEXIST: 'it is a file',
  ENOTDIR: 'a part of it is a file',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
}

/** Without a full stop. */
export const reasonOf = (error: NodeJS.ErrnoException): string => REASONS[error.code ?? ''] ?? error.message

/** An error of the file system in a sentence; undefined for any other error. */
export function fileFault(error: unknown): string | undefined {
  const { code, syscall, path } = error as NodeJS.ErrnoException
  if (code === undefined || syscall === undefined || REASONS[code] === undefined) return undefined
  const what = syscall === 'read' || syscall === 'scandir' ? 'be read' : 'be written'
  return `${path === undefined ? 'A file' : `"${path}"`} could not ${what}: ${REASONS[code]}.`
}

/**
 * Makes the folder that results go into, before there are any.
 * @throws UserError `output-denied`
 */
export function prepareOutput(folder: string): void {
  try {
    makeFolder(folder)
    accessSync(folder, constants.W_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const reason = code === 'ENOENT' ? 'no folder can be made there' : reasonOf(error as Error)
    throw new UserError(
      'output-denied',
      `Expected a folder to write to after --out, got "${folder}", but ${reason}.`,
    )
  }
}
