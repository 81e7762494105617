let values: Float32Array | undefined

/** Every half float by its bits (IEEE 754 binary16): 65,536 values, 256 kB. */
function halfValues(): Float32Array {
  values ??= Float32Array.from({ length: 2 ** 16 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1
    const exponent = (bits >> 10) & 0x1f
    const fraction = bits & 0x3ff
    if (exponent === 0) return sign * fraction * 2 ** -24
    if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
  })
  return values
}

/** Half floats, given by their bits, as float32; every one of them has an exact one. */
export function toFloat32(halves: Uint16Array): Float32Array {
  const table = halfValues()
  const floats = new Float32Array(halves.length)
  for (let index = 0; index < halves.length; index++) floats[index] = table[halves[index]!]!
  return floats
}
