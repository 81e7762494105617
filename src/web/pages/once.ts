/** What depends on nothing but the code is computed when it is first asked for. */
export function once<Value>(compute: () => Value): () => Value {
  let value: { readonly known: Value } | undefined
  return () => {
    value ??= { known: compute() }
    return value.known
  }
}
