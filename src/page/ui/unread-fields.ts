/** The fields that a page's form and links have, by whether one value of them is read or every one. */
export interface KnownFields {
  readonly once: readonly string[]
  readonly many: readonly string[]
}

/** What a form or a link states that nothing reads, in a few words each: other names, and second values. */
export function unreadFields(params: URLSearchParams, { once, many }: KnownFields): string[] {
  return [...new Set(params.keys())].flatMap((name) => {
    if (many.includes(name)) return []
    if (!once.includes(name)) return `the field “${name.slice(0, 100)}”, which there is not`
    const { length } = params.getAll(name)
    return length > 1 ? `${name} ${length} times, which has one value` : []
  })
}
