import { configurationVariables } from '../src/configuration.ts'
import type { Definition } from '../src/strategies/chain/definition.ts'
import { parametersOf } from '../src/strategies/chain/describe.ts'
import { describeParameter } from '../src/strategies/chain/written-value.ts'
import { registry } from '../src/strategies/registry.ts'
import { OPERATIONS } from '../src/web/description/operations.ts'

/** Tables of documents that are made from the program's own lists, by the name of their marker. */
const TABLES: Readonly<Record<string, () => string>> = {
  steps: () =>
    strategyTable(registry.filter(({ kind, family }) => kind === 'step' && family !== 'bug museum')),
  searches: () => strategyTable(registry.filter(({ kind }) => kind === 'search')),
  variables: variableTable,
  routes: routeTable,
  formula: formulaTable,
  museum: () => strategyTable(registry.filter(({ family }) => family === 'bug museum')),
}

/** Replaces what is between `<!-- table:NAME -->` and `<!-- /table -->`. */
export function fillTables(markdown: string): string {
  return markdown.replace(/(<!-- table:(\S+) -->\n)[\s\S]*?(<!-- \/table -->)/g, (_, open, name, close) => {
    const table = TABLES[name]
    if (!table) throw new Error(`there is no table "${name}"; choose from ${Object.keys(TABLES).join(', ')}`)
    return `${open}${table()}\n${close}`
  })
}

function strategyTable(entries: readonly Definition[]): string {
  const rows = entries.map((entry) => {
    const parameters = parametersOf(entry).map(
      (one) => `\`${one.name}=${one.fallback}\` ${describeParameter(one)}`,
    )
    return (
      `| \`${entry.id}\` | ${cell(entry.summary)} | ${cell(parameters.join('<br>')) || 'none'} | ` +
      `${cell(entry.paper)} |`
    )
  })
  return [
    '| Notation | What it does | Parameters and defaults | Source |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

/** What a formula of one's own may be made of. */
function formulaTable(): string {
  const words = registry.flatMap(parametersOf).flatMap(({ words = [] }) => words)
  const rows = words.map(({ name, meaning }) => `| \`${name}\` | ${meaning} |`)
  return ['| Name | What it is |', '| --- | --- |', ...rows].join('\n')
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

function variableTable(): string {
  const rows = configurationVariables.map(
    ({ name, help, fallback }) =>
      `| \`${name}\` | ${cell(help)}${fallback === undefined ? '' : `; \`${fallback}\` by default`} |`,
  )
  return ['| Variable | Meaning |', '| --- | --- |', ...rows].join('\n')
}

function routeTable(): string {
  const rows = OPERATIONS.map(({ method, path, query, summary }) => {
    const names = Object.keys(query?.shape ?? {}).map((name) => `${name}=`)
    const address = [path, ...(names.length > 0 ? [names.join('&')] : [])].join('?')
    return `| ${method.toUpperCase()} | \`${address}\` | ${cell(summary)} |`
  })
  return ['| Method | Path | What it does |', '| --- | --- | --- |', ...rows].join('\n')
}

/** `.env.example`: every variable, commented out, with its help. */
export function environmentExample(): string {
  const blocks = configurationVariables.map(
    ({ name, value, help, fallback }) => `# ${help}\n# ${name}=${fallback ?? value}\n`,
  )
  return (
    '# Every variable that this program reads; "nucleus serve --help" lists the ' +
    `same.\n\n${blocks.join('\n')}`
  )
}
