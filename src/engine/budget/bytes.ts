/** Bytes in words: 1,234 MB. */
export const megabytes = (bytes: number): string => `${count(Math.ceil(bytes / 1e6))} MB`

/** A whole number in words: 1,234,567. */
export const count = (value: number): string => Math.round(value).toLocaleString('en-US')
