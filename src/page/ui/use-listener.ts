import { useEffect } from 'preact/hooks'

/** Listens to the window as long as the component is there, always by what was drawn last. */
export function useListener<Name extends keyof WindowEventMap>(
  name: Name,
  listen: (event: WindowEventMap[Name]) => void,
): void {
  useEffect(() => {
    addEventListener(name, listen)
    return () => removeEventListener(name, listen)
  })
}
