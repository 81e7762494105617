import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'

/**
 * Any repository of the hub, by its name: read first, so that its size and licence are in the list before a
 * download.
 */
export const LookUpForm = () => (
  <form class="models-look-up" method="post" action="/models/look-up">
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
    <Button type="submit" class="is-small">
      Look up
    </Button>
  </form>
)
