/**
 * The pieces in which a prompt is read, one a forward: `length` tokens each, whatever the load, so that its
 * bits never depend on it. A single token left over joins the last piece: one token alone rounds differently
 * from many.
 * @param length at least 2
 */
export function promptPieces(prompt: readonly number[], length: number): (readonly number[])[] {
  const pieces: (readonly number[])[] = []
  let start = 0
  while (start < prompt.length) {
    const end = prompt.length - start <= length + 1 ? prompt.length : start + length
    pieces.push(prompt.slice(start, end))
    start = end
  }
  return pieces
}
