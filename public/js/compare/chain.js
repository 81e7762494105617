// @ts-check

/**
 * Chain notation as the page edits it: read, checked against the registry's descriptions, written back.
 * The server's parser is the judge; a test holds this one to it.
 * @typedef {import('../../../src/strategies/chain/describe.ts').StrategyDescription} Strategy
 * @typedef {Strategy['parameters'][number]} Parameter
 * @typedef {{ strategy: Strategy, values: Record<string, string> }} Use values as typed, defaults filled in
 * @typedef {{ steps: Use[], search: Use, model: string }} Chain `model` is the lane's own, '' for the run's
 */

/** A lane's chain and the model named behind it, as in `nucleus:0.9@distilgpt2`; '' for the run's. @param {string} lane */
export function splitLane(lane) {
  const at = lane.indexOf('@')
  return at < 0 ? { chain: lane, model: '' } : { chain: lane.slice(0, at), model: lane.slice(at + 1).trim() }
}

/** @param {Strategy} strategy @returns {Use} */
export const useOf = (strategy) => ({
  strategy,
  values: Object.fromEntries(strategy.parameters.map(({ name, fallback }) => [name, String(fallback)])),
})

/**
 * Reads a chain; a sentence where it cannot be read at all. Values may still be out of bounds: see `faultOf`.
 * @param {string} notation @param {readonly Strategy[]} strategies @returns {Chain | string}
 */
export function parseChain(notation, strategies) {
  const sample = strategies.find(({ id }) => id === 'sample')
  if (!sample) return 'The list of steps did not arrive; reload the page.'
  const { chain, model } = splitLane(notation)
  if (notation.includes('@') && model === '') return 'There is no model behind the @.'
  const uses = []
  for (const part of chain.trim() === '' ? [] : chain.split('+')) {
    const use = parseUse(part, strategies)
    if (typeof use === 'string') return use
    uses.push(use)
  }
  const last = uses.at(-1)
  const search = last?.strategy.kind === 'search' ? last : useOf(sample)
  const steps = search === last ? uses.slice(0, -1) : uses
  const misplaced = steps.find(({ strategy }) => strategy.kind === 'search')
  return misplaced
    ? `${misplaced.strategy.id} is a search and must come last; move it to the end.`
    : { steps, search, model }
}

/** @param {string} text @param {readonly Strategy[]} strategies @returns {Use | string} */
function parseUse(text, strategies) {
  const part = text.trim()
  const colon = part.indexOf(':')
  const name = (colon < 0 ? part : part.slice(0, colon)).trim()
  const strategy = strategies.find(({ id, aliases }) => id === name || aliases.includes(name))
  if (!strategy) return `There is no step “${name}”.`
  const use = useOf(strategy)
  if (colon < 0) return use
  for (const piece of part.slice(colon + 1).split(',')) {
    const equals = piece.indexOf('=')
    const key = equals < 0 ? strategy.parameters[0]?.name : piece.slice(0, equals).trim()
    if (key === undefined) return `${strategy.id} takes no parameter.`
    if (!(key in use.values)) return `${strategy.id} has no parameter “${key}”.`
    use.values[key] = piece.slice(equals + 1).trim()
  }
  return use
}

/** What is wrong with a chain, one sentence; empty where nothing is. @param {string} notation @param {readonly Strategy[]} strategies */
export function faultOf(notation, strategies) {
  const chain = parseChain(notation, strategies)
  if (typeof chain === 'string') return chain
  return [...chain.steps, chain.search].map(useFault).find((fault) => fault !== '') ?? ''
}

/** @param {Use} use */
export function useFault({ strategy, values }) {
  for (const parameter of strategy.parameters) {
    const fault = valueFault(parameter, values[parameter.name] ?? '')
    if (fault) return `${strategy.title}: ${fault}`
  }
  return ''
}

/** "p is a share of the mass: from 0 to 1, got 1.4. 1 is off." Empty where the value will do. @param {Parameter} parameter @param {string} text */
export function valueFault({ title, help, type, minimum, maximum, options, off }, text) {
  const got = text === '' ? 'nothing' : text
  if (type === 'model') return /^[\w.-]+$/.test(text) ? '' : `${title} is ${help}, got ${got}.`
  if (options) return options.includes(text) ? '' : `${title} is one of ${options.join(', ')}, got ${got}.`
  const value = text === '' ? Number.NaN : Number(text)
  const isKind = type === 'integer' ? Number.isInteger(value) : Number.isFinite(value)
  if (isKind && value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity)) return ''
  const range = `${type === 'integer' ? 'a whole number ' : ''}from ${minimum} to ${maximum?.toLocaleString('en-US')}`
  return `${title} is ${help}: ${range}, got ${got}.${off === undefined ? '' : ` ${off} is off.`}`
}

/** @param {Chain} chain */
export function formatChain({ steps, search, model }) {
  const isImplied = search.strategy.id === 'sample' && steps.length > 0
  const chain = [...steps, ...(isImplied ? [] : [search])].map(formatUse).join('+')
  return model === '' ? chain : `${chain}@${model}`
}

/** @param {Use} use */
export function formatUse(use) {
  const value = valueText(use)
  return value === '' ? use.strategy.id : `${use.strategy.id}:${value}`
}

/** The part after the colon: the first parameter, or all that differ from their defaults by name. @param {Use} use */
export function valueText({ strategy: { parameters }, values }) {
  const [first] = parameters
  if (!first) return ''
  const changed = parameters.filter(({ name, fallback }) => values[name] !== String(fallback))
  if (changed.every(({ name }) => name === first.name)) return values[first.name] ?? ''
  const shown = parameters.filter((one) => one.name === first.name || changed.includes(one))
  return shown.map(({ name }) => `${name}=${values[name]}`).join(',')
}

/** Whether a step stands at its neutral value. @param {Use} use */
export function isOff({ strategy, values }) {
  const deciding = strategy.parameters.filter(({ off }) => off !== undefined)
  return (
    deciding.length > 0 &&
    deciding.every(({ name, off }) => Number(values[name]) === off && values[name] !== '')
  )
}

/** A lane's name, made from its chain: "Temperature 0.7, Top-k 40". @param {string} notation @param {readonly Strategy[]} strategies */
export function nameOf(notation, strategies) {
  const chain = parseChain(notation, strategies)
  if (typeof chain === 'string') return notation
  const on = chain.steps.filter((use) => !isOff(use))
  const named = chain.search.strategy.id === 'sample' && on.length > 0 ? on : [...on, chain.search]
  return named
    .map(({ strategy, values }) => {
      const [first] = strategy.parameters
      return first ? `${strategy.title} ${values[first.name]}` : strategy.title
    })
    .join(', ')
}
