/** What this browser keeps from one visit to the next; nothing where its storage is off or full. */

export const stored = (key: string): string | undefined => read(() => localStorage, key)

export const store = (key: string, text: string): void => write(() => localStorage, key, text)

/** What this tab keeps until it is closed. */
export const storedInTab = (key: string): string | undefined => read(() => sessionStorage, key)

export const storeInTab = (key: string, text: string): void => write(() => sessionStorage, key, text)

function read(storage: () => Storage, key: string): string | undefined {
  try {
    return storage().getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

function write(storage: () => Storage, key: string, text: string): void {
  try {
    storage().setItem(key, text)
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
