interface Search {
  readonly isStepwise?: boolean | undefined
  readonly goesBack?: boolean | undefined
}

/**
 * Why a text of a search cannot be taken up at one of its tokens, in a sentence; undefined where it can.
 * @param name that of the search, or of its lane
 */
export const notStepwise = (name: string, { isStepwise, goesBack }: Search): string | undefined =>
  isStepwise
    ? undefined
    : `${name} ${goesBack ? 'goes back over its text' : 'looks ahead over several continuations'}, so its ` +
      'text cannot be taken up in the middle; put the words into the prompt instead.'
