import { Icon } from '../../ui/icon.tsx'
import { sampleText } from '../copy/sample-text.ts'
import type { Growth, Sample } from '../run/run.ts'

const Quote = ({ text }: { readonly text: string }) => <q class="branch-quote">{text.trim() || '␣'}</q>

/** What opens a branch in a text: what was put there, and instead of what. */
export function BranchCaption({ growth, sample }: { readonly growth: Growth; readonly sample: Sample }) {
  const { step, text, forced, from } = growth
  const chosen = sampleText({ steps: sample.steps.slice(step, step + forced) })
  const old = from.steps[step]?.text
  return (
    <span class="branch-caption">
      <Icon name="fork" />
      <span>
        {text === undefined ? 'Branch' : 'Typed'} at token {step + 1}: <Quote text={text ?? chosen} />
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
