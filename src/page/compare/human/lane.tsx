import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { LaneMark } from '../../ui/lane-mark.tsx'
import { openMenu } from '../../ui/menu.tsx'
import { Fault, Notice } from '../../ui/notice.tsx'
import { count, probability, wholePercent } from '../../ui/numbers.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { copySampleText } from '../copy/copy-text.ts'
import { Visible } from '../lane/blanks.tsx'
import { LaneRows } from '../lane/lane.tsx'
import { Copies } from '../lane/loop-note.tsx'
import { Metrics } from '../lane/metrics.tsx'
import { LaneText } from '../lane/text.tsx'
import type { LaneView } from '../lane/view.ts'
import { pictureItems } from '../picture/menus.ts'
import { pFault } from '../settings/fields.ts'
import { LINK_LENGTH } from '../settings/link.ts'
import { dropFault, setSettings, usePage } from '../state/page.ts'
import { editHuman, removeHuman } from './edit.tsx'
import { allowedOf, HUMAN_MARK, nucleusOf, pWords } from './human.ts'

/** The human text's lane, in the rows of the other lanes. */
export const HumanLane = ({ view }: { readonly view: LaneView }) => (
  <LaneRows
    view={view}
    label="Human text"
    head={<HumanHead view={view} />}
    chain={<HeldAgainst view={view} />}
    text={
      <>
        <LaneText view={view} />
        <HumanState />
      </>
    }
    loops={
      <>
        <Share view={view} />
        <Copies view={view} />
      </>
    }
    measures={
      view.sample?.steps.length ? (
        <>
          <Metrics view={view} />
          <TokenTable view={view} />
        </>
      ) : null
    }
  />
)

function HumanHead({ view }: { readonly view: LaneView }) {
  const page = usePage()
  return (
    <>
      <LaneMark letter={HUMAN_MARK} />
      <h2>Human text</h2>
      <span class="lane-buttons">
        <Button
          class="is-plain is-small"
          data-do="human-text"
          data-focus="human-edit"
          aria-haspopup="dialog"
          onClick={({ currentTarget }) => editHuman(page, currentTarget)}
        >
          Edit<span class="ui-hidden"> the human text</span>
        </Button>
        <IconButton
          icon="copy"
          label="Copy the human text"
          data-do="copy-human"
          onClick={() => copySampleText(view)}
        />
        <IconButton
          icon="image"
          label="Save a picture of the human text"
          data-do="human-picture"
          data-focus="human-picture"
          aria-haspopup="dialog"
          disabled={!view.sample?.steps.length}
          onClick={({ currentTarget }) => openMenu(currentTarget, 'Human text', pictureItems(page, view))}
        />
        <IconButton
          icon="trash"
          label="Remove the human text"
          data-do="remove-human"
          data-focus="human-remove"
          onClick={() => removeHuman(page)}
        />
      </span>
    </>
  )
}

/** The nucleus it is held against; a p that is typed counts once the field is left. */
function HeldAgainst({ view }: { readonly view: LaneView }) {
  const page = usePage()
  const settings = page.settings.value
  const fault = page.faults.value.humanP
  const change = (typed: string) => {
    const words = typed.trim() === '' ? '' : pFault(typed)
    if (words) page.faults.value = { ...page.faults.peek(), humanP: words }
    else {
      dropFault(page, 'humanP')
      setSettings(page, { humanP: typed.trim() })
    }
  }
  return (
    <>
      <div class="chain-chips">
        <span class="chain-chip is-end">scored, not generated</span>
        <label class="human-nucleus">
          p{' '}
          <span class="ui-box">
            <input
              id="human-p"
              class="ui-mono"
              data-focus="human-p"
              inputmode="decimal"
              autocomplete="off"
              value={nucleusOf(settings)}
              aria-describedby="human-follows"
              aria-invalid={fault ? 'true' : undefined}
              onChange={({ currentTarget }) => change(currentTarget.value)}
            />
          </span>
        </label>
      </div>
      <p class="chain-printed" id="human-follows">
        {settings.humanP.trim() === '' ? 'p is that of the first lane with a nucleus' : 'p is your own'}:{' '}
        {view.notation}
      </p>
      <Fault text={fault} />
      {settings.human.length > LINK_LENGTH && (
        <p class="chain-printed">
          At {count(settings.human.length)} characters it is too long for a link; exports hold it.
        </p>
      )}
    </>
  )
}

/** What a text without a result is waiting for. */
function HumanState() {
  const page = usePage()
  const human = page.human.value
  if (human?.message) {
    const edit = () => {
      const anchor = document.querySelector<HTMLElement>('[data-focus="human-edit"]')
      if (anchor) editHuman(page, anchor)
    }
    return (
      <Notice
        kind="err"
        title="The text could not be scored"
        text={human.message}
        action={{ label: 'Edit', press: edit }}
      />
    )
  }
  return human?.result ? null : <p class="ui-small ui-quiet">Scoring</p>
}

export function Share({ view }: { readonly view: LaneView }) {
  const { allowed, count: tokens, share } = allowedOf(view)
  if (tokens === 0) return null
  const dotted = allowed < tokens ? '; it would have cut the dotted ones' : ''
  return (
    <p class="loop-note">
      <span>
        <b>{wholePercent(share)}</b> allowed: {pWords(view.notation)} would have allowed {count(allowed)}
        {' of '}
        {count(tokens)} tokens{dotted}
      </span>
    </p>
  )
}

const TokenTable = ({ view }: { readonly view: LaneView }) => (
  <details class="metrics-all" data-focus={`tokens-${view.key}`}>
    <summary>Token by token</summary>
    <ScrollRegion label="Human text, token by token">
      <table class="human-tokens">
        <thead>
          <tr>
            <th class="ui-number">no.</th>
            <th>token</th>
            <th class="ui-number">probability</th>
            <th class="ui-number">rank</th>
            <th class="ui-number">kept</th>
            <th>would {pWords(view.notation)} allow it</th>
          </tr>
        </thead>
        <tbody>
          {view.sample?.steps.map(({ text, bytes, logprob, rank, kept, allowed }, index) => (
            <tr key={index} class={allowed ? '' : 'is-out'}>
              <td class="ui-number">{index + 1}</td>
              <td class="human-word">
                <Visible text={text} bytes={bytes} />
              </td>
              <td class="ui-number">{probability(Math.exp(logprob))}</td>
              <td class="ui-number">{count(rank)}</td>
              <td class="ui-number">{count(kept)}</td>
              <td>{allowed ? 'yes' : 'no'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </details>
)
