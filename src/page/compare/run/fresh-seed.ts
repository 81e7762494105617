/** A seed as the server draws them: 32 bits. */
export const freshSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0]!
