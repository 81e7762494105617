import { useState } from 'preact/hooks'

export function OnePage({ text }: { readonly text: string }) {
  const [count, setCount] = useState(0)
  return (
    <button type="button" title={text} onClick={() => setCount(count + 1)}>
      {text} {count}
    </button>
  )
}
