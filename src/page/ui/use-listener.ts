import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

/** Listens to the window as long as the component is there, by one listener that calls the latest handler. */
export function useListener<Name extends keyof WindowEventMap>(
  name: Name,
  listen: (event: WindowEventMap[Name]) => void,
): void {
  const latest = useRef(listen)
  useLayoutEffect(() => {
    latest.current = listen
  })
  useEffect(() => {
    const call = (event: WindowEventMap[Name]) => latest.current(event)
    addEventListener(name, call)
    return () => removeEventListener(name, call)
  }, [name])
}
