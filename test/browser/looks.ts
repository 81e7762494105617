import { isThorough } from '../helpers/thorough.ts'

type Look = readonly [width: number, scheme: 'light' | 'dark']

/**
 * The widths and schemes in which axe looks at pages: a phone in the dark one, and where tests are thorough a
 * wide window in the light one too.
 */
export const looks: readonly Look[] = isThorough
  ? [
      [1440, 'light'],
      [390, 'dark'],
    ]
  : [[390, 'dark']]
