import { statSync } from 'node:fs'

/**
 * What is made of files is made again only when one of them has changed, appeared or gone, or making it has
 * failed.
 * @param paths of all files that it depends on, whether they exist or not
 */
export function whileUnchanged<Value>(paths: readonly string[], make: () => Value): () => Value {
  let made: { readonly state: string; readonly value: Value } | undefined
  return () => {
    const state = paths.map(stateOf).join()
    if (made?.state !== state) {
      const own = { state, value: make() }
      if (own.value instanceof Promise)
        own.value.catch(() => {
          if (made === own) made = undefined
        })
      made = own
    }
    return made.value
  }
}

function stateOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? `${stat.mtimeMs}/${stat.size}` : '-'
}
