import { useEffect, useState } from 'preact/hooks'

const NARROW = '(max-width: 640px)'

/** Whether the page is as narrow as on a phone, where its style sheets put things elsewhere. */
export const isPhone = (): boolean => matchMedia(NARROW).matches

/** The same while the window changes; a server's page is none. */
export function useIsPhone(): boolean {
  const [isNarrow, setNarrow] = useState(false)
  useEffect(() => {
    const query = matchMedia(NARROW)
    const look = () => setNarrow(query.matches)
    look()
    query.addEventListener('change', look)
    return () => query.removeEventListener('change', look)
  }, [])
  return isNarrow
}
