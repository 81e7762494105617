import { branchText } from '../../../runs/run/branch-start.ts'
import { Icon } from '../../ui/icon.tsx'
import type { Growth, Sample } from '../run/run.ts'

const Quote = ({ text }: { readonly text: string }) => <q class="branch-quote">{text.trim() || '␣'}</q>

/** What opens a branch in a text: what was put there, and instead of what. */
export function BranchCaption({ growth, sample }: { readonly growth: Growth; readonly sample: Sample }) {
  const { step, text, from } = growth
  const old = from.steps[step]?.text
  return (
    <span class="branch-caption">
      <Icon name="fork" />
      <span>
        {text === undefined ? 'Branch' : 'Typed'} at token {step + 1}:{' '}
        <Quote text={branchText(growth, sample.steps)} />
        {old !== undefined && (
          <>
            {' '}
            instead of <Quote text={old} />
          </>
        )}
      </span>
    </span>
  )
}
