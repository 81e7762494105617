import fc from 'fast-check'

/** Token ids from a small alphabet, so that n-grams repeat. */
export const tokens = (maxLength = 40) => fc.array(fc.integer({ min: 0, max: 5 }), { maxLength })

export const texts = (minLength = 0) => fc.array(tokens(), { minLength, maxLength: 8 })

/** A text that ends in a phrase and its copies, sometimes cut short. */
export const looping = fc
  .record({
    head: tokens(12),
    phrase: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 7 }),
    times: fc.integer({ min: 1, max: 9 }),
    cut: fc.nat(6),
  })
  .map(({ head, phrase, times, cut }) => {
    const whole = [...head, ...Array.from({ length: times }, () => phrase).flat()]
    return whole.slice(0, Math.max(0, whole.length - cut))
  })
