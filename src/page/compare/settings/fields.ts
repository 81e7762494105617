import { COUPLINGS } from '../../../sampling/coupling.ts'
import { unreadFields } from '../../ui/unread-fields.ts'
import { BLIND } from '../blind/blind-test.ts'

/** The fields that settings have as links and forms hold them. */

/** What a form sends for a switch that is on. */
export const SWITCHED_ON = 'on'

export const SWITCHES = ['chat', 'heal'] as const

const FIELDS = {
  once: [
    'prompt',
    'model',
    'maxTokens',
    'samples',
    'seed',
    ...SWITCHES,
    'coupling',
    'human',
    'humanP',
    BLIND,
  ],
  many: ['lane', 'stop', 'branch'],
}

/** Fields that have a few values, which are theirs. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  coupling: COUPLINGS,
  ...Object.fromEntries(SWITCHES.map((name) => [name, [SWITCHED_ON]])),
  [BLIND]: ['1'],
}

/** What a form or a link asks for that settings cannot hold, in a few words each. */
export const notInSettings = (params: URLSearchParams): string[] => [
  ...unreadFields(params, FIELDS),
  ...Object.entries(CHOICES).flatMap(([name, values]) => {
    const given = params.get(name)
    if (given === null || values.includes(given)) return []
    return `${name} “${given.slice(0, 100)}”, which is ${values.length > 1 ? values.join(' or ') : `${values[0]} or left out`}`
  }),
]
