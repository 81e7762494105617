// @ts-check

/**
 * Chain notation as the knobs need it: which steps are on, and with which numbers. The API judges; this only edits.
 * @typedef {import('../../../src/strategies/chain/describe.ts').StrategyDescription} Strategy
 * @typedef {{ id: string, values: Record<string, string> }} Use
 */

/** @param {string} chain @param {readonly Strategy[]} strategies @returns {Use[]} */
export function usesOf(chain, strategies) {
  return chain
    .split('+')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf(':')
      const name = at < 0 ? part : part.slice(0, at)
      const strategy = strategies.find(({ id, aliases }) => id === name || aliases.includes(name))
      return { id: strategy?.id ?? name, values: at < 0 ? {} : valuesOf(part.slice(at + 1), strategy) }
    })
}

/** @param {string} text @param {Strategy | undefined} strategy */
function valuesOf(text, strategy) {
  const first = strategy?.parameters[0]?.name ?? ''
  /** @type {Record<string, string>} */
  const values = {}
  for (const part of text.split(',')) {
    const at = part.indexOf('=')
    if (at < 0) values[first] = part.trim()
    else values[part.slice(0, at).trim()] = part.slice(at + 1).trim()
  }
  return values
}

/** A step's number as it is, or its default. @param {Use | undefined} use @param {Strategy['parameters'][number]} parameter */
export const settingOf = (use, { name, fallback }) => use?.values[name] ?? String(fallback)

/** @param {Use} use @param {readonly Strategy[]} strategies */
function write({ id, values }, strategies) {
  const first = strategies.find((one) => one.id === id)?.parameters[0]?.name
  const names = Object.keys(values)
  if (names.length === 0) return id
  if (names.length === 1 && first !== undefined && names[0] === first) return `${id}:${values[first]}`
  return `${id}:${names.map((name) => `${name}=${values[name]}`).join(',')}`
}

/**
 * A chain with one step set, added before the search that ends it, or (values undefined) taken out.
 * @param {string} chain @param {string} id @param {Record<string, string> | undefined} values
 * @param {readonly Strategy[]} strategies
 */
export function withStep(chain, id, values, strategies) {
  const uses = usesOf(chain, strategies)
  const at = uses.findIndex((use) => use.id === id)
  const isSearch = (/** @type {string} */ name) =>
    strategies.some((one) => one.id === name && one.kind === 'search')
  if (values === undefined) {
    if (at >= 0) uses.splice(at, 1)
  } else if (at >= 0) uses[at] = { id, values }
  else {
    const end = uses.findIndex((use) => isSearch(use.id))
    if (isSearch(id) && end >= 0) uses.splice(end, 1, { id, values })
    else if (end >= 0 && !isSearch(id)) uses.splice(end, 0, { id, values })
    else uses.push({ id, values })
  }
  const rest = uses.filter((use) => use.id !== 'sample')
  return rest.map((use) => write(use, strategies)).join('+') || 'sample'
}
