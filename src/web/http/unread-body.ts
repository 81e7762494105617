import { count } from '../../words.ts'

/** What the readers of bodies throw (body-parser, http-errors). */
interface BodyFault {
  readonly type?: string
  readonly status?: number
  readonly message?: string
  /** Bytes there may be, that were announced and that came. */
  readonly limit?: number
  readonly length?: number
  readonly received?: number
  readonly charset?: string
  readonly encoding?: string
  /** Of zlib. */
  readonly code?: string
}

interface UnreadBody {
  readonly status: number
  readonly code: string
  readonly message: string
}

/** Why a body could not be read; undefined where that is not what failed. */
export function unreadBody(error: unknown): UnreadBody | undefined {
  const fault = error as BodyFault
  switch (fault.type) {
    case 'entity.too.large':
      return {
        status: 413,
        code: 'too-large',
        message:
          `The request is larger than ${Math.round((fault.limit ?? 0) / 2 ** 20)} MiB, which holds ` +
          'every prompt and run file there can be; send less.',
      }
    case 'entity.parse.failed':
      return {
        status: 400,
        code: 'bad-json',
        message: `The body is not JSON${placeOf(fault)}; send a JSON object.`,
      }
    case 'charset.unsupported':
      return {
        status: 415,
        code: 'bad-encoding',
        message: `The body’s charset is "${fault.charset ?? ''}", which is not read here; send it as UTF-8.`,
      }
    case 'encoding.unsupported':
      return {
        status: 415,
        code: 'bad-encoding',
        message:
          `The body’s content-encoding is "${fault.encoding ?? ''}", which is not read here; send it ` +
          'as gzip, deflate or br, or as it is.',
      }
    case 'request.size.invalid':
      return {
        status: 400,
        code: 'bad-request',
        message:
          `The head announces a body of ${count(fault.length ?? 0)} bytes and ` +
          `${count(fault.received ?? 0)} came; send what is announced.`,
      }
    default:
      return fault.code?.startsWith('Z_') || fault.code?.startsWith('ERR__ERROR_FORMAT')
        ? {
            status: 400,
            code: 'bad-encoding',
            message:
              'The body is not compressed as its content-encoding states; compress it so, or send it ' +
              'as it is.',
          }
        : undefined
  }
}

/** Where JSON breaks, of V8's words about it. */
function placeOf({ message = '' }: BodyFault): string {
  if (/unexpected end|unterminated/i.test(message)) return ': it ends too early'
  const at = /position (\d{1,9})/.exec(message)?.[1]
  return at === undefined ? '' : ` from character ${count(Number(at) + 1)} on`
}
