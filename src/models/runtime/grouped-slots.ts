import type { OpenedSlot, Row, SlotRequest, Slots } from '../../decoding/model.ts'
import { beginningOf, emptyCache, gatherFrom, type KeyValueCache } from './key-value-cache.ts'
import { forward } from './onnx-batch.ts'
import type { OrtSession } from './ort.ts'
import { createSlotNumbers } from './slot-numbers.ts'

/**
 * A text: its row in the cache that the forward before left behind, shared with whoever was in that forward.
 */
interface HeldRow {
  readonly cache: KeyValueCache
  readonly row: number
}

/**
 * Slots of any graph: rows of one length that append equally many tokens share a pass, their caches gathered
 * into one. Where a group stays together nothing is copied.
 * @param options `rowByRow`: a pass for each request, for graphs whose rows depend on their neighbours
 */
export function createGroupedSlots(
  session: OrtSession,
  contextLength: number,
  { rowByRow = false }: { readonly rowByRow?: boolean } = {},
): Slots {
  const held = new Map<number, HeldRow>()
  const numbers = createSlotNumbers(held, contextLength, (slot) => held.get(slot)!.cache.length)
  const empty = emptyCache(session)

  function open(): OpenedSlot {
    const slot = numbers.next()
    held.set(slot, { cache: empty, row: 0 })
    return { slot, read: 0 }
  }

  async function pass(group: readonly SlotRequest[]): Promise<Row[]> {
    const sources = group.map(({ slot }) => held.get(slot)!)
    const batch = await forward({
      session,
      tokens: group.flatMap(({ tokens }) => tokens),
      rows: group.length,
      past: gatherFrom(sources),
      hidden: group.some(({ hidden }) => hidden),
    })
    for (const [row, { slot }] of group.entries()) held.set(slot, { cache: batch.cache, row })
    return group.map(({ hidden }, row) => (hidden ? batch.rows[row]! : { logits: batch.rows[row]!.logits }))
  }

  return {
    open,
    fork(slot) {
      numbers.check(slot)
      const copy = numbers.next()
      held.set(copy, held.get(slot)!)
      return copy
    },
    truncate(slot, length) {
      numbers.check(slot)
      const { cache, row } = held.get(slot)!
      if (length < 1 || length > cache.length) {
        throw new RangeError(`slot ${slot} holds no piece that ends at token ${length}`)
      }
      held.set(slot, { cache: beginningOf(cache, row, length), row: 0 })
    },
    // Caches that are copied each step are not kept for later.
    remember: () => {},
    release: (slot) => void held.delete(slot),
    lengthOf(slot) {
      numbers.check(slot)
      return held.get(slot)!.cache.length
    },
    async forward(requests) {
      numbers.checkAll(requests)
      const rows: Row[] = []
      const groups = rowByRow
        ? requests.map((_, place) => [place])
        : groupsOf(requests, ({ slot }) => held.get(slot)!.cache.length)
      for (const places of groups) {
        const answers = await pass(places.map((place) => requests[place]!))
        for (const [index, place] of places.entries()) rows[place] = answers[index]!
      }
      return rows
    },
    bytes() {
      const caches = new Set([...held.values()].map(({ cache }) => cache))
      let sum = 0
      for (const { tensors } of caches)
        for (const { data } of tensors.values()) sum += (data as Float32Array).byteLength
      return sum
    },
    dispose: () => held.clear(),
  }
}

/** Places of the requests that one pass can take together. */
function groupsOf(requests: readonly SlotRequest[], lengthOf: (request: SlotRequest) => number): number[][] {
  const groups = new Map<string, number[]>()
  for (const [place, request] of requests.entries()) {
    const key = `${lengthOf(request)} ${request.tokens.length}`
    const group = groups.get(key)
    if (group) group.push(place)
    else groups.set(key, [place])
  }
  return [...groups.values()]
}
