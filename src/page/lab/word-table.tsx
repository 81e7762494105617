import { capital } from '../../words.ts'
import { FigureHead } from '../ui/data-table.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { count, exactProbability } from '../ui/numbers.ts'
import { LabFault } from './lab-fault.tsx'
import { firstWrong } from './request.ts'
import { type LabState, listOf, ROWS } from './state.ts'

/** Rows of a list that is too long to edit. */
const FOLDED_ROWS = 12

const VALUE_NAMES: Readonly<Record<LabState['mode'], string>> = {
  logits: 'logit',
  probabilities: 'weight',
  counts: 'count',
}

interface Props {
  readonly state: LabState
  /** Probability of each word under the softmax, by its index, as far as it is known. */
  readonly raw: Readonly<Record<number, number>>
  readonly onEdit: (index: number, change: { readonly word?: string; readonly value?: string }) => void
}

/** The words and their numbers, one row each. */
export function WordTable({ state, raw, onEdit }: Props) {
  const { entries, mode, preset } = state
  const wrong = firstWrong(state)
  const isFolded = entries.length > ROWS
  const rest = entries.length - FOLDED_ROWS
  return (
    <>
      <table class="lab-words">
        <thead>
          <tr>
            <th scope="col">word</th>
            <th scope="col">{VALUE_NAMES[mode]}</th>
            <FigureHead>raw p</FigureHead>
            <th scope="col">
              <span class="ui-hidden">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {isFolded
            ? entries
                .slice(0, FOLDED_ROWS)
                .map((_, index) => <FoldedRow key={index} index={index} state={state} raw={raw[index]} />)
            : entries.map((_, index) => (
                <WordRow
                  key={index}
                  index={index}
                  state={state}
                  raw={raw[index]}
                  isWrong={index === wrong.index}
                  onEdit={onEdit}
                />
              ))}
          {isFolded && (
            <tr>
              <td colSpan={4} class="ui-quiet">
                {`${count(rest)} more, too many to edit one by one; paste a list to change them.`}
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {isFolded && !preset && <textarea name="list" hidden value={listOf(state)} />}
      <LabFault id="lab-wrong" text={wrong.message} />
    </>
  )
}

interface RowProps {
  readonly index: number
  readonly state: LabState
  readonly raw: number | undefined
}

const RawCell = ({ index, raw }: Pick<RowProps, 'index' | 'raw'>) => (
  <td class="ui-number" data-raw={index}>
    {raw === undefined ? '–' : exactProbability(raw)}
  </td>
)

const FoldedRow = ({ index, state, raw }: RowProps) => (
  <tr>
    <td>{state.entries[index]?.word}</td>
    <td class="ui-number ui-mono">{state.entries[index]?.value}</td>
    <RawCell index={index} raw={raw} />
    <td />
  </tr>
)

function WordRow({
  index,
  state,
  raw,
  isWrong,
  onEdit,
}: RowProps & { readonly isWrong: boolean } & Pick<Props, 'onEdit'>) {
  const { word = '', value = '' } = state.entries[index] ?? {}
  const name = word === '' ? `word ${index + 1}` : word
  const noun = VALUE_NAMES[state.mode]
  return (
    <tr>
      <td>
        <input
          class="lab-input is-serif"
          name="word"
          aria-label={`Word ${index + 1}`}
          value={word}
          autoComplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => onEdit(index, { word: currentTarget.value })}
        />
      </td>
      <td>
        <input
          class="lab-input is-value"
          name="value"
          inputMode="decimal"
          aria-label={`${capital(noun)} of ${name}`}
          value={value}
          autoComplete="off"
          {...(isWrong && { 'aria-invalid': 'true', 'aria-describedby': 'lab-wrong' })}
          onInput={({ currentTarget }) => onEdit(index, { value: currentTarget.value })}
        />
      </td>
      <RawCell index={index} raw={raw} />
      <td>
        <IconButton
          icon="x"
          label={`Remove ${name}`}
          type="submit"
          name="do"
          value={`remove-word:${index}`}
        />
      </td>
    </tr>
  )
}
