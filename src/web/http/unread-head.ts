import type { Socket } from 'node:net'
import { problemPage } from './plain-page.tsx'

interface UnreadHead {
  readonly status: string
  readonly code: string
  readonly message: string
}

const BAD: UnreadHead = {
  status: '400 Bad Request',
  code: 'bad-request',
  message: 'This is no HTTP request that can be read; check its first line and its headers.',
}

/** By Node's code of the fault. */
const HEADS: Readonly<Record<string, UnreadHead>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    code: 'head-too-large',
    message:
      'The address and the headers of this request are longer than 16 KiB together. A link that long ' +
      'opens nowhere; export the run as a file and open that instead.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    code: 'too-slow',
    message: 'The request did not come whole in time; send it again, faster.',
  },
}

/** Answers a request whose head could not be read, in a sentence. @returns why */
export function answerUnreadHead(
  error: NodeJS.ErrnoException & { readonly rawPacket?: Buffer },
  socket: Socket,
): string {
  const { status, code, message } = HEADS[error.code ?? ''] ?? BAD
  // A reply that is on its way is not broken into.
  const { _httpMessage: reply } = socket as { _httpMessage?: { readonly headersSent: boolean } }
  if (error.code === 'ECONNRESET' || !socket.writable || reply?.headersSent) {
    socket.destroy()
    return code
  }
  const line = error.rawPacket?.toString('latin1', 0, 20) ?? ''
  const isOpenAi = /^[A-Z]+ \/v1\//.test(line)
  const [type, body] = /^GET \/(?!api\/|v1\/)/.test(line)
    ? ['text/html', problemPage('This did not work', message)]
    : [
        'application/json',
        JSON.stringify({
          error: { code, message, ...(isOpenAi && { type: 'invalid_request_error', param: null }) },
        }),
      ]
  const head = [
    `HTTP/1.1 ${status}`,
    `Content-Type: ${type}; charset=utf-8`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'",
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  return code
}
