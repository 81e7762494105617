/** Most arrays kept: what a few distributions of one row need. */
const KEPT = 16

/** Arrays that nobody uses any more, all of one length: the vocabulary's of the model that ran last. */
let spare: Float64Array[] = []

/** An array with anything in it: one that was given back, or a new one. */
export function takeArray(length: number): Float64Array {
  if (spare[0]?.length !== length) spare = []
  return spare.pop() ?? new Float64Array(length)
}

/** Takes an array that its owner will not look at again. */
export function giveBack(array: Float64Array): void {
  if (spare.length < KEPT && (spare[0]?.length ?? array.length) === array.length) spare.push(array)
}
