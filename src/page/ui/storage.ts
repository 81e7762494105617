/** What this browser keeps from one visit to the next; nothing where its storage is off or full. */

export function stored(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

export function store(key: string, text: string): void {
  try {
    localStorage.setItem(key, text)
  } catch {
    // It holds for this page only.
  }
}

/** Values by name that are kept under one key. */
export function storedRecord<Value>(key: string): Readonly<Record<string, Value>> {
  try {
    const known: unknown = JSON.parse(stored(key) ?? '{}')
    return typeof known === 'object' && known !== null ? (known as Record<string, Value>) : {}
  } catch {
    return {}
  }
}

export const storeIn = (key: string, name: string, value: unknown): void =>
  store(key, JSON.stringify({ ...storedRecord(key), [name]: value }))
