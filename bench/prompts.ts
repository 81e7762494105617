/** Fifty openings of several lengths. */
const SUBJECTS = [
  'The captain',
  'My aunt',
  'A stranger',
  'The old clock',
  'Nobody in the house',
  'The river',
  'Her letter',
  'The second son',
  'A dog',
  'The doctor',
]
const TURNS = [
  'had not spoken for three days, and',
  'came to the door',
  'was said to be worth more than all the rest of the village together, but',
  'knew what lay beyond the hill:',
  'turned',
]

export const PROMPTS: readonly string[] = SUBJECTS.flatMap((subject) =>
  TURNS.map((turn) => `${subject} ${turn}`),
)
