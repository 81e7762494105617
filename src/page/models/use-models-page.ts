import { useState } from 'preact/hooks'
import { messageOf } from '../../errors.ts'
import type { ModelListing } from '../../models/model-listing.ts'
import { fetchJson, send } from '../ui/fetch-json.ts'
import { focusSoon } from '../ui/focus.ts'
import { type Action, fetchModels, useModels, type Wishes } from '../ui/use-models.ts'
import type { ModelsProps, Usage } from './props.ts'

/** Looks again this soon while nothing moves, in milliseconds. */
const LATER = 10_000

/** The list of models, kept up to date; and what its buttons do without leaving the page. */
export function useModelsPage(props: ModelsProps) {
  const [shown, setShown] = useState({ models: props.models, usage: props.usage, now: props.now })
  const [asked, setAsked] = useState(props.asked)
  const look = async () => {
    const [models, usage] = await Promise.all([fetchModels(), fetchJson<Usage>('/api/models/usage')])
    setShown({ models, usage, now: Date.now() })
    return models
  }
  const { problem, press } = useModels(props.models, look, LATER)
  return {
    ...{ ...shown, asked, problem },
    press(id: string, action: Action, wishes: Wishes) {
      setAsked('')
      void press(id, action, wishes)
    },
    /**
     * Puts a repository on the list, and goes to its row.
     * @returns why that cannot be, in a sentence; empty where it is there
     */
    async lookUp(repository: string): Promise<string> {
      try {
        await send('/models/look-up', { body: new URLSearchParams({ repository }) })
        const before = shown.models.map(({ id }) => id)
        const models = await look()
        const found =
          models.find((one) => isOf(one, repository)) ?? models.find(({ id }) => !before.includes(id))
        if (found) location.hash = `model-${found.id}`
        return ''
      } catch (error) {
        return messageOf(error)
      }
    },
    /** The keyboard goes to the safe answer of a question, and back to its button. */
    ask(id: string, isAsked: boolean) {
      setAsked(isAsked ? id : '')
      focusSoon(`[data-focus="${isAsked ? 'keep' : 'bin'}-${id}"]`)
    },
  }
}

const isOf = ({ source }: ModelListing, repository: string): boolean =>
  source.kind === 'hub' && source.repository.toLowerCase() === repository.trim().toLowerCase()
