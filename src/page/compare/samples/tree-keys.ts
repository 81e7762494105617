import type { TreeItem } from './tree-items.ts'

/**
 * What a key does on an item of a tree, as the ARIA tree pattern has it: an index to go to, which may be none
 * there, or what to do; undefined where the key is not the tree's.
 */
export function treeKey(
  items: readonly TreeItem[],
  at: number,
  key: string,
): number | 'press' | 'open' | 'close' | undefined {
  const open = items[at]?.isOpen
  if (key === 'ArrowDown') return at + 1
  if (key === 'ArrowUp') return at - 1
  if (key === 'Home') return 0
  if (key === 'End') return items.length - 1
  if (key === 'Enter' || key === ' ') return 'press'
  if (key === 'ArrowRight') return open === undefined ? at : open ? at + 1 : 'open'
  if (key === 'ArrowLeft') return open === true ? 'close' : parentOf(items, at)
  return undefined
}

/** The nearest item before it on a lower level; itself where there is none. */
function parentOf(items: readonly TreeItem[], at: number): number {
  const level = items[at]?.level ?? 0
  const parent = items.slice(0, at).findLastIndex((one) => one.level < level)
  return parent < 0 ? at : parent
}
