import { useState } from 'preact/hooks'

/** Loaded when it is needed; the page and this share `preact/hooks`. */
export const useNothing = () => useState(undefined)
