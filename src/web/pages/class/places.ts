import type { ClassProps, CodedAddress } from '../../../page/class/props.ts'
import { BLIND } from '../../../page/compare/blind/blind-test.ts'
import { codeOf } from './code.ts'

/**
 * What students open, with codes to scan.
 * @param chosen one of the addresses; another counts as none
 * @param path of the comparison
 * @param short path that leads to its blind test, where there is a shorter one
 */
export function placesOf(
  addresses: readonly string[],
  chosen: string | null,
  path: string,
  short = blindPath(path),
): Pick<ClassProps, 'start' | 'others' | 'blind'> {
  const base = addresses.find((one) => one === chosen) ?? addresses[0]
  const blind = blindPath(path)
  return {
    start: base === undefined ? undefined : placeOf(`${base}/`),
    others: addresses.filter((one) => one !== base),
    blind: { path: blind, place: base === undefined ? undefined : placeOf(base + short) },
  }
}

/** A comparison's address as a blind test. */
export const blindPath = (path: string): string => `${path}&${BLIND}=1`

/** Longest address that a camera still reads off a wall, in characters. */
const LONGEST = 700

/** A longer address has no code: its squares would be too small. */
const placeOf = (url: string): CodedAddress => ({ url, ...(url.length <= LONGEST && { code: codeOf(url) }) })
