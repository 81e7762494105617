import { z } from 'zod'
import { DistributionError } from '../../sampling/distribution.ts'
import { defineStep } from '../chain/definition.ts'
import { choice, model, real, SAME_MODEL, whole } from '../chain/parameters.ts'
import { contrast } from './contrast.ts'

export const contrastiveDecoding = defineStep({
  id: 'contrastive-decoding',
  title: 'Contrastive decoding',
  summary:
    'Prefers what the model finds likelier than an amateur: a lesser model, or itself with a short memory.',
  formula:
    'Among v with P(v) ≥ α · max P, score ln P(v) − β · ln A(v), as `logits` (1 + β) · ln P(v) − β · ' +
    'ln A(v); A is the amateur at its own temperature. Then softmax; greedy or a beam after it takes the ' +
    'best. While the amateur is the same model and sees the whole text, prompt included, the two are one ' +
    'and nothing changes.',
  paper: 'Li et al. 2023, arXiv 2210.15097, section 3; `logits`: O’Brien and Lewis 2023, arXiv 2309.09117',
  weakness:
    'It costs a second reading a token. A window too short to see a repetition makes the model’s own ' +
    'repeating look clever.',
  family: 'contrast',
  parameters: z.strictObject({
    alpha: real(
      0.1,
      { min: 0, max: 1 },
      { title: 'α', help: 'a share of the most likely token to be reached' },
    ),
    beta: real(1, { min: 0, max: 100 }, { title: 'β', help: 'the weight of the amateur', slider: [0, 2] }),
    form: choice('difference', ['difference', 'logits'], {
      title: 'form',
      help: 'how the two are put together',
    }),
    amateur: model({
      title: 'amateur',
      help: 'a model of the same vocabulary; same: the lane’s own',
    }),
    'amateur-window': whole(
      16,
      { min: 0, max: 64 },
      {
        title: 'amateur window',
        help: 'a number of last tokens the amateur sees; 0 is all',
        slider: [1, 64],
      },
    ),
    'amateur-temperature': real(
      1,
      { min: 0.01, max: 100 },
      { title: 'amateur temperature', help: 'a divisor of the amateur’s logits', slider: [0.1, 2] },
    ),
  }),
  neutral: { alpha: 0, beta: 0 },
  amateur: ({ beta, amateur: id, 'amateur-window': window }) =>
    beta === 0 ? undefined : { ...(id !== SAME_MODEL && { model: id }), ...(window > 0 && { window }) },
  create: ({
    alpha,
    beta,
    form,
    amateur: id,
    'amateur-window': window,
    'amateur-temperature': temperature,
  }) => {
    const isExpert = (length: number) =>
      id === SAME_MODEL && temperature === 1 && (window === 0 || length <= window)
    return (distribution, { amateur, history }) => {
      if (beta > 0 && !amateur) throw new DistributionError('no amateur reads along here; use it in a run')
      if (beta > 0 && isExpert(history.length)) return distribution
      return contrast(distribution, amateur ?? [], { alpha, beta, form, temperature })
    }
  },
})
