import { choice, real, whole } from '../../chain/parameters.ts'

/** Parameters that the beam searches share, so that they mean the same in each. */
export const beamParameters = {
  width: whole(4, { min: 1, max: 64 }, { title: 'width', help: 'a number of hypotheses', slider: [1, 16] }),
  'length-penalty': real(
    1,
    { min: -10, max: 10 },
    {
      title: 'length penalty',
      help: 'an exponent of the length, 0 for plain sums, higher for longer texts,',
      slider: [-1, 2],
    },
  ),
  'early-stopping': choice('false', ['false', 'true', 'never'], {
    title: 'early stopping',
    help: 'when a full set of finished texts is final (true: at once; never: when none can be bettered)',
  }),
}
