import { type Field, fieldsOf, joined, message, readNumber, textField, textOf } from './protobuf.ts'
import { tensorOf, tensorParts } from './tensor.ts'
import { BLOCK, floatTensor, roundTensors } from './weights.ts'

/**
 * An ONNX file of our exporter with the weights of its matrices in another number format. `fp32`: the same
 * weights as 32-bit floats, and products in float32: `MatMulNBits` rounds what it multiplies 8-bit weights
 * with to 8 bits as well. `q4`: the weights rounded to 4 bits, in the same blocks and the way
 * `training/llama_graph/quantise.py` has it, multiplied as before. Norms, biases and the table of embeddings
 * stay what they are. https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
 */
export type Recast = 'fp32' | 'q4'

/** Field numbers of onnx.proto. */
const MODEL = { graph: 7 }
const GRAPH = { node: 1, initializer: 5 }
const NODE = { input: 1, output: 2, name: 3, kind: 4, attribute: 5 }
const ATTRIBUTE = { name: 1, integer: 3 }

/**
 * @param bytes the file; changed, and part of what is returned
 * @returns undefined where no matrix is stored in 8-bit blocks of 32
 */
export function recast(bytes: Uint8Array, to: Recast): Uint8Array | undefined {
  let count = 0
  const parts = [...fieldsOf(bytes, 0, bytes.length)].flatMap((field) => {
    const products = field.number === MODEL.graph ? productsOf(bytes, field) : []
    if (products.length === 0) return [bytes.subarray(field.start, field.end)]
    count += products.length
    return message(MODEL.graph, recastGraph(bytes, field, products, to))
  })
  return count === 0 ? undefined : joined(parts)
}

/** A product with 8-bit weights. */
interface Product {
  /** Where its node begins. */
  readonly start: number
  readonly name: string
  /** Names of what is multiplied, and of the weights, scales and zero points. */
  readonly inputs: readonly string[]
  readonly output: string
  /** Offset of the number of bits, a byte. */
  readonly bits: number
  /** Numbers that go into a product. */
  readonly width: number
}

const productsOf = (bytes: Uint8Array, { value, end }: Field): Product[] =>
  [...fieldsOf(bytes, value, end)]
    .filter(({ number }) => number === GRAPH.node)
    .flatMap((node) => productOf(bytes, node) ?? [])

function productOf(bytes: Uint8Array, { start, value, end }: Field): Product | undefined {
  const fields = [...fieldsOf(bytes, value, end)]
  const textsOf = (wanted: number) =>
    fields.filter(({ number }) => number === wanted).map((field) => textOf(bytes, field))
  if (textsOf(NODE.kind)[0] !== 'MatMulNBits') return undefined
  const places = new Map(
    fields
      .filter(({ number }) => number === NODE.attribute)
      .map((attribute) => {
        const inner = [...fieldsOf(bytes, attribute.value, attribute.end)]
        const name = textOf(bytes, inner.find(({ number }) => number === ATTRIBUTE.name)!)
        return [name, inner.find(({ number }) => number === ATTRIBUTE.integer)?.value]
      }),
  )
  const read = (name: string) => readNumber(bytes, places.get(name)!).value
  const inputs = textsOf(NODE.input)
  if (inputs.length !== 4 || read('bits') !== 8 || read('block_size') !== BLOCK) return undefined
  return {
    start,
    name: textsOf(NODE.name)[0] ?? '',
    inputs,
    output: textsOf(NODE.output)[0]!,
    bits: places.get('bits')!,
    width: read('K'),
  }
}

/** A graph's parts, with its products in another format. */
function recastGraph(
  bytes: Uint8Array,
  graph: Field,
  products: readonly Product[],
  to: Recast,
): Uint8Array[] {
  const fields = [...fieldsOf(bytes, graph.value, graph.end)]
  const stored = new Map(
    fields
      .filter(({ number }) => number === GRAPH.initializer)
      .map((field) => {
        const tensor = tensorOf(bytes, field)
        return [tensor.name, { start: field.start, tensor }]
      }),
  )
  /** What takes the place of a field, by where it began. */
  const instead = new Map<number, Uint8Array[]>()
  for (const product of products) {
    const tensors = product.inputs.slice(1).map((name) => stored.get(name)!.tensor)
    const made = to === 'q4' ? roundTensors(tensors) : [floatTensor(tensors, product.width)]
    for (const [index, { name }] of tensors.entries()) {
      const tensor = made[index]
      instead.set(stored.get(name)!.start, tensor ? message(GRAPH.initializer, tensorParts(tensor)) : [])
    }
    if (to === 'q4') bytes[product.bits] = 4
    else instead.set(product.start, message(GRAPH.node, floatProduct(product)))
  }
  return fields.flatMap(({ start, end }) => instead.get(start) ?? [bytes.subarray(start, end)])
}

const floatProduct = ({ name, inputs, output }: Product): Uint8Array[] => [
  ...textField(NODE.input, inputs[0]!),
  ...textField(NODE.input, inputs[1]!),
  ...textField(NODE.output, output),
  ...textField(NODE.name, name),
  ...textField(NODE.kind, 'MatMul'),
]
