import { mean } from './average.ts'
import { type SetMetric, textOf } from './definition.ts'
import { countNgrams, ngrams } from './ngrams.ts'

/**
 * Zipf's coefficient: minus the ordinary-least-squares slope of ln frequency on ln rank of the tokens, pooled
 * over the texts. Ties get consecutive ranks. null with fewer than two different tokens. It grows with the
 * corpus: compare only at equal token counts. Holtzman et al. 2020, section 5.1 and degen's metrics/zipf.py.
 * @param ranks how many of the most frequent tokens the line is fitted to
 */
export function zipf(texts: readonly (readonly number[])[], ranks = 5000): number | null {
  const counts = countNgrams(ngrams(texts, 1)).sort().reverse().slice(0, ranks)
  if (counts.length < 2) return null
  const x = Array.from(counts, (_, index) => Math.log(index + 1))
  const y = Array.from(counts, Math.log)
  const [centerX, centerY] = [mean(x)!, mean(y)!]
  let covariance = 0
  let variance = 0
  for (let index = 0; index < x.length; index++) {
    const deviation = x[index]! - centerX
    covariance += deviation * (y[index]! - centerY)
    variance += deviation * deviation
  }
  return 0 - covariance / variance
}

export const zipfOfSet: SetMetric = {
  id: 'zipf',
  title: 'Zipf coefficient',
  summary:
    'How steeply tokens fall off from frequent to rare: minus the least-squares slope of ln ' +
    'frequency on ln rank of the 5000 most frequent tokens, pooled over the ' +
    'texts. Grows with the corpus: compare at equal token counts only.',
  source: 'Holtzman et al. 2020, arXiv 1904.09751, section 5.1; ari-holtzman/degen, metrics/zipf.py',
  needs: 'tokens',
  scale: { kind: 'linear', min: 0 },
  compute: (records) => zipf(records.map(textOf)),
}
