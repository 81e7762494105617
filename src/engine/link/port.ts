/** A way to another process or thread that copies what it is given (structured clone). Order is kept. */
export interface Port {
  /** @param transfer what may be moved instead of copied, where threads share a process */
  post(message: unknown, transfer: readonly ArrayBuffer[]): void
  /** One listener; called for every message. */
  onMessage(listener: (message: unknown) => void): void
}
