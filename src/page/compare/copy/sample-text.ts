import type { ShownStep } from '../run/run.ts'

/**
 * A sample's text as the model wrote it, blanks and line breaks included; the token that ended it is none.
 */
export const sampleText = ({ steps }: { readonly steps: readonly Pick<ShownStep, 'text'>[] }): string =>
  steps.map(({ text }) => text).join('')
