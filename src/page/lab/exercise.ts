/** A question with an answer that can be checked, beside the lab set up for it. */
export interface LabExercise {
  readonly id: string
  /** Its place among all of them, from 1. */
  readonly number: number
  readonly count: number
  readonly question: string
  readonly experiment: string
  readonly answer: string
  readonly check: Check
  /** The lab as it is set up for it, and for the exercises beside it. */
  readonly link: string
  readonly previous?: string
  readonly next?: string
}

/** What is asked for: numbers, or one of a few sentences. */
export type Check =
  | { readonly fields: readonly NumberField[] }
  | { readonly options: readonly string[]; readonly right: number }

interface NumberField {
  readonly label: string
  /** The largest right answer. */
  readonly expected: number
  /** The smallest one, where it may be written with fewer digits. */
  readonly least: number
}

/** A typed number, with a point or a comma; undefined for anything else. */
export function readNumber(text: string | undefined): number | undefined {
  const written = (text ?? '').trim().replace(',', '.')
  return /^\d{1,9}(\.\d{0,20})?$|^\.\d{1,20}$/.test(written) ? Number(written) : undefined
}

/** The first field whose number is none or is too far off; undefined where all are right. */
export function firstWrongField(
  fields: readonly NumberField[],
  typed: readonly string[],
): number | undefined {
  const wrong = fields.findIndex(({ expected, least }, index) => {
    const value = readNumber(typed[index])
    return value === undefined || value > expected || value < least
  })
  return wrong < 0 ? undefined : wrong
}
