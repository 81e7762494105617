import { useEffect, useState } from 'preact/hooks'
import { announce } from './announce.tsx'
import { Button, type ButtonProps } from './button.tsx'

interface Props extends Omit<ButtonProps, 'onClick' | 'children' | 'label'> {
  /** Does it; the answer is what the label then reads for two seconds, and is announced. */
  readonly onPress: () => string | undefined | Promise<string | undefined>
  readonly label: string
}

/** What a button reads in the place of its label for two seconds, and a way to set and announce it. */
export function useConfirmation() {
  const [done, setDone] = useState<string>()
  useEffect(() => {
    const timer = setTimeout(() => setDone(undefined), 2000)
    return () => clearTimeout(timer)
  }, [done])
  const confirm = (words: string) => {
    announce(words)
    setDone(words)
  }
  return { done, confirm }
}

/** A button whose label confirms what it did, such as Copy link. */
export function DoneButton({ onPress, label, ...attributes }: Props) {
  const { done, confirm } = useConfirmation()
  const press = async () => {
    const words = await onPress()
    if (words !== undefined) confirm(words)
  }
  return (
    <Button {...attributes} onClick={() => void press()}>
      <span>{done ?? label}</span>
    </Button>
  )
}
