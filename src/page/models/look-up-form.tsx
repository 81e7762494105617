import { useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Fault } from '../ui/notice.tsx'
import { TextField } from '../ui/text-field.tsx'

interface Props {
  /** @returns what is wrong, in a sentence; empty for nothing */
  readonly lookUp: (repository: string) => Promise<string>
}

/**
 * Any repository of the hub, by its name: read first, so that its size and licence are in the list before a
 * download.
 */
export function LookUpForm({ lookUp }: Props) {
  const [fault, setFault] = useState('')
  const [isReading, setIsReading] = useState(false)
  return (
    <form
      class="models-look-up"
      method="post"
      action="/models/look-up"
      onSubmit={async (event) => {
        event.preventDefault()
        const repository = String(new FormData(event.currentTarget).get('repository'))
        setIsReading(true)
        setFault('')
        setFault(await lookUp(repository))
        setIsReading(false)
      }}
    >
      <TextField
        label="Any repository on the Hugging Face Hub"
        id="repository"
        name="repository"
        required
        pattern="[\w.\-]+/[\w.\-]+"
        title="ORG/NAME"
        placeholder="onnx-community/Qwen3-0.6B-ONNX"
        spellcheck={false}
      />
      <Button type="submit" class="is-small" disabled={isReading}>
        {isReading ? 'Looking up' : 'Look up'}
      </Button>
      <Fault text={fault} />
    </form>
  )
}
