/** What is under way and can be stopped. In the browser only, where there is one page. */

const branches = new Set<AbortController>()

/** A signal for a branch that grows, and a way to mark its end. */
export function growingBranch(): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController()
  branches.add(controller)
  return { signal: controller.signal, end: () => branches.delete(controller) }
}

export function stopBranches(): void {
  for (const controller of branches) controller.abort()
}
