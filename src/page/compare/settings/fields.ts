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

/** What is wrong with the p that a human text is held against; '' where it will do. */
export const pFault = (p: string): string =>
  p.trim() !== '' && Number(p) >= 0 && Number(p) <= 1
    ? ''
    : `Expected a share of the mass from 0 to 1, got ${p.trim() || 'nothing'}.`

/** Whether `humanP` will do, or is left out. */
export function hasP(params: URLSearchParams): boolean {
  const p = params.get('humanP') ?? ''
  return p.trim() === '' || pFault(p) === ''
}

/** What a form or a link asks for that settings cannot hold, in a few words each. */
export const notInSettings = (params: URLSearchParams): string[] => [
  ...unreadFields(params, FIELDS),
  ...(hasP(params)
    ? []
    : [`humanP “${params.get('humanP')?.slice(0, 100)}”, which is a share of the mass from 0 to 1`]),
  ...Object.entries(CHOICES).flatMap(([name, values]) => {
    const given = params.get(name)
    if (given === null || values.includes(given)) return []
    const wanted = values.length > 1 ? values.join(' or ') : `${values[0]} or left out`
    return `${name} “${given.slice(0, 100)}”, which is ${wanted}`
  }),
]
