import type { LanguageModel } from '../../decoding/model.ts'
import type { OpenRecast } from '../../models/library.ts'
import { wordsOf } from '../../runs/run/text.ts'
import type { RandomStream } from '../../sampling/random.ts'
import type { HumanFigures } from '../measure/human-figures.ts'
import type { MeasureContext, Scope } from './definition.ts'
import type { Texts } from './generate.ts'
import type { ComputeOnce } from './journal.ts'

/** What an experiment measures with. */
export function measureContextOf(
  scope: Scope,
  model: LanguageModel,
  texts: Texts,
  openRecast: OpenRecast,
  computeOnce: ComputeOnce,
  human: HumanFigures | undefined,
  resample: RandomStream,
): MeasureContext {
  const need = (): HumanFigures => {
    if (!human) throw new Error('an experiment that needs human text must set needsHuman')
    return human
  }
  return {
    ...scope,
    model,
    texts,
    openRecast,
    computeOnce,
    textOf: (tokens) => wordsOf(model).textOf(tokens),
    get human() {
      return need().settings[scope.setting.name]!
    },
    get calibration() {
      return need().calibration
    },
    get equalWidth() {
      const { equalWidth } = need()
      if (!equalWidth) throw new Error('an experiment that compares steps must set needsEqualWidth')
      return equalWidth
    },
    resample,
  }
}
