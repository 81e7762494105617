/** A command as text. A line may end between its words, but not within the name of an option. */
export const CommandWords = ({ text }: { readonly text: string }) => (
  <>
    {text
      .split(/(--[a-z][a-z-]*)/)
      .map((part, index) => (index % 2 === 1 ? <span class="ui-option">{part}</span> : part))}
  </>
)
