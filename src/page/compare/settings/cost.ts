import { readsInAll } from '../../../runs/request/context-length.ts'
import { rowsFault } from '../../../runs/run/rows-fault.ts'
import { searchRows } from '../../../strategies/chain/search-rows.ts'
import { count, plural } from '../../../words.ts'
import { isRead, type LaneChain } from '../chain/lane-chain.ts'
import { modelsOf, type WithModels } from './models-of.ts'
import type { Offer } from './offer.ts'

/** Settings, as far as they cost something; numbers as typed. */
interface Sized extends WithModels {
  readonly samples: string
  readonly maxTokens: string
}

/** What a run takes, counted before it is sent. */
export interface Cost {
  readonly texts: number
  /** Most tokens that all texts together can have. */
  readonly tokens: number
  /** Rows of the batch: a beam of width w has w of them. */
  readonly rows: number
  /** Rows times tokens: what the time goes with. */
  readonly rowTokens: number
}

/** @param settings whose numbers and chains can be read */
export function costOf({ lanes, samples, maxTokens }: Omit<Sized, 'model'>): Cost {
  const each = lanes.map(({ chain }) => laneCost(chain, Number(samples)))
  const texts = each.reduce((sum, one) => sum + one.texts, 0)
  const rows = each.reduce((sum, one) => sum + one.rows, 0)
  return { texts, tokens: texts * Number(maxTokens), rows, rowTokens: rows * Number(maxTokens) }
}

/** A search without chance has one sample; a step with chance of its own may still want more. */
function laneCost(chain: LaneChain, samples: number) {
  if (!isRead(chain)) return { texts: 0, rows: 0 }
  const { strategy, values } = chain.written.search
  const texts = strategy.isDeterministic ? 1 : samples
  return { texts, rows: texts * searchRows(strategy, values) }
}

/** The model whose speed a run goes by; undefined for a run of several. */
export function onlyModel(settings: WithModels): string | undefined {
  const [model, ...others] = modelsOf(settings)
  return others.length === 0 ? model : undefined
}

/** What no server would start: more tokens than a model reads, more rows than a batch holds. */
export function sizeFault(
  settings: Sized,
  { limits, models }: Pick<Offer, 'limits' | 'models'>,
): Readonly<Record<string, string>> {
  const asked = Number(settings.maxTokens)
  const used = modelsOf(settings)
  const small = models.find(({ id, contextLength }) => used.includes(id) && asked >= contextLength)
  if (small) {
    const most = count(small.contextLength - 1)
    const words =
      `${plural(asked, 'token')} are asked for, and ${readsInAll(small)}; ask for at most ${most}, ` +
      'less the prompt.'
    return { maxTokens: words }
  }
  const fault = rowsFault(costOf(settings).rows, limits.rows, Number(settings.samples))
  return fault ? { [fault.field]: fault.message } : {}
}
