import { isButton } from '../../../page/lab/actions.ts'
import { parseList } from '../../../page/lab/list.ts'
import { MODES, presetOf } from '../../../page/lab/presets.ts'
import { DEFAULTS, MAX_LANES } from '../../../page/lab/state.ts'
import { plural } from '../../../page/ui/numbers.ts'
import { unreadFields } from '../../../page/ui/unread-fields.ts'
import { EXERCISE } from '../learn/exercises.ts'
import { exerciseIn } from './exercise.ts'

const FIELDS = {
  once: [
    ...['preset', 'loaded', 'mode', 'was-mode', 'list', 'selected', 'show', 'draws', 'seed', 'history'],
    // Of the buttons, of the fields beside them, and of an exercise's answer, which scripts judge.
    ...['do', 'add', 'pasted', 'text', 'context', EXERCISE, 'answer'],
  ],
  many: ['word', 'value', 'lane'],
}

/**
 * What a link or a posted form asks for and the lab leaves out, in a sentence; undefined for nothing.
 * @param beside what is asked for beside the form
 */
export function faultIn(fields: URLSearchParams, beside: readonly string[]): string | undefined {
  const inFields = [...unreadFields(fields, FIELDS), ...unknownValues(fields), ...unfitCounts(fields)]
  const asked = [...inFields, ...beside]
  return asked.length === 0 ? undefined : `This asks for ${asked.join('; ')}. The lab shows the rest.`
}

function unknownValues(fields: URLSearchParams): string[] {
  const isKnown: Readonly<Record<string, (value: string) => boolean>> = {
    preset: (id) => id === '' || presetOf(id) !== undefined,
    mode: (mode) => MODES.some((one) => one === mode),
    'was-mode': (mode) => MODES.some((one) => one === mode),
    do: (pressed) => isButton(pressed.split(':')[0]!),
    [EXERCISE]: () => exerciseIn(fields) !== undefined,
  }
  return Object.entries(isKnown).flatMap(([name, knows]) => {
    const value = fields.get(name)
    return value === null || knows(value) ? [] : `${name} “${value.slice(0, 100)}”, which there is not`
  })
}

function unfitCounts(fields: URLSearchParams): string[] {
  const [lanes, words, values] = ['lane', 'word', 'value'].map((name) => fields.getAll(name).length)
  const listed = parseList(fields.get('list') || 'word 0')
  return [
    ...(lanes! > MAX_LANES ? [`${lanes} lanes, and shows ${MAX_LANES} at most`] : []),
    ...(words === values
      ? []
      : [`${plural(words!, 'word')} and ${plural(values!, 'value')}, which go in pairs`]),
    ...('message' in listed ? [`a list that cannot be read (${listed.message.replace(/\.$/, '')})`] : []),
    ...['selected', 'show'].flatMap((name) => {
      const value = fields.get(name)
      const isLane =
        value === null || (/^\d{1,3}$/.test(value) && Number(value) < (lanes || DEFAULTS.lanes.length))
      return isLane ? [] : `${name} “${value.slice(0, 100)}”, which is the index of a lane`
    }),
  ]
}
