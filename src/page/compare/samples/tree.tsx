import { useEffect, useRef } from 'preact/hooks'
import { focusOn } from '../../ui/focus.ts'
import { hasModifier } from '../../ui/keys.ts'
import { count, percent, plural, probability } from '../../ui/numbers.ts'
import type { LaneView } from '../lane/view.ts'
import { apart } from '../pieces.ts'
import { isRunning } from '../run/run.ts'
import { usePage } from '../state/page.ts'
import { tracePaths } from './paths.ts'
import { depthOf, evenTexts, type PrefixBranch, prefixTree } from './prefix-tree.ts'
import { setTwigOpen, showSample } from './show.ts'
import { type TreeItem, treeItems } from './tree-items.ts'
import { treeKey } from './tree-keys.ts'

/**
 * A lane's samples as a tree: shared beginnings once, with how many samples took them; forks; paths not taken
 * in grey.
 */
export function SampleTree({ view }: { readonly view: LaneView }) {
  const page = usePage()
  const list = useRef<HTMLUListElement>(null)
  const { key, letter, laneRun, run } = view
  const samples = laneRun?.samples ?? []
  const root = prefixTree(run && isRunning(run) ? evenTexts(samples) : samples)
  const isOver = run?.phase === 'done' || run?.phase === 'stopped'
  useEffect(() => {
    if (isOver) void tracePaths(page)
  }, [run, isOver])
  const press = ({ isOpen, branch, sample }: TreeItem) => {
    if (isOpen !== undefined && branch !== undefined) setTwigOpen(page, key, branch, !isOpen)
    else if (sample !== undefined) showSample(page, key, sample)
  }
  const items = treeItems(view, root)
  return (
    <>
      <ul
        ref={list}
        class="sample-tree"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the ARIA tree pattern on a list
        role="tree"
        aria-label={`Samples of lane ${letter} as a tree`}
        onKeyDown={(event) => {
          const at = items.findIndex(({ focus }) => focus === (event.target as HTMLElement).dataset.focus)
          const way = at < 0 || hasModifier(event) ? undefined : treeKey(items, at, event.key)
          const item = items[at]
          if (!item || way === undefined) return
          event.preventDefault()
          if (way === 'press') press(item)
          else if (way === 'open' || way === 'close')
            setTwigOpen(page, key, item.branch ?? '', way === 'open')
          else focusOn(list.current?.children[way])
        }}
      >
        {items.map((item) => (
          <Twig key={item.focus} item={item} press={() => press(item)} />
        ))}
      </ul>
      <TreeNote view={view} root={root} />
    </>
  )
}

function Twig({ item, press }: { readonly item: TreeItem; readonly press: () => void }) {
  const { level, place, of, focus, badge, heard, words, note, kind, sample, share, branch, isOpen } = item
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys of the ARIA pattern
    <li
      class={`sample-twig${kind && ` is-${kind}`}`}
      role="treeitem"
      aria-level={level}
      aria-posinset={place}
      aria-setsize={of}
      aria-expanded={isOpen}
      tabIndex={level === 1 ? 0 : -1}
      data-branch={branch}
      data-index={sample}
      data-focus={focus}
      onFocus={({ currentTarget }) => becomeTabStop(currentTarget)}
      onClick={({ currentTarget }) => {
        focusOn(currentTarget)
        press()
      }}
    >
      {Array.from({ length: level - 1 }, (_, index) => (
        <i key={index} class="sample-rail" />
      ))}
      <b aria-hidden="true">{badge}</b>
      <span class="ui-hidden">{heard}: </span>
      {share !== undefined && (
        <svg class="sample-share" aria-hidden="true">
          <rect class="sample-share-all" width="100%" height="100%" />
          <rect width={percent(share)} height="100%" />
        </svg>
      )}
      {kind === 'not-taken' ? (
        <Paths item={item} />
      ) : note === undefined ? (
        <span class="sample-twig-words">{words}</span>
      ) : (
        <span class="sample-twig-note">{note}</span>
      )}
    </li>
  )
}

/** The item that had the focus last is the one that Tab comes back to. */
function becomeTabStop(item: HTMLElement): void {
  for (const one of item.parentElement?.querySelectorAll<HTMLElement>('[tabindex="0"]') ?? [])
    one.tabIndex = -1
  item.tabIndex = 0
}

function Paths({ item: { untaken, before } }: { readonly item: TreeItem }) {
  return (
    <span class="sample-paths">
      {untaken?.paths.map(({ id, text, raw }) => (
        <>
          <span key={id}>
            <i>{apart(text, before)}</i> {probability(raw)}
          </span>{' '}
        </>
      ))}
      {untaken?.more ? <span>{count(untaken.more)} more</span> : null}
    </span>
  )
}

function TreeNote({ view: { run, traced }, root }: { readonly view: LaneView; readonly root: PrefixBranch }) {
  if (run && isRunning(run)) return <p class="sample-note">Paths not taken are added when the run ends.</p>
  if (traced === undefined) return null
  if (typeof traced === 'string') return <p class="sample-note">{traced}</p>
  const reach = Math.max(0, ...traced.map(({ steps }) => steps.length))
  return (
    <p class="sample-note">
      <i class="sample-not-taken">grey</i>: likeliest tokens that the chain left and no sample took, with
      their probability under the model.
      {depthOf(root) > reach && ` Shown for the first ${plural(reach, 'token')}.`}
    </p>
  )
}
