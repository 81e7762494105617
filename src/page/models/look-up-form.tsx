/**
 * Any repository of the hub, by its name: read first, so that its size and licence are in the list before a
 * download.
 */
export const LookUpForm = () => (
  <form class="models-look-up" method="post" action="/models/look-up">
    <div class="ui-field">
      <label for="repository">Any repository on the Hugging Face Hub</label>
      <div class="ui-box">
        <input
          id="repository"
          name="repository"
          required
          pattern="[\w.\-]+/[\w.\-]+"
          title="ORG/NAME"
          placeholder="onnx-community/Qwen3-0.6B-ONNX"
          autocomplete="off"
          spellcheck={false}
        />
      </div>
    </div>
    <button type="submit" class="ui-button is-small">
      Look up
    </button>
  </form>
)
